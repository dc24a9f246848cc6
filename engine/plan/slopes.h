#pragma once

#include <cstdint>
#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Finds the columns of numbers along which a node may both rise and fall as the column rises, from the operations of the
/// plan and their bounds alone: a sum of amounts goes one way, a rate that changes at a threshold may go both. What is not
/// known counts as both, so a column that is left out is proven. Rising.
[[nodiscard]] std::vector<std::uint32_t> columns_of_both_ways(const Plan& plan, NodeIndex node);

}  // namespace huiqi
