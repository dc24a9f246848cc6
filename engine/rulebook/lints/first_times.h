#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W543) of the first 首次 of a bundle that two applications of one batch can both pass: the history holds earlier batches
/// only. It is held where a value of the whole batch that a condition reads is formed over the same key, where a limit of the same
/// key leaves room for one award, or a quota for one application. `members` has nullptr for what is not there.
void warn_of_first_times(const Bundle& bundle, const std::vector<const Incentive*>& members, const Span& place,
                         Diagnostics& diagnostics);

}  // namespace huiqi
