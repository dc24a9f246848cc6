#include "engine/numeric/rational.h"

#include <limits>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/rounding.h"

namespace huiqi {
namespace {

/// Gives an upper bound on the bits of value^exponent, or the greatest number when there is none to speak of.
std::uint64_t bits_of_power(const Integer& value, std::uint64_t exponent) {
    const Integer size = boost::multiprecision::abs(value);
    if (size <= 1) {
        return 1;
    }
    std::uint64_t bits = 0;
    const std::uint64_t each = boost::multiprecision::msb(size) + 1;
    return __builtin_mul_overflow(each, exponent, &bits) ? std::numeric_limits<std::uint64_t>::max() : bits;
}

/// Squares and multiplies; requires a result of reasonable size.
Integer raise(Integer base, std::uint64_t exponent) {
    Integer result = 1;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) {
            result *= base;
        }
        if (exponent > 1) {
            base *= base;
        }
    }
    return result;
}

}  // namespace

Integer numerator(const Rational& value) {
    return boost::multiprecision::numerator(value);
}

Integer denominator(const Rational& value) {
    return boost::multiprecision::denominator(value);
}

Rational ratio(const Integer& numerator, const Integer& denominator) {
    expect(!denominator.is_zero(), "a denominator is not zero");
    return {numerator, denominator};
}

Result<Rational, NumericFault> divide(const Rational& dividend, const Rational& divisor) {
    if (divisor.is_zero()) {
        return Unexpected(NumericFault::division_by_zero);
    }
    return Rational(dividend / divisor);
}

bool is_integer(const Rational& value) {
    return denominator(value) == 1;
}

Integer floor(const Rational& value) {
    return round(value, Rounding::floor);
}

Integer ceiling(const Rational& value) {
    return round(value, Rounding::ceiling);
}

Result<Rational, NumericFault> power(const Rational& base, std::int64_t exponent, std::uint64_t bits) {
    const bool inverted = exponent < 0;
    if (inverted && base.is_zero()) {
        return Unexpected(NumericFault::division_by_zero);
    }
    const std::uint64_t size = magnitude(exponent);
    const Integer top = numerator(base);
    const Integer bottom = denominator(base);
    if (bits_of_power(top, size) > bits || bits_of_power(bottom, size) > bits) {
        return Unexpected(NumericFault::too_large);
    }
    // Powers of 1, 0 and -1 pass the bound with any exponent; only its last bit matters to them.
    const bool unit = bottom == 1 && boost::multiprecision::abs(top) <= 1;
    const std::uint64_t steps = (unit && size > 2) ? 2 + (size & 1) : size;
    const Integer raised_top = raise(top, steps);
    const Integer raised_bottom = raise(bottom, steps);
    return inverted ? ratio(raised_bottom, raised_top) : ratio(raised_top, raised_bottom);
}

}  // namespace huiqi
