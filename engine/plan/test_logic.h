#pragma once

#include <optional>
#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Gives what a test comes to wherever all of `met` hold: by trying every combination of the values that the parts of the tests
/// can have, each part by itself. Nothing where that depends, where nothing meets them all, or where there are too many
/// combinations.
[[nodiscard]] std::optional<bool> settled_by(const Plan& plan, const std::vector<NodeIndex>& met, NodeIndex test);

}  // namespace huiqi
