#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Compiles every incentive and every bundle, since only the plan sees some faults (E306, E609 …), and says what the plans
/// show that is allowed but hardly meant: conditions that never depend on the answers (W502) or never hold together (W570), rows and
/// tiers that nothing reaches (W503, W572), an award that falls as an input rises (W571).
void check_plans(const Rulebook& rulebook, Diagnostics& diagnostics);

}  // namespace huiqi
