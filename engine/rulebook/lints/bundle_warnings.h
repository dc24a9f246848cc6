#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W547) of members of a bundle whose awards are computed on one shared amount, where no 叠加 and no 总额上限 holds them
/// together and neither takes the other into account: one cost is then paid for twice. `place` is where the members are listed;
/// a member that is broken is nullptr.
void warn_of_shared_costs(const Bundle& bundle, const std::vector<const Incentive*>& members, Span place, Diagnostics& diagnostics);

/// Warns (W546) of a limit of a bundle that is no multiple of the step to which what is cut is paid.
void warn_of_limits_off_step(const Bundle& bundle, Diagnostics& diagnostics);

}  // namespace huiqi
