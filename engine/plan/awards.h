#pragma once

#include <vector>

#include "engine/plan/expressions.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Turns the steps of an award (or of another amount) into nodes.
class Awards {
public:
    Awards(Builder& builder, Numbers& numbers, Values& values, Expressions& expressions)
        : build_(builder), numbers_(numbers), values_(values), expressions_(expressions) {}

    /// Lowers the steps in order; each one's running amount before and after is kept.
    [[nodiscard]] std::vector<IncentivePlan::Step> lower(const std::vector<AwardStep>& steps);
    /// Lowers steps that go on from an amount.
    [[nodiscard]] std::vector<IncentivePlan::Step> lower(const std::vector<AwardStep>& steps, PlanValue running);

private:
    /// Gives the amount after a step whose `before` and `value` are made. `rated` is the amount that the last rate was
    /// taken of: points of an uplift are points of it.
    [[nodiscard]] PlanValue apply(const AwardStep& step, const PlanValue& rated, IncentivePlan::Step& made);
    [[nodiscard]] PlanValue uplifted(const AwardStep& step, const PlanValue& before, const PlanValue& value,
                                     const PlanValue& rated);
    /// Gives the amount, or R15 where an edge lies below the one before.
    [[nodiscard]] PlanValue with_rising_edges(const AwardStep& step, const PlanValue& amount);
    [[nodiscard]] PlanValue limited(const AwardStep& step, const PlanValue& before, const PlanValue& value);
    // Each leaves its bands in `made`.
    [[nodiscard]] PlanValue banded(const AwardStep& step, IncentivePlan::Step& made);
    [[nodiscard]] PlanValue marginal(const AwardStep& step, IncentivePlan::Step& made);
    [[nodiscard]] PlanValue whole(const AwardStep& step, IncentivePlan::Step& made);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
    Expressions& expressions_;
};

}  // namespace huiqi
