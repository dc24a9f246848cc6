#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace huiqi {

/// Says which day a date becomes when months are added and the month arrived at is too short.
enum class MonthEnd : std::uint8_t {
    clip,    ///< the last day of that month: 2024-01-31 + 1 month is 2024-02-29
    end,     ///< as clip, and a last day of a month stays one: 2024-02-29 + 1 month is 2024-03-31
    next,    ///< the day after that month's end: 2024-01-31 + 1 month is 2024-03-01
    reject,  ///< no date
};

/// Gives the name as rule files spell it.
[[nodiscard]] std::string_view name(MonthEnd rule) noexcept;
/// Finds a rule by its name.
[[nodiscard]] std::optional<MonthEnd> find_month_end(std::string_view name) noexcept;

}  // namespace huiqi
