#pragma once

#include <vector>

#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W505) of each value and band of the parameters that one file declares or sets which cites a source whose quote
/// does not mention it, and which is not marked as an interpretation.
void warn_of_readings(const std::vector<Parameter>& parameters, const std::vector<Citation>& citations, SourceId own,
                      Diagnostics& diagnostics);

/// Warns (W541) of bare numbers of an incentive's own file where the quote has so many hundredths: 50 for 50%.
void warn_of_missing_signs(const Incentive& incentive, const std::vector<RulePart>& parts, Diagnostics& diagnostics);

/// Tells whether a number was told of as one without a per cent sign.
[[nodiscard]] bool is_told_of_sign(Span place, const Diagnostics& diagnostics);

/// Tells whether one of the sources that something cites has a quote.
[[nodiscard]] bool has_quote(const Incentive& incentive, const Provenance& provenance);

/// Says (W505) of the numbers in the expressions of an incentive's own file that no quote mentions them.
void report_readings(const Incentive& incentive, Diagnostics& diagnostics);

/// Says (W522) which numbers of an incentive's own file cite nothing and are marked as no interpretation.
void report_uncited_numbers(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
