#include "engine/evaluate/step_bounds.h"

#include <algorithm>

namespace huiqi {

std::pair<std::optional<Rational>, std::optional<Rational>> bounds_of(const Plan& plan, const PlanValue& number) {
    if (number.constant) {
        const std::optional<Rational> known = number.constant->known() ? std::optional(number.constant->number()) : std::nullopt;
        return {known, known};
    }
    std::optional<Rational> least = number.least;
    std::optional<Rational> most = number.most;
    if (number.denominator == kNoNode && number.node != kNoNode) {
        const Node& node = plan.nodes[number.node];
        if (node.low) {
            const Rational low = Rational(*node.low) * number.scale;
            least = least ? std::max(*least, low) : low;
        }
        if (node.high) {
            const Rational high = Rational(*node.high) * number.scale;
            most = most ? std::min(*most, high) : high;
        }
    }
    return {least, most};
}

std::optional<Rational> grid_of(const PlanValue& number) {
    if (number.constant) {
        return number.constant->known() ? std::optional(Rational(abs(number.constant->number()))) : std::nullopt;
    }
    return number.denominator == kNoNode ? std::optional(Rational(abs(number.scale))) : std::nullopt;
}

std::optional<bool> known_answer(const Plan& plan, const PlanValue& test) {
    if (!test.constant && plan.nodes[test.node].op != Op::constant) {
        return std::nullopt;
    }
    const Value& answer = test.constant ? *test.constant : plan.constants[plan.nodes[test.node].aux];
    return answer.known() ? std::optional(answer.boolean()) : std::nullopt;
}

LimitBounds limit_bounds(const Plan& plan, AwardStep::Kind kind, const IncentivePlan::Step& step) {
    const auto [least, most] = bounds_of(plan, step.before);
    const auto [lowest, highest] = bounds_of(plan, step.value);
    const bool never_above = most && lowest && *most <= *lowest;
    const bool always_above = least && highest && *least > *highest;
    const bool never_below = least && highest && *least >= *highest;
    const bool always_below = most && lowest && *most < *lowest;
    return kind == AwardStep::Kind::cap ? LimitBounds{.effect = !never_above, .idle = !always_above}
                                        : LimitBounds{.effect = !never_below, .idle = !always_below};
}

}  // namespace huiqi
