#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns of what a sound incentive says and hardly means: percentage points below one (W540), a bare number against
/// a rate that is shown in per cent (W541), days of validity that no date decides (W542), a count that may run
/// downwards (W544).
void warn_of_doubtful_numbers(const Incentive& incentive, Diagnostics& diagnostics);

/// Warns of a bare number beyond 1 among the bounds of a rate that is shown in per cent: `[0..17]` is up to 1700% (W541).
void warn_of_bare_bounds(const MappedText& text, const std::vector<AllowedRange>& ranges, const EntryUnit& entry,
                         Diagnostics& diagnostics);

}  // namespace huiqi
