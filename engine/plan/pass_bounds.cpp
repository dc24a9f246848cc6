#include <optional>
#include <utility>

#include "engine/language/relation.h"
#include "engine/plan/rewriter.h"

namespace huiqi {
namespace {

/// Both are proven, so their common part is.
[[nodiscard]] Bounds inner(const Bounds& left, const Bounds& right) {
    const auto tighter = [](const std::optional<Integer>& a, const std::optional<Integer>& b, bool low) {
        if (!a || !b) {
            return a ? a : b;
        }
        return (*a < *b) == low ? b : a;
    };
    return {tighter(left.low, right.low, true), tighter(left.high, right.high, false)};
}

[[nodiscard]] NodeIndex arithmetic(Builder& build, const Node& node) {
    const NodeIndex left = node.operands[0];
    switch (node.op) {
        case Op::add: return build.sum(left, node.operands[1]);
        case Op::subtract: return build.difference(left, node.operands[1]);
        case Op::multiply: return build.product(left, node.operands[1]);
        case Op::minimum: return build.minimum(left, node.operands[1]);
        case Op::maximum: return build.maximum(left, node.operands[1]);
        case Op::negate: return build.negated(left);
        case Op::absolute: return build.absolute(left);
        case Op::scale_by: return build.scaled(left, node.immediate);
        default: return build.divided_constant(left, node.immediate, node.rounding);
    }
}

/// The same node in the lanes of its first operand, with bounds that follow from it.
[[nodiscard]] NodeIndex like_operand(Builder& build, Node node) {
    const Node& from = build[node.operands[0]];
    const Bounds bounds = node.op == Op::divisor || node.op == Op::stateless
                              ? either(bounds_of(from), Bounds::exactly(1))
                              : inner(bounds_of(from), bounds_of(node));
    node.kind = from.kind;
    node.low = bounds.low;
    node.high = bounds.high;
    return build.add(std::move(node));
}

[[nodiscard]] NodeIndex days_between(Rewriter& rewriter, Node node) {
    const Bounds a = rewriter.days(node.operands[0]);
    const Bounds b = rewriter.days(node.operands[1]);
    const Bounds days = inner(node.aux == 0 ? a - b : b - a, bounds_of(node));
    node.low = days.low;
    node.high = days.high;
    return rewriter.build().add(std::move(node));
}

[[nodiscard]] NodeIndex quotient(Builder& build, const Node& node) {
    return build.divided(node.operands[0], node.operands[1], node.rounding, bounds_of(node));
}

[[nodiscard]] NodeIndex sum_of_list(Builder& build, const Node& node) {
    const Bounds bounds = inner(summed(bounds_of(build[node.operands[0]]), build.longest(node.operands[1])),
                                bounds_of(node));
    return build.add_number(node.op, node.table, node.operands, bounds);
}

}  // namespace

/// Only what is known of dates is new: the bounds of numbers were derived when they were made. What follows from it is
/// made again, and may find narrower lanes enough.
std::optional<NodeIndex> tighten(Rewriter& rewriter, const Node& node) {
    Builder& build = rewriter.build();
    switch (node.op) {
        case Op::date_difference: return days_between(rewriter, node);
        case Op::widen: return node.operands[0];
        case Op::narrow:
            return lanes_for(bounds_of(build[node.operands[0]])) <= node.kind
                       ? std::optional(build.in_lanes(node.operands[0], node.kind))
                       : std::nullopt;
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::minimum:
        case Op::maximum:
        case Op::negate:
        case Op::absolute:
        case Op::scale_by:
        case Op::divide_round_constant:
            return is_number(node.kind) ? std::optional(arithmetic(build, node)) : std::nullopt;
        case Op::divide_round: return quotient(build, node);
        case Op::select:
            return is_number(node.kind)
                       ? std::optional(build.selected(node.operands[0], node.operands[1], node.operands[2]))
                       : std::nullopt;
        case Op::compare:
            return build.compared(node.operands[0], node.operands[1], static_cast<Relation>(node.aux));
        case Op::compare_constant:
            return build.compared_constant(node.operands[0], node.immediate, static_cast<Relation>(node.aux));
        case Op::guard:
        case Op::beside:
        case Op::stateless:
        case Op::divisor:
        case Op::present:
        case Op::gather: return is_number(node.kind) ? std::optional(like_operand(build, node)) : std::nullopt;
        case Op::reduce_sum: return sum_of_list(build, node);
        default: return std::nullopt;
    }
}

}  // namespace huiqi
