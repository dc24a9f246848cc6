#pragma once

#include "engine/language/checked.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Tells whether an amount of an incentive is never above another by its making: the same amount in other words, perhaps cut
/// down to the cent, or the least of it and others. What is so for another reason is not seen.
[[nodiscard]] bool is_at_most(const Incentive& incentive, const CheckedExpression& amount, const CheckedExpression& other);

}  // namespace huiqi
