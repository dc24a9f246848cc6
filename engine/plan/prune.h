#pragma once

#include "engine/plan/plan.h"

namespace huiqi {

/// Drops nodes that no result needs, and numbers the others anew in their order.
void prune(Plan& plan);

}  // namespace huiqi
