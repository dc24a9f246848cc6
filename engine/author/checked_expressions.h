#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives every expression of an incentive as it was checked.
[[nodiscard]] std::vector<const CheckedExpression*> checked_expressions(const Incentive& incentive);

}  // namespace huiqi
