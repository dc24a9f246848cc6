#include "engine/numeric/rational.h"

#include <limits>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

Rational fraction(int top, int bottom) {
    return ratio(Integer(top), Integer(bottom));
}

TEST_CASE("a ratio is in lowest terms with a positive denominator") {
    CHECK(numerator(fraction(6, -4)) == -3);
    CHECK(denominator(fraction(6, -4)) == 2);
    CHECK(fraction(0, -9) == 0);
    CHECK(denominator(fraction(0, -9)) == 1);
    CHECK(fraction(1, 365) * 365 == 1);
}

TEST_CASE("floor and ceiling go by the sign") {
    CHECK(floor(fraction(5, 2)) == 2);
    CHECK(floor(fraction(-5, 2)) == -3);
    CHECK(ceiling(fraction(5, 2)) == 3);
    CHECK(ceiling(fraction(-5, 2)) == -2);
    CHECK(floor(Rational(-4)) == -4);
    CHECK(ceiling(Rational(-4)) == -4);
    CHECK(is_integer(fraction(8, 4)));
    CHECK_FALSE(is_integer(fraction(1, 3)));
}

TEST_CASE("division by zero is refused, whatever is divided") {
    CHECK(divide(Rational(1), Rational(0)).error() == NumericFault::division_by_zero);
    CHECK(divide(Rational(0), Rational(0)).error() == NumericFault::division_by_zero);
    CHECK(divide(fraction(1, 2), fraction(-1, 3)).value() == fraction(-3, 2));
}

TEST_CASE("powers are exact") {
    CHECK(power(fraction(2, 3), 3).value() == fraction(8, 27));
    CHECK(power(fraction(2, 3), -3).value() == fraction(27, 8));
    CHECK(power(fraction(-2, 3), -3).value() == fraction(-27, 8));
    CHECK(power(Rational(10), 0).value() == 1);
    CHECK(power(Rational(0), 0).value() == 1);
    CHECK(power(Rational(0), 5).value() == 0);
    CHECK(power(fraction(1, 10), 40).value() == ratio(Integer(1), pow10(40)));
    CHECK(power(Rational(0), -1).error() == NumericFault::division_by_zero);
}

TEST_CASE("a power that would not fit in memory is refused before it is computed") {
    CHECK(power(Rational(10), 10'000'000'000).error() == NumericFault::too_large);
    CHECK(power(fraction(1, 10), std::numeric_limits<std::int64_t>::max()).error() ==
          NumericFault::too_large);
    CHECK(power(Rational(2), std::numeric_limits<std::int64_t>::min()).error() == NumericFault::too_large);
    CHECK(power(Rational(2), 999, 64).error() == NumericFault::too_large);
    CHECK(power(Rational(2), 30, 64).value() == (1 << 30));
}

TEST_CASE("one and minus one have every power") {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
    CHECK(power(Rational(1), kMost).value() == 1);
    CHECK(power(Rational(-1), kMost).value() == -1);
    CHECK(power(Rational(-1), kMost - 1).value() == 1);
    CHECK(power(Rational(-1), kLeast).value() == 1);
    CHECK(power(Rational(-1), -3).value() == -1);
    CHECK(power(Rational(0), kMost).value() == 0);
}

}  // namespace
}  // namespace huiqi
