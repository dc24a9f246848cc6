#pragma once

#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Drops nodes that no result needs, and numbers the others anew in their order.
void prune(Plan& plan);

/// Leads all that a plan gives out to other nodes: what was node `i` is `place[i]` now.
void renumber_results(Plan& plan, const std::vector<NodeIndex>& place);

}  // namespace huiqi
