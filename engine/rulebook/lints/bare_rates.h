#pragma once

#include <cstdint>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W541) of numbers without a per cent sign that mean one: beside a rate that is shown in per cent, where a value is a
/// rate as a whole, as the `乘` of reported money, and where the quote says so many hundredths.
void warn_of_bare_rates(const Incentive& incentive, const std::vector<RulePart>& parts, Diagnostics& diagnostics);

/// Warns of a bare number beyond 1 among the bounds of a rate that is shown in per cent: `[0..17]` is up to 1700% (W541).
void warn_of_bare_bounds(const MappedText& text, const std::vector<AllowedRange>& ranges, const EntryUnit& entry,
                         Diagnostics& diagnostics);

/// Tells whether values are entered and shown in per cent.
[[nodiscard]] bool in_percent(const EntryUnit& entry);

/// Warns of a bare number beyond 1 where a value is a rate as a whole: `50`, `25 * 2`, either branch of a choice, what is
/// added to a rate or bounds it (W541).
void warn_of_bare_rate(const CheckedExpression& expression, Diagnostics& diagnostics);

/// Warns of a bare number beyond 1 that a cell compares with its column, which is a rate (W541).
void warn_of_bare_cell(const CheckedExpression& cell, std::uint32_t column, Diagnostics& diagnostics);

/// Gives the lists of steps of an incentive, its own and those it has from a parent.
[[nodiscard]] std::vector<const std::vector<AwardStep>*> lists_of_steps(const Incentive& incentive);

}  // namespace huiqi
