#include "engine/rulebook/lints/amount_order.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace huiqi {
namespace {

/// Compares two expressions through the names of definitions, in either order of what is added, multiplied or chosen from.
class SameAmount {
public:
    explicit SameAmount(const Incentive& incentive) : incentive_(incentive) {}

    [[nodiscard]] bool is_at_most(const CheckedExpression& later, const CheckedExpression& earlier) const {
        return is_at_most({&later, later.root}, {&earlier, earlier.root}, kDeepest);
    }

private:
    static constexpr unsigned kDeepest = 24;
    struct Part {
        const CheckedExpression* of;
        CoreId id;

        [[nodiscard]] const CoreNode& node() const { return (*of)[id]; }
        [[nodiscard]] Part child(std::size_t at) const { return {of, node().children[at]}; }
    };

    /// Follows names of definitions to what they stand for.
    [[nodiscard]] Part resolved(Part part) const {
        for (unsigned left = kDeepest; left > 0; --left) {
            const CoreNode& node = part.node();
            if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::definition) {
                break;
            }
            const Definition& definition = incentive_.definitions[node.index];
            if (definition.expression.nodes.empty()) {
                break;
            }
            part = {&definition.expression, definition.expression.root};
        }
        return part;
    }

    [[nodiscard]] static bool cuts_to_the_cent(const CoreNode& node, const CheckedExpression& of) {
        if (node.op != CoreOp::call || (node.builtin != BuiltinId::round_down && node.builtin != BuiltinId::floor) ||
            node.children.size() < 2) {
            return false;
        }
        const CoreNode& scale = of[node.children[1]];
        const bool known = scale.op == CoreOp::constant && scale.constant.known() && scale.type.is(TypeKind::number);
        return known && (scale.type.unit().plain() ? scale.constant.number() == 2 : scale.constant.number() * 100 == 1);
    }

    [[nodiscard]] bool is_at_most(Part later, Part earlier, unsigned depth) const {
        later = resolved(later);
        if (depth == 0 || same(later, earlier, kDeepest)) {
            return depth != 0;
        }
        const CoreNode& node = later.node();
        if (cuts_to_the_cent(node, *later.of)) {
            return is_at_most(later.child(0), earlier, depth - 1);
        }
        if (node.op != CoreOp::call || node.builtin != BuiltinId::min || (*later.of)[node.children[0]].op != CoreOp::list) {
            return false;
        }
        const std::vector<CoreId>& least_of = (*later.of)[node.children[0]].children;
        return std::any_of(least_of.begin(), least_of.end(),
                           [&](CoreId one) { return is_at_most({later.of, one}, earlier, depth - 1); });
    }

    /// `unordered`: the elements of a list may stand in either order.
    [[nodiscard]] bool same(Part left, Part right, unsigned depth, bool unordered = false) const {
        left = resolved(left);
        right = resolved(right);
        const CoreNode& one = left.node();
        const CoreNode& other = right.node();
        if (depth == 0 || one.op != other.op || one.children.size() != other.children.size() || one.index != other.index ||
            one.symbol_kind != other.symbol_kind || one.type.kind() != other.type.kind() || one.low_included != other.low_included ||
            one.high_included != other.high_included || (one.op == CoreOp::call && one.builtin != other.builtin) ||
            (one.op == CoreOp::constant && one.constant != other.constant)) {
            return false;
        }
        const bool chooses = one.op == CoreOp::call && (one.builtin == BuiltinId::min || one.builtin == BuiltinId::max);
        const auto in_order = [&](bool reversed) {
            const std::size_t count = one.children.size();
            for (std::size_t at = 0; at < count; ++at) {
                if (!same(left.child(at), right.child(reversed ? count - 1 - at : at), depth - 1, chooses)) {
                    return false;
                }
            }
            return true;
        };
        const bool either_way = one.children.size() == 2 && (one.op == CoreOp::add || one.op == CoreOp::multiply || unordered);
        return in_order(false) || (either_way && in_order(true));
    }

    const Incentive& incentive_;
};

}  // namespace

bool is_at_most(const Incentive& incentive, const CheckedExpression& amount, const CheckedExpression& other) {
    return SameAmount(incentive).is_at_most(amount, other);
}

}  // namespace huiqi
