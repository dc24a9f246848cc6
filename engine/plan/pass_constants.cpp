#include <algorithm>
#include <optional>

#include "engine/language/relation.h"
#include "engine/numeric/rounding.h"
#include "engine/plan/rewriter.h"

namespace huiqi {
namespace {

/// The outcome of an operation on one constant.
[[nodiscard]] std::optional<Integer> of_one(const Node& node, const Integer& value) {
    switch (node.op) {
        case Op::negate: return Integer(-value);
        case Op::absolute: return Integer(abs(value));
        case Op::scale_by: return Integer(value * node.immediate);
        case Op::widen:
        case Op::narrow:
        case Op::stateless: return value;
        case Op::divide_round_constant: return divide_rounded(value, node.immediate, node.rounding);
        default: return std::nullopt;
    }
}

/// A number of so many digits is left to the run, which counts what it costs.
[[nodiscard]] bool is_short(const Integer& value) {
    constexpr unsigned kMostBits = 8192;
    return value == 0 || msb(Integer(abs(value))) < kMostBits;
}

[[nodiscard]] std::optional<Integer> of_two(Op op, const Integer& left, const Integer& right) {
    switch (op) {
        case Op::add: return Integer(left + right);
        case Op::subtract: return Integer(left - right);
        case Op::multiply: return Integer(left * right);
        case Op::minimum: return std::min(left, right);
        case Op::maximum: return std::max(left, right);
        default: return std::nullopt;
    }
}

/// The operand that the outcome always equals, whatever the other is within its bounds.
[[nodiscard]] std::optional<NodeIndex> same_as_operand(Rewriter& rewriter, const Node& node, std::size_t at,
                                                       const Integer& other) {
    const NodeIndex operand = node.operands[at];
    const Bounds bounds = bounds_of(rewriter[operand]);
    const bool same = (node.op == Op::add && other == 0) ||
                      (node.op == Op::subtract && at == 0 && other == 0) ||
                      (node.op == Op::multiply && other == 1) ||
                      (node.op == Op::minimum && bounds.high && *bounds.high <= other) ||
                      (node.op == Op::maximum && bounds.low && *bounds.low >= other);
    // the operation would make an error of an absent operand
    return same && rewriter.never_absent(operand) ? std::optional(operand) : std::nullopt;
}

[[nodiscard]] std::optional<NodeIndex> fold_number(Rewriter& rewriter, const Node& node) {
    Builder& build = rewriter.build();
    const auto constant = [&](const Integer& value) {
        return build.constant(Value::of(Rational(value)), node.kind, node.table);
    };
    const auto left = rewriter.whole_constant(node.operands[0]);
    if (node.operands.size() == 1) {
        const auto value = left ? of_one(node, *left) : std::nullopt;
        return value && is_short(*value) ? std::optional(constant(*value)) : std::nullopt;
    }
    const auto right = rewriter.whole_constant(node.operands[1]);
    if (left && right) {
        const auto value = of_two(node.op, *left, *right);
        return value && is_short(*value) ? std::optional(constant(*value)) : std::nullopt;
    }
    std::optional<NodeIndex> same;
    if (right) {
        same = same_as_operand(rewriter, node, 0, *right);
    } else if (left) {
        same = same_as_operand(rewriter, node, 1, *left);
    }
    return same ? std::optional(build.in_lanes(*same, node.kind)) : std::nullopt;
}

[[nodiscard]] std::optional<bool> known_truth(Rewriter& rewriter, NodeIndex node) {
    const Node& from = rewriter[node];
    const Plan& plan = rewriter.build().plan();
    if (from.op != Op::constant || from.kind != LaneKind::boolean || !plan.constants[from.aux].known()) {
        return std::nullopt;
    }
    return plan.constants[from.aux].boolean();
}

/// `true and x` is x; `false and x` is false whatever x is.
[[nodiscard]] std::optional<NodeIndex> fold_truth(Rewriter& rewriter, const Node& node) {
    const bool decides = node.op == Op::either;
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
        const auto known = known_truth(rewriter, node.operands[at]);
        if (known && *known == decides) {
            return node.operands[at];
        }
        if (known && rewriter.never_absent(node.operands[1 - at])) {
            return node.operands[1 - at];
        }
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<NodeIndex> fold_comparison(Rewriter& rewriter, const Node& node) {
    const auto value = rewriter.whole_constant(node.operands[0]);
    if (!value) {
        return std::nullopt;
    }
    return rewriter.build().boolean(relation_holds(*value, static_cast<Relation>(node.aux), node.immediate),
                                    node.table);
}

[[nodiscard]] std::optional<NodeIndex> fold_select(Rewriter& rewriter, const Node& node) {
    const auto known = known_truth(rewriter, node.operands[0]);
    if (!known) {
        return std::nullopt;
    }
    const NodeIndex chosen = node.operands[*known ? 1 : 2];
    return is_number(node.kind) ? rewriter.build().in_lanes(chosen, node.kind) : chosen;
}

/// Of tests that all hold none is the first that fails.
[[nodiscard]] std::optional<NodeIndex> fold_first_false(Rewriter& rewriter, const Node& node) {
    for (const NodeIndex test : node.operands) {
        if (known_truth(rewriter, test) != std::optional(true)) {
            return std::nullopt;
        }
    }
    return rewriter.build().constant(Value::of(Rational(0)), node.kind, node.table);
}

}  // namespace

std::optional<NodeIndex> fold_constant(Rewriter& rewriter, const Node& node) {
    switch (node.op) {
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::minimum:
        case Op::maximum:
        case Op::negate:
        case Op::absolute:
        case Op::scale_by:
        case Op::widen:
        case Op::narrow:
        case Op::stateless:
        case Op::divide_round_constant:
            return is_number(node.kind) ? fold_number(rewriter, node) : std::nullopt;
        case Op::both:
        case Op::either: return fold_truth(rewriter, node);
        case Op::compare_constant: return fold_comparison(rewriter, node);
        case Op::select: return fold_select(rewriter, node);
        case Op::first_false: return fold_first_false(rewriter, node);
        default: return std::nullopt;
    }
}

}  // namespace huiqi
