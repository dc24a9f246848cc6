#pragma once

#include <cstdint>

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

/// Tells whether values are entered and shown in per cent.
[[nodiscard]] bool in_percent(const EntryUnit& entry);

/// Warns of a bare number beyond 1 where a value is a rate as a whole, or either branch of a choice is: `50` as the output
/// of a table of rates is 5000% (W541).
void warn_of_bare_rate(const CheckedExpression& expression, Diagnostics& diagnostics);

/// Warns of a bare number beyond 1 that a cell compares with its column, which is a rate (W541).
void warn_of_bare_cell(const CheckedExpression& cell, std::uint32_t column, Diagnostics& diagnostics);

}  // namespace huiqi
