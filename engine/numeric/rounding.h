#pragma once

#include "engine/numeric/integer.h"
#include "engine/numeric/rational.h"
#include "engine/numeric/rounding_mode.h"

namespace huiqi {

/// Gives numerator / denominator rounded to an integer. Either may be negative; requires denominator != 0.
[[nodiscard]] Integer divide_rounded(const Integer& numerator, const Integer& denominator, Rounding mode);

/// Rounds to an integer.
[[nodiscard]] Integer round(const Rational& value, Rounding mode);

/// Rounds to a multiple of the step (1/100, 1, 100 …); requires step > 0. half_even means an even multiple.
[[nodiscard]] Rational round_to_step(const Rational& value, const Rational& step, Rounding mode);

}  // namespace huiqi
