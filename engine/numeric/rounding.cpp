#include "engine/numeric/rounding.h"

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// One mode with the names that rule files use.
struct ModeName {
    Rounding mode;
    std::string_view en;
    std::string_view zh;
};

constexpr std::array kNames{
    ModeName{.mode = Rounding::half_up, .en = "half_up", .zh = "四舍五入"},
    ModeName{.mode = Rounding::half_down, .en = "half_down", .zh = "五舍六入"},
    ModeName{.mode = Rounding::half_even, .en = "half_even", .zh = "四舍六入五成双"},
    ModeName{.mode = Rounding::up, .en = "up", .zh = "向上进位"},
    ModeName{.mode = Rounding::down, .en = "down", .zh = "截尾"},
    ModeName{.mode = Rounding::floor, .en = "floor", .zh = "向下取整"},
    ModeName{.mode = Rounding::ceiling, .en = "ceiling", .zh = "向上取整"},
};

/// Tells whether |quotient| must grow by one. `half` orders the rest against half a divisor.
bool grows(Rounding mode, int half, bool odd, bool negative) {
    switch (mode) {
        case Rounding::half_up: return half >= 0;
        case Rounding::half_down: return half > 0;
        case Rounding::half_even: return half > 0 || (half == 0 && odd);
        case Rounding::up: return true;
        case Rounding::down: return false;
        case Rounding::floor: return negative;
        case Rounding::ceiling: return !negative;
    }
    fail_expectation("a rounding mode is one of the seven", std::source_location::current());
}

}  // namespace

std::string_view name_en(Rounding mode) noexcept {
    return kNames[static_cast<std::size_t>(mode)].en;
}

std::string_view name_zh(Rounding mode) noexcept {
    return kNames[static_cast<std::size_t>(mode)].zh;
}

std::optional<Rounding> find_rounding(std::string_view name) noexcept {
    for (const ModeName& row : kNames) {
        if (name == row.en || name == row.zh) {
            return row.mode;
        }
    }
    return std::nullopt;
}

Integer divide_rounded(const Integer& numerator, const Integer& denominator, Rounding mode) {
    expect(!denominator.is_zero(), "a denominator is not zero");
    const bool negative = numerator.sign() * denominator.sign() < 0;
    const Integer divisor = boost::multiprecision::abs(denominator);
    Integer quotient;
    Integer rest;
    boost::multiprecision::divide_qr(Integer(boost::multiprecision::abs(numerator)), divisor, quotient, rest);
    if (!rest.is_zero()) {
        const Integer twice = rest << 1;
        const bool odd = boost::multiprecision::bit_test(quotient, 0);
        if (grows(mode, twice.compare(divisor), odd, negative)) {
            ++quotient;
        }
    }
    return negative ? Integer(-quotient) : quotient;
}

Integer round(const Rational& value, Rounding mode) {
    return divide_rounded(numerator(value), denominator(value), mode);
}

Rational round_to_step(const Rational& value, const Rational& step, Rounding mode) {
    expect(step.sign() > 0, "a rounding step is positive");
    return Rational(round(Rational(value / step), mode)) * step;
}

}  // namespace huiqi
