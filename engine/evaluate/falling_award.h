#pragma once

#include <memory>

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W571) of an award that first rises and then falls while one input rises and all else stays, with the two points
/// between which it falls: an applicant who earns or buys more then gets less. Evaluates the plan at the numbers that the rules
/// state, beside them and between, but only along inputs for which the operations leave both ways open
/// (`columns_of_both_ways`). `plan` is that of the incentive alone, which must not be abstract, made to be explained.
void warn_of_falling_award(const Incentive& incentive, const std::shared_ptr<const Plan>& plan, Diagnostics& diagnostics);

}  // namespace huiqi
