#pragma once

#include <cstdint>

#include "engine/diagnostic/result.h"
#include "engine/numeric/fault.h"
#include "engine/numeric/integer.h"

namespace huiqi {

/// An exact quotient of two Integers in lowest terms, the denominator positive. Two rationals are equal when
/// their values are; there is no scale, no negative zero, no infinity.
using Rational = boost::multiprecision::number<
    boost::multiprecision::rational_adaptor<boost::multiprecision::cpp_int_backend<>>,
    boost::multiprecision::et_off>;

/// Gives the numerator in lowest terms, which carries the sign.
[[nodiscard]] Integer numerator(const Rational& value);
/// Gives the denominator in lowest terms, always positive.
[[nodiscard]] Integer denominator(const Rational& value);

/// Builds numerator / denominator in lowest terms; requires denominator != 0, of either sign.
[[nodiscard]] Rational ratio(const Integer& numerator, const Integer& denominator);

/// Divides; fails with division_by_zero, also for 0 / 0.
[[nodiscard]] Result<Rational, NumericFault> divide(const Rational& dividend, const Rational& divisor);

/// Tells whether the value is a whole number.
[[nodiscard]] bool is_integer(const Rational& value);

/// Gives the greatest integer that is not above the value.
[[nodiscard]] Integer floor(const Rational& value);
/// Gives the least integer that is not below the value.
[[nodiscard]] Integer ceiling(const Rational& value);

/// Gives base ** exponent. Fails with division_by_zero for 0 to a negative power, and with too_large when the
/// result would have a numerator or denominator of more than `bits` bits: `10**10**10` must cost nothing.
/// 0 ** 0 is 1.
[[nodiscard]] Result<Rational, NumericFault> power(const Rational& base, std::int64_t exponent,
                                                   std::uint64_t bits = 65'536);

}  // namespace huiqi
