#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns of what a sound incentive says and hardly means: percentage points below one (W540), a bare number against
/// a rate that is shown in per cent (W541), days of validity that no date decides (W542), a count that may run
/// downwards (W544).
void warn_of_doubtful_numbers(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
