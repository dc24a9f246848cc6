#include "engine/numeric/integer.h"

#include <algorithm>

namespace huiqi {

std::string text(Int128 value) {
    std::string reversed;
    UInt128 rest = magnitude(value);
    do {
        reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        reversed.push_back('-');
    }
    std::ranges::reverse(reversed);
    return reversed;
}

Integer to_integer(Int128 value) {
    return {value};
}

bool fits_int64(const Integer& value) {
    static const Integer least = std::numeric_limits<std::int64_t>::min();
    static const Integer most = std::numeric_limits<std::int64_t>::max();
    return least <= value && value <= most;
}

bool fits_int128(const Integer& value) {
    static const Integer least(kInt128Min);
    static const Integer most(kInt128Max);
    return least <= value && value <= most;
}

std::int64_t to_int64(const Integer& value) {
    expect(fits_int64(value), "the integer fits 64 bits");
    return static_cast<std::int64_t>(value);
}

Int128 to_int128(const Integer& value) {
    expect(fits_int128(value), "the integer fits 128 bits");
    // The library's own conversion saturates at -(2^127 - 1), so the least value goes by its magnitude.
    const Integer size = boost::multiprecision::abs(value);
    const auto bits = static_cast<UInt128>(size);
    return static_cast<Int128>(value < 0 ? UInt128{0} - bits : bits);
}

Integer pow10(unsigned exponent) {
    return exponent <= kPow10Limit128 ? Integer(detail::kPow10[exponent])
                                      : boost::multiprecision::pow(Integer(10), exponent);
}

Integer gcd(const Integer& a, const Integer& b) {
    return boost::multiprecision::gcd(a, b);
}

Integer lcm(const Integer& a, const Integer& b) {
    return boost::multiprecision::lcm(a, b);
}

std::string text(const Integer& value) {
    return value.str();
}

}  // namespace huiqi
