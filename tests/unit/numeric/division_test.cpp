#include "engine/numeric/division.h"

#include <limits>

#include <doctest/doctest.h>

#include "engine/numeric/rounding.h"
#include "tests/unit/numeric/edge_numbers.h"

namespace huiqi {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

static_assert(divide_rounded<Rounding::half_up>(std::int64_t{5}, std::int64_t{2}) == 3);
static_assert(divide_rounded<Rounding::half_up>(std::int64_t{-5}, std::int64_t{2}) == -3);
static_assert(divide_rounded<Rounding::half_down>(std::int64_t{-5}, std::int64_t{2}) == -2);
static_assert(divide_rounded<Rounding::half_even>(std::int64_t{-5}, std::int64_t{2}) == -2);
static_assert(divide_rounded<Rounding::half_even>(std::int64_t{-7}, std::int64_t{2}) == -4);
static_assert(divide_rounded<Rounding::up>(std::int64_t{-4}, std::int64_t{3}) == -2);
static_assert(divide_rounded<Rounding::down>(std::int64_t{-5}, std::int64_t{3}) == -1);
static_assert(divide_rounded<Rounding::floor>(std::int64_t{-4}, std::int64_t{3}) == -2);
static_assert(divide_rounded<Rounding::ceiling>(std::int64_t{4}, std::int64_t{3}) == 2);

// Twice the remainder would overflow here: the least value over the greatest leaves a remainder of -1 ...
static_assert(divide_rounded(kMin, kMax, Rounding::half_up) == -1);
static_assert(divide_rounded(kMin, kMax, Rounding::floor) == -2);
// ... and here the remainder is the greatest there can be.
static_assert(divide_rounded(kMax - 1, kMax, Rounding::half_up) == 1);
static_assert(divide_rounded(kMax / 2, kMax, Rounding::half_up) == 0);
static_assert(divide_rounded(kMax / 2 + 1, kMax, Rounding::half_down) == 1);
static_assert(divide_rounded(kMin, std::int64_t{1}, Rounding::up) == kMin);
static_assert(divide_rounded(kInt128Min, Int128{1}, Rounding::floor) == kInt128Min);
static_assert(divide_rounded(kInt128Min, kInt128Max, Rounding::up) == -2);
static_assert(divide_rounded(kInt128Max - 1, kInt128Max, Rounding::half_even) == 1);

static_assert(floor_div(std::int64_t{-7}, std::int64_t{3}) == -3);
static_assert(modulo(std::int64_t{-7}, std::int64_t{3}) == 2);
static_assert(modulo(std::int64_t{-6}, std::int64_t{3}) == 0);
static_assert(modulo(Int128{7}, Int128{3}) == 1);
static_assert(gcd(std::int64_t{-12}, std::int64_t{18}) == 6);
static_assert(gcd(Int128{0}, Int128{0}) == 0);

/// Finds the rounded quotient by its definition: among the integers near by, the one the mode names.
std::int64_t by_definition(std::int64_t numerator, std::int64_t denominator, Rounding mode) {
    std::int64_t below = -1'000;
    while ((below + 1) * denominator <= numerator) {
        ++below;
    }
    const std::int64_t from_below = numerator - below * denominator;
    const std::int64_t from_above = denominator - from_below;
    if (from_below == 0) {
        return below;
    }
    const std::int64_t above = below + 1;
    const std::int64_t outward = numerator < 0 ? below : above;
    const std::int64_t inward = numerator < 0 ? above : below;
    switch (mode) {
        case Rounding::up: return outward;
        case Rounding::down: return inward;
        case Rounding::floor: return below;
        case Rounding::ceiling: return above;
        case Rounding::half_up:
        case Rounding::half_down:
        case Rounding::half_even: break;
    }
    if (from_below != from_above) {
        return from_below < from_above ? below : above;
    }
    if (mode == Rounding::half_even) {
        return below % 2 == 0 ? below : above;
    }
    return mode == Rounding::half_up ? outward : inward;
}

TEST_CASE("a rounded quotient is the neighbour that the mode's definition names") {
    for (std::int64_t denominator = 1; denominator <= 14; ++denominator) {
        for (std::int64_t numerator = -100; numerator <= 100; ++numerator) {
            for (const Rounding mode : kRoundings) {
                CAPTURE(numerator);
                CAPTURE(denominator);
                CAPTURE(name_en(mode));
                const std::int64_t expected = by_definition(numerator, denominator, mode);
                REQUIRE(divide_rounded(numerator, denominator, mode) == expected);
                REQUIRE((divide_rounded(Int128{numerator}, Int128{denominator}, mode) == expected));
                REQUIRE(divide_rounded(Integer(numerator), Integer(denominator), mode) == expected);
            }
        }
    }
}

TEST_CASE("64-bit and 128-bit division agree with unbounded division at the edges") {
    constexpr std::uint64_t kSeed = 20'240'229;
    CAPTURE(kSeed);
    EdgeNumbers numbers(kSeed);
    for (int i = 0; i < 20'000; ++i) {
        const Rounding mode = kRoundings[numbers.below(kRoundings.size())];
        const Int128 top = numbers.int128();
        const Int128 drawn = numbers.int128();
        const Int128 bottom = drawn > 0 ? drawn : drawn == 0 || drawn == kInt128Min ? Int128{7} : -drawn;
        CAPTURE(text(top));
        CAPTURE(text(bottom));
        CAPTURE(name_en(mode));
        const Integer expected = divide_rounded(to_integer(top), to_integer(bottom), mode);
        REQUIRE(to_integer(divide_rounded(top, bottom, mode)) == expected);
        if (fits_int64(top) && fits_int64(bottom)) {
            REQUIRE(divide_rounded(to_int64(top), to_int64(bottom), mode) == expected);
        }
        const auto cut = divide(top, bottom);
        REQUIRE((cut.quotient * bottom + cut.remainder == top));
        REQUIRE(to_integer(modulo(top, bottom)) + to_integer(bottom) * to_integer(floor_div(top, bottom)) ==
                to_integer(top));
        REQUIRE(to_integer(gcd(top, bottom)) == gcd(to_integer(top), to_integer(bottom)));
    }
}

TEST_CASE("a tie at any width is seen as a tie") {
    // (2 k + 1) * half over 2 * half is k + 1/2 for every k; the widths cover each path of the division.
    for (const unsigned bits : {1U, 20U, 40U, 62U, 63U, 64U, 80U, 100U}) {
        const Int128 half = Int128{1} << bits;
        for (const Int128 k : {Int128{0}, Int128{1}, Int128{2}, Int128{3}, Int128{12'345}}) {
            const Int128 top = (2 * k + 1) * half;
            CAPTURE(bits);
            CAPTURE(text(k));
            CHECK((divide_rounded(top, 2 * half, Rounding::half_up) == k + 1));
            CHECK((divide_rounded(-top, 2 * half, Rounding::half_up) == -k - 1));
            CHECK((divide_rounded(top, 2 * half, Rounding::half_down) == k));
            CHECK((divide_rounded(-top, 2 * half, Rounding::half_down) == -k));
            CHECK((divide_rounded(top, 2 * half, Rounding::half_even) == k + k % 2));
            CHECK((divide_rounded(top + 1, 2 * half, Rounding::half_down) == k + 1));
            CHECK((divide_rounded(top - 1, 2 * half, Rounding::half_up) == k));
        }
    }
}

}  // namespace
}  // namespace huiqi
