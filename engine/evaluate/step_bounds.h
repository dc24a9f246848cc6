#pragma once

#include <optional>
#include <utility>

#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Whether a cap or a floor can change an amount at all, and whether it can leave one alone, by the bounds of the plan.
struct LimitBounds {
    bool effect = true;
    bool idle = true;
};

/// Gives proven bounds of a number of a plan; nothing to the sides on which there are none.
[[nodiscard]] std::pair<std::optional<Rational>, std::optional<Rational>> bounds_of(const Plan& plan, const PlanValue& number);

/// Gives a step of which every value is proven to be a whole multiple; nothing of quotients.
[[nodiscard]] std::optional<Rational> grid_of(const PlanValue& number);

/// Gives the answer of a test that the plan knows beforehand. One that is a constant and not known, or fails, is no answer.
[[nodiscard]] std::optional<bool> known_answer(const Plan& plan, const PlanValue& test);

/// Looks at a step of the kind cap or floor.
[[nodiscard]] LimitBounds limit_bounds(const Plan& plan, AwardStep::Kind kind, const IncentivePlan::Step& step);

}  // namespace huiqi
