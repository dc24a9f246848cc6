#pragma once

#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads a list of cases about a bundle that is loaded, with all its members, and adds them to it. `申报` has the names
/// of the data; `结果` has what must come out by incentive, and the totals. Reports E312 for a name that is taken, E326 for
/// names that there are not, and what is wrong with the data by their own codes.
void load_bundle_cases(LoadContext& context, const std::vector<NodeId>& items,
                       const std::vector<const LoadedIncentive*>& members, Bundle& bundle);

}  // namespace huiqi
