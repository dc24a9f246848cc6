#include <optional>
#include <utility>

#include "engine/plan/numbers.h"

namespace huiqi {

std::optional<PlanValue> Numbers::cancelled(const PlanValue& quotient, const PlanValue& factor, const Type& type) {
    if (quotient.constant || factor.constant || quotient.denominator == kNoNode || factor.denominator != kNoNode ||
        build_[quotient.denominator].op != Op::stateless) {
        return std::nullopt;
    }
    NodeIndex checked = build_[quotient.denominator].operands[0];
    const bool signed_divisor = build_[checked].op == Op::absolute;
    checked = signed_divisor ? build_[checked].operands[0] : checked;
    if (build_[checked].op != Op::divisor || build_[checked].operands[0] != factor.node) {
        return std::nullopt;
    }
    // the numerator carries the states of the divisor, a zero among them, and of a signed one its sign
    NodeIndex value = quotient.node;
    if (signed_divisor) {
        const TableIndex table = build_[checked].table;
        const NodeIndex negative = build_.compared_constant(checked, 0, Relation::less);
        const NodeIndex minus = build_.integer(-1, table);
        value = build_.product(value, build_.selected(negative, minus, build_.integer(1, table)));
    }
    return of_node(value, type, kept_small(quotient.scale * factor.scale));
}

}  // namespace huiqi
