#pragma once

#include <cstdint>
#include <type_traits>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/int128.h"
#include "engine/numeric/rounding_mode.h"

namespace huiqi {

/// A quotient cut toward zero and what is left; the remainder has the sign of the numerator.
template <class T>
struct QuotientRemainder {
    T quotient;
    T remainder;
};

namespace detail {

/// Divides high:low by the divisor where the quotient fits 64 bits; requires high < divisor.
constexpr QuotientRemainder<std::uint64_t> divide_128_by_64(std::uint64_t high, std::uint64_t low,
                                                            std::uint64_t divisor) noexcept {
#if defined(__x86_64__)
    if (!std::is_constant_evaluated()) {
        std::uint64_t quotient = low;    // NOLINT(misc-const-correctness): the instruction writes it
        std::uint64_t remainder = high;  // NOLINT(misc-const-correctness): and this
        __asm__("divq %[divisor]" : "+a"(quotient), "+d"(remainder) : [divisor] "r"(divisor) : "cc");
        return {quotient, remainder};
    }
#endif
    const UInt128 value = static_cast<UInt128>(high) << 64 | low;
    return {static_cast<std::uint64_t>(value / divisor), static_cast<std::uint64_t>(value % divisor)};
}

/// Divides magnitudes. The library's 128-bit division is called twice (quotient, remainder) and costs four
/// times the hardware's 128/64, so it is left to divisors past 64 bits.
constexpr QuotientRemainder<UInt128> divide_magnitudes(UInt128 value, UInt128 divisor) noexcept {
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const auto low = static_cast<std::uint64_t>(value);
    const auto narrow = static_cast<std::uint64_t>(divisor);
    if (narrow != divisor) [[unlikely]] {
        const UInt128 quotient = value / divisor;
        return {quotient, value - quotient * divisor};
    }
    if (high == 0) {
        return {low / narrow, low % narrow};
    }
    // Long division with one digit of 64 bits: the carry is below the divisor, so the second step fits.
    const std::uint64_t upper = high < narrow ? 0 : high / narrow;
    const std::uint64_t carry = high < narrow ? high : high % narrow;
    const QuotientRemainder<std::uint64_t> lower = divide_128_by_64(carry, low, narrow);
    return {static_cast<UInt128>(upper) << 64 | lower.quotient, lower.remainder};
}

/// Tells whether a quotient cut toward zero must take one more step away from zero. Compares the remainder
/// with what is missing to a full divisor: twice the remainder could overflow. `odd` is the quotient's.
template <Rounding Mode, class M>
[[nodiscard]] constexpr bool rounds_away(M remainder, M divisor, bool odd, bool negative) noexcept {
    const M missing = static_cast<M>(divisor - remainder);
    if constexpr (Mode == Rounding::half_up) {
        return remainder >= missing;
    } else if constexpr (Mode == Rounding::half_down) {
        return remainder > missing;
    } else if constexpr (Mode == Rounding::half_even) {
        // Bit operations, not `&&`: on ties in real data a branch is a coin toss.
        return (static_cast<unsigned>(remainder > missing) |
                (static_cast<unsigned>(remainder == missing) & static_cast<unsigned>(odd))) != 0;
    } else if constexpr (Mode == Rounding::up) {
        return remainder != 0;
    } else if constexpr (Mode == Rounding::down) {
        return false;
    } else if constexpr (Mode == Rounding::floor) {
        return (static_cast<unsigned>(remainder != 0) & static_cast<unsigned>(negative)) != 0;
    } else {
        return (static_cast<unsigned>(remainder != 0) & static_cast<unsigned>(!negative)) != 0;
    }
}

}  // namespace detail

/// Divides, cut toward zero. Requires denominator > 0: signs are the numerator's business in every lane.
[[nodiscard]] constexpr QuotientRemainder<std::int64_t> divide(std::int64_t numerator,
                                                               std::int64_t denominator) noexcept {
    return {numerator / denominator, numerator % denominator};
}

/// Divides, cut toward zero. Requires denominator > 0.
[[nodiscard]] constexpr QuotientRemainder<Int128> divide(Int128 numerator, Int128 denominator) noexcept {
    if (fits_int64(numerator) && fits_int64(denominator)) [[likely]] {
        const auto narrow =
            divide(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
        return {narrow.quotient, narrow.remainder};
    }
    const auto result = detail::divide_magnitudes(magnitude(numerator), static_cast<UInt128>(denominator));
    // Negation modulo 2^128 by mask: no branch on the sign.
    const auto mask = static_cast<UInt128>(numerator >> 127);
    return {static_cast<Int128>((result.quotient ^ mask) - mask),
            static_cast<Int128>((result.remainder ^ mask) - mask)};
}

/// Gives numerator / denominator rounded by a mode known when the kernel is compiled. Requires
/// denominator > 0; then the result always fits T. This is the only division by which a lane rounds.
template <Rounding Mode, LaneInteger T>
[[nodiscard]] constexpr T divide_rounded(T numerator, T denominator) noexcept {
    using M = Magnitude<T>;
    const QuotientRemainder<T> cut = divide(numerator, denominator);
    const bool negative = numerator < 0;
    const bool away = detail::rounds_away<Mode, M>(magnitude(cut.remainder), static_cast<M>(denominator),
                                                   (cut.quotient & 1) != 0, negative);
    const T step = negative ? T{-1} : T{1};
    return static_cast<T>(cut.quotient + (away ? step : T{0}));
}

/// Calls `work` with the mode as a compile-time constant: one branch for a column instead of one for a row.
/// `work` is a generic lambda: `[&]<Rounding Mode>() { … }`.
template <class Work>
constexpr decltype(auto) with_rounding(Rounding mode, Work&& work) {
    switch (mode) {
        case Rounding::half_up: return work.template operator()<Rounding::half_up>();
        case Rounding::half_down: return work.template operator()<Rounding::half_down>();
        case Rounding::half_even: return work.template operator()<Rounding::half_even>();
        case Rounding::up: return work.template operator()<Rounding::up>();
        case Rounding::down: return work.template operator()<Rounding::down>();
        case Rounding::floor: return work.template operator()<Rounding::floor>();
        case Rounding::ceiling: return work.template operator()<Rounding::ceiling>();
    }
    fail_expectation("a rounding mode is one of the seven", std::source_location::current());
}

/// Gives numerator / denominator rounded. Requires denominator > 0; then the result always fits T.
template <LaneInteger T>
[[nodiscard]] constexpr T divide_rounded(T numerator, T denominator, Rounding mode) noexcept {
    return with_rounding(mode, [&]<Rounding Mode>() { return divide_rounded<Mode>(numerator, denominator); });
}

/// Gives the greatest integer not above numerator / denominator. Requires denominator > 0.
template <LaneInteger T>
[[nodiscard]] constexpr T floor_div(T numerator, T denominator) noexcept {
    return divide_rounded<Rounding::floor>(numerator, denominator);
}

/// Gives numerator - denominator * floor_div(numerator, denominator), from 0 up to denominator.
/// Requires denominator > 0.
template <LaneInteger T>
[[nodiscard]] constexpr T modulo(T numerator, T denominator) noexcept {
    const T remainder = divide(numerator, denominator).remainder;
    return static_cast<T>(remainder + (remainder < 0 ? denominator : T{0}));
}

/// Gives the greatest common divisor, never negative; gcd(0, 0) is 0. Requires neither to be the least value.
template <LaneInteger T>
[[nodiscard]] constexpr T gcd(T a, T b) noexcept {
    Magnitude<T> left = magnitude(a);
    Magnitude<T> right = magnitude(b);
    while (right != 0) {
        const auto rest = static_cast<Magnitude<T>>(left % right);
        left = right;
        right = rest;
    }
    return static_cast<T>(left);
}

}  // namespace huiqi
