#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include "engine/diagnostic/expect.h"

namespace huiqi {

// NOLINTBEGIN(modernize-use-using): `__extension__`, which -Wpedantic asks for, goes with a typedef only
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;
// NOLINTEND(modernize-use-using)

/// The least and the greatest 128-bit integer; std::numeric_limits does not know them in strict C++20.
inline constexpr Int128 kInt128Max = static_cast<Int128>(~UInt128{0} >> 1);
inline constexpr Int128 kInt128Min = -kInt128Max - 1;

/// Is an integer that a kernel lane may hold.
template <class T>
concept LaneInteger = std::same_as<T, std::int64_t> || std::same_as<T, Int128>;

/// Is the unsigned type of a lane's width.
template <LaneInteger T>
using Magnitude = std::conditional_t<std::same_as<T, std::int64_t>, std::uint64_t, UInt128>;

/// Gives |value|, also for the least value, which has no positive counterpart in T.
template <LaneInteger T>
[[nodiscard]] constexpr Magnitude<T> magnitude(T value) noexcept {
    const auto bits = static_cast<Magnitude<T>>(value);
    return value < 0 ? static_cast<Magnitude<T>>(0) - bits : bits;
}

/// Tells whether the value fits a 64-bit lane.
[[nodiscard]] constexpr bool fits_int64(Int128 value) noexcept {
    return value == static_cast<Int128>(static_cast<std::int64_t>(value));
}

/// Narrows to a 64-bit lane; requires fits_int64(value).
[[nodiscard]] constexpr std::int64_t to_int64(Int128 value) noexcept {
    expect(fits_int64(value), "the integer fits 64 bits");
    return static_cast<std::int64_t>(value);
}

/// The greatest power of ten in 64 and in 128 bits.
inline constexpr unsigned kPow10Limit64 = 18;
inline constexpr unsigned kPow10Limit128 = 38;

namespace detail {

consteval std::array<Int128, kPow10Limit128 + 1> make_pow10() {
    std::array<Int128, kPow10Limit128 + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) {
        powers[i] = powers[i - 1] * 10;
    }
    return powers;
}

inline constexpr std::array<Int128, kPow10Limit128 + 1> kPow10 = make_pow10();

}  // namespace detail

/// Gives 10^exponent; requires exponent <= 18 for std::int64_t, <= 38 for Int128.
template <LaneInteger T>
[[nodiscard]] constexpr T lane_pow10(unsigned exponent) noexcept {
    expect(exponent <= (std::same_as<T, std::int64_t> ? kPow10Limit64 : kPow10Limit128),
           "the power of ten fits the lane");
    return static_cast<T>(detail::kPow10[exponent]);
}

/// Writes the integer in decimal: no plus sign, no grouping.
[[nodiscard]] std::string text(Int128 value);

}  // namespace huiqi
