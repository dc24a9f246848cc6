#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W572) of tiers of 分档 that no amount comes to, by the proven bounds of the plan: an edge written in the wrong
/// unit. `plan` is that of the incentive alone, made to be explained.
void warn_of_unreachable_tiers(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics);

}  // namespace huiqi
