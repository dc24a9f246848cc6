#pragma once

#include <cstdint>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/numeric/int128.h"

namespace huiqi {

/// An integer without bounds. Expression templates are off, so that `auto x = a * b;` holds a value.
using Integer =
    boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>, boost::multiprecision::et_off>;

/// Widens a lane's integer.
[[nodiscard]] Integer to_integer(Int128 value);

/// Tells whether the value fits a 64-bit lane.
[[nodiscard]] bool fits_int64(const Integer& value);
/// Tells whether the value fits a 128-bit lane.
[[nodiscard]] bool fits_int128(const Integer& value);

/// Narrows to a 64-bit lane; requires fits_int64(value).
[[nodiscard]] std::int64_t to_int64(const Integer& value);
/// Narrows to a 128-bit lane; requires fits_int128(value).
[[nodiscard]] Int128 to_int128(const Integer& value);

/// Gives 10^exponent.
[[nodiscard]] Integer pow10(unsigned exponent);

/// Gives the greatest common divisor, never negative; gcd(0, 0) is 0.
[[nodiscard]] Integer gcd(const Integer& a, const Integer& b);
/// Gives the least common multiple, never negative; 0 when one of them is 0.
[[nodiscard]] Integer lcm(const Integer& a, const Integer& b);

/// Writes the integer in decimal: no plus sign, no grouping.
[[nodiscard]] std::string text(const Integer& value);

}  // namespace huiqi
