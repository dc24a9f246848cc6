#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/diagnostic/result.h"
#include "engine/numeric/division.h"
#include "engine/numeric/fault.h"
#include "engine/numeric/int128.h"

namespace huiqi {

/// An amount of money in whole minor units (fen), within +-9.2 * 10^16 yuan. It adds and compares; times a
/// rate it is no longer money until someone says how to round.
class Money {
public:
    /// Decimals of the major unit: 100 fen are 1 yuan.
    static constexpr unsigned kDecimals = 2;

    /// Is zero.
    constexpr Money() noexcept = default;
    /// Holds this many minor units.
    [[nodiscard]] static constexpr Money from_minor(std::int64_t minor) noexcept { return Money(minor); }
    /// Reads yuan, at most two decimals: `1200000.50`.
    [[nodiscard]] static Result<Money, NumericFault> parse(std::string_view text) noexcept;

    /// Gives the minor units.
    [[nodiscard]] constexpr std::int64_t minor() const noexcept { return minor_; }
    /// Writes yuan with two decimals: `1200000.50`.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] friend constexpr auto operator<=>(Money left, Money right) noexcept = default;

private:
    constexpr explicit Money(std::int64_t minor) noexcept : minor_(minor) {}

    std::int64_t minor_ = 0;
};

/// Adds; nothing when the sum leaves the range of Money.
[[nodiscard]] constexpr std::optional<Money> add(Money left, Money right) noexcept {
    std::int64_t sum = 0;
    return __builtin_add_overflow(left.minor(), right.minor(), &sum) ? std::nullopt
                                                                     : std::optional(Money::from_minor(sum));
}

/// Subtracts; nothing when the difference leaves the range of Money.
[[nodiscard]] constexpr std::optional<Money> subtract(Money left, Money right) noexcept {
    std::int64_t difference = 0;
    return __builtin_sub_overflow(left.minor(), right.minor(), &difference)
               ? std::nullopt
               : std::optional(Money::from_minor(difference));
}

/// A plain proportion with eight decimals: 5 % is 0.05000000.
class Rate {
public:
    static constexpr unsigned kDecimals = 8;
    static constexpr std::int64_t kScale = 100'000'000;

    /// Holds whole percent; requires |percent| <= 10^12.
    [[nodiscard]] static constexpr Rate from_percent(std::int64_t percent) noexcept {
        expect(percent <= 1'000'000'000'000 && percent >= -1'000'000'000'000, "the rate is within its range");
        return Rate(percent * (kScale / 100));
    }
    /// Reads a proportion, at most eight decimals: `0.0435`.
    [[nodiscard]] static Result<Rate, NumericFault> parse(std::string_view text) noexcept;

    /// Gives the rate in units of 1 / kScale.
    [[nodiscard]] constexpr std::int64_t scaled() const noexcept { return scaled_; }

    [[nodiscard]] friend constexpr auto operator<=>(Rate left, Rate right) noexcept = default;

private:
    constexpr explicit Rate(std::int64_t scaled) noexcept : scaled_(scaled) {}

    std::int64_t scaled_;
};

/// Money times a rate, exact, before anyone has said how to round it. Only `round` leads back to Money: a
/// rule that forgets to state its rounding does not compile.
class UnroundedMoney {
public:
    /// Gives the exact product in minor units times Rate::kScale.
    [[nodiscard]] constexpr Int128 numerator() const noexcept { return numerator_; }

private:
    constexpr explicit UnroundedMoney(Int128 numerator) noexcept : numerator_(numerator) {}
    friend constexpr UnroundedMoney operator*(Money amount, Rate rate) noexcept;

    Int128 numerator_;
};

/// Multiplies exactly; the product of two 64-bit integers always fits.
[[nodiscard]] constexpr UnroundedMoney operator*(Money amount, Rate rate) noexcept {
    return UnroundedMoney(static_cast<Int128>(amount.minor()) * rate.scaled());
}

/// Rounds to a whole minor unit; half_up takes a tie away from zero.
/// Fails with out_of_range when the result does not fit in Money.
[[nodiscard]] constexpr Result<Money, NumericFault> round(UnroundedMoney amount, Rounding mode) noexcept {
    const Int128 minor = divide_rounded(amount.numerator(), static_cast<Int128>(Rate::kScale), mode);
    if (!fits_int64(minor)) {
        return Unexpected(NumericFault::out_of_range);
    }
    return Money::from_minor(static_cast<std::int64_t>(minor));
}

}  // namespace huiqi
