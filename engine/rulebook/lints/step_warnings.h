#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives the numbers that an expression may be, as far as they are known when it is loaded: a number that is written, or the
/// values of a parameter.
[[nodiscard]] std::vector<Rational> known_amounts(const Incentive& incentive, const CheckedExpression& expression);

/// Looks the roundings of an incentive over: 取整 behind a 上限 that is no multiple of its step (W506), an amount that is
/// rounded a second time (W545), a 上限 behind 取整 that is no multiple of its step (W546).
void warn_of_roundings(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
