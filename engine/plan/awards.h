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

private:
    [[nodiscard]] PlanValue apply(const AwardStep& step, const PlanValue& before, const PlanValue& value);
    [[nodiscard]] PlanValue limited(const AwardStep& step, const PlanValue& before, const PlanValue& value);
    [[nodiscard]] PlanValue banded(const AwardStep& step, const PlanValue& before);
    [[nodiscard]] PlanValue marginal(const AwardStep& step, const PlanValue& before);
    [[nodiscard]] PlanValue whole(const AwardStep& step, const PlanValue& before);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
    Expressions& expressions_;
};

}  // namespace huiqi
