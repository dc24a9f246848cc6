#pragma once

#include <memory>
#include <vector>

#include "engine/evaluate/register.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Lets registers of a plan use the same memory where one is not needed any more when the other is filled, so that a
/// chunk stays in the nearest cache. What the plan gives out keeps memory of its own, and so do constants, which are
/// filled once. Gives the memory, which must outlive the registers.
[[nodiscard]] std::vector<std::unique_ptr<LaneMemory>> share_memory(const Plan& plan, std::vector<Register>& registers);

}  // namespace huiqi
