#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace huiqi {

/// Says which of its two neighbours a value between them becomes. docs/numbers.md shows +-2.5 in each mode.
enum class Rounding : std::uint8_t {
    half_up,    ///< nearest; a tie goes away from zero, for both signs
    half_down,  ///< nearest; a tie goes toward zero, for both signs
    half_even,  ///< nearest; a tie goes to the even neighbour
    up,         ///< away from zero
    down,       ///< toward zero
    floor,      ///< toward minus infinity
    ceiling,    ///< toward plus infinity
};

/// All modes, in the order of the enumeration.
inline constexpr std::array kRoundings{Rounding::half_up, Rounding::half_down, Rounding::half_even,
                                       Rounding::up,      Rounding::down,      Rounding::floor,
                                       Rounding::ceiling};

/// Gives the English name, as rule files spell it: `half_up`.
[[nodiscard]] std::string_view name_en(Rounding mode) noexcept;
/// Gives the Chinese name, as rule files spell it: `四舍五入`.
[[nodiscard]] std::string_view name_zh(Rounding mode) noexcept;
/// Finds a mode by its English or Chinese name.
[[nodiscard]] std::optional<Rounding> find_rounding(std::string_view name) noexcept;

}  // namespace huiqi
