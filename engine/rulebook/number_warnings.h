#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W505) of each value and band of the parameters that one file declares or sets which cites a source whose quote
/// does not mention it, and which is not marked as an interpretation.
void warn_of_readings(const std::vector<Parameter>& parameters, const std::vector<Citation>& citations, SourceId own,
                      Diagnostics& diagnostics);

/// Says the same of the numbers that stand in the expressions of an incentive's own file.
void report_readings(const Incentive& incentive, Diagnostics& diagnostics);

/// Says (W522) which numbers of an incentive's own file cite nothing and are marked as no interpretation.
void report_uncited_numbers(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
