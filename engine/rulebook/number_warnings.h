#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W505) of each number of an incentive's own file that cites a source whose quote does not mention it, and that
/// is not marked as an interpretation.
void warn_of_readings(const Incentive& incentive, Diagnostics& diagnostics);

/// The same for the parameters that one file declares or sets.
void warn_of_readings(const std::vector<Parameter>& parameters, const std::vector<Citation>& citations, SourceId own,
                      Diagnostics& diagnostics);

/// Says (W522) which numbers of an incentive's own file cite nothing and are marked as no interpretation.
void report_uncited_numbers(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
