#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W549) of a dated parameter that has no value yet on the first days of the incentive's validity: applications of
/// those days end in an error (R11).
void warn_of_days_without_value(const Incentive& incentive, Diagnostics& diagnostics);

/// Warns (W553) of a published series, a rate of interest or of exchange, that says nowhere through which day it is known: its
/// last value would be used for ever.
void warn_of_endless_series(const Incentive& incentive, Diagnostics& diagnostics);

/// Warns (W548) of two incentives that look like versions of one, by their titles or by ids that differ in a year alone, and that
/// are in force together, or leave days between them, while neither replaces the other.
void warn_of_unlinked_versions(const std::vector<Incentive>& incentives, Diagnostics& diagnostics);

}  // namespace huiqi
