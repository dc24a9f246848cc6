#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/unit.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// What reads as a scale and a unit at the beginning of a text: `万元` is 10000 CNY, `万` is 10000.
struct UnitMatch {
    std::size_t length = 0;        ///< bytes taken, the scale included; 0 when nothing reads as a unit
    std::size_t scale_length = 0;  ///< bytes of the scale; equals `length` when no unit follows it
    Rational factor = 1;           ///< how many base units one of these is
    Unit unit;
    bool is_ratio = false;  ///< percent, per mille, percentage point, basis point

    /// True when a unit was read, not only a scale.
    [[nodiscard]] bool has_unit() const noexcept { return length > scale_length; }
};

/// Reads the longest scale and unit that `text` begins with; at equal length a declared unit wins over a
/// built-in one (a rulebook may count 分 as points). What may stand behind it is the caller's business.
[[nodiscard]] UnitMatch match_unit(std::string_view text, const std::vector<std::string>& declared);

/// Gives an entry unit in English, as far as it is made of words of the program: `元/月` → `yuan/month`, `年` → `years`.
[[nodiscard]] std::string unit_in_english(std::string_view text, bool plural);

/// Gives every built-in spelling of a unit that a literal may have, for suggestions.
[[nodiscard]] std::span<const std::string_view> unit_spellings() noexcept;

}  // namespace huiqi
