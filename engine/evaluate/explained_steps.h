#pragma once

#include <vector>

#include "engine/evaluate/explained_uses.h"
#include "engine/evaluate/explanation.h"

namespace huiqi {

/// Gives the steps of an amount with what each comes to in a row of the evaluator's last run.
[[nodiscard]] std::vector<ExplainedStep> explain_steps(const Evaluator& evaluator, const Incentive& incentive,
                                                       const std::vector<AwardStep>& written,
                                                       const std::vector<IncentivePlan::Step>& plan, const ExplainedUses& uses,
                                                       std::size_t row);

}  // namespace huiqi
