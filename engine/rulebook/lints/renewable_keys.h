#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W551) of the keys of 首次, of the same written out over the history, and of 全批 in an incentive's own file that the
/// applicant can renew: the number or the day of the application, a telephone number, an account, a name that is typed. Who changes
/// it is first again.
void warn_of_renewable_keys(const Incentive& incentive, Diagnostics& diagnostics);

/// Says the same of a bundle: of the key of its applicants, and of what its limits are for. `members` are its incentives; `place`
/// is where its keys are written.
void warn_of_renewable_keys(const Bundle& bundle, Span place, Diagnostics& diagnostics);

}  // namespace huiqi
