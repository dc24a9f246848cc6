#pragma once

#include <cstddef>

#include "engine/calendar/date.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Says what only the plan of loaded rules can see, and what is wrong with detectors: compiles every incentive and every
/// bundle. Does nothing where loading reported an error. Gives how many checks of detectors there are.
std::size_t check_rules(const Rulebook& rulebook, Diagnostics& diagnostics);

/// Gives the day of the machine's clock (UTC), for suppressions where no other day was named. No result of a rule depends on it.
[[nodiscard]] Date today();

}  // namespace huiqi
