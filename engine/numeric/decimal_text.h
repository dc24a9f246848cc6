#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/diagnostic/result.h"
#include "engine/numeric/fault.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// A decimal as it was written: its value is coefficient / 10^scale. `1.50` is (150, 2), `1e3` is (1, -3).
struct DecimalText {
    Integer coefficient;
    std::int32_t scale = 0;

    /// Gives the value.
    [[nodiscard]] Rational value() const;
};

/// Bounds what a text may ask for, so that a hostile one costs no more than its own length.
struct DecimalLimits {
    std::uint32_t digits = 1'000;  ///< digits written, zeros that lead the whole part not counted; <= 100,000
    std::uint32_t exponent = 6'200;  ///< size of the exponent behind `e`; <= 100,000
};

/// Reads `[+-] digits [. digits] [e [+-] digits]`, with a digit on at least one side of the point: no blanks,
/// no grouping, no locale, ASCII only. Fails with malformed, or too_large beyond the limits.
[[nodiscard]] Result<DecimalText, NumericFault> parse_decimal(std::string_view text,
                                                              const DecimalLimits& limits = {});

/// Reads a number as a count of units of 10^-decimals: `12.5` with 2 decimals is 1250. The grammar is that of
/// parse_decimal without the exponent. Zeros behind the last decimal are read over, since the value is still
/// exact: `1.500` with 2 decimals is 150. Fails, in this order, with malformed, too_many_decimals,
/// out_of_range.
[[nodiscard]] Result<std::int64_t, NumericFault> parse_scaled64(std::string_view text,
                                                                unsigned decimals) noexcept;

/// Writes the value as the shortest decimal when it terminates, else as `n/d`: `1.5`, `-2`, `1/3`.
[[nodiscard]] std::string decimal_text(const Rational& value);

/// Writes units of 10^-decimals with exactly that many decimals: (1250, 2) is `12.50`, (-5, 2) is `-0.05`.
[[nodiscard]] std::string fixed_text(const Integer& units, unsigned decimals);

/// Room that write_fixed may need for a 64-bit and for a 128-bit integer: digits or decimals, sign, point,
/// zero.
[[nodiscard]] constexpr std::size_t fixed_room64(unsigned decimals) noexcept {
    return (decimals > 19 ? decimals : 19U) + 3U;
}
/// As fixed_room64, for 128 bits.
[[nodiscard]] constexpr std::size_t fixed_room128(unsigned decimals) noexcept {
    return (decimals > 39 ? decimals : 39U) + 3U;
}

/// Writes as fixed_text does to `out`, which has room for fixed_room64(decimals) bytes, without allocating
/// and without a final NUL; gives the number of bytes written.
std::size_t write_fixed(char* out, std::int64_t units, unsigned decimals) noexcept;
/// As above; requires fixed_room128(decimals) bytes.
std::size_t write_fixed(char* out, Int128 units, unsigned decimals) noexcept;

}  // namespace huiqi
