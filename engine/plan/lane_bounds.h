#pragma once

#include "engine/plan/bounds.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Gives the value that a node is, in whatever width it stands there.
[[nodiscard]] NodeIndex without_width(const Plan& plan, NodeIndex node);

/// Gives where the lanes of a node lie; of an input what its declaration says.
[[nodiscard]] Bounds lane_bounds(const Plan& plan, NodeIndex node);

}  // namespace huiqi
