#pragma once

#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads 叠加, 总额上限, 名额 and 预算 of a bundle whose incentives, keys, shared inputs and totals are read.
/// Reports E326 for a name that is none, E380 for a value of the wrong type, E381 for an incentive in two
/// groups, E382 for what a method needs and lacks, E383 for rounding that could pass a budget.
[[nodiscard]] BundleSettlement load_settlement(LoadContext& context, const Fields& file, const Bundle& bundle,
                                               const std::vector<const Incentive*>& members);

}  // namespace huiqi
