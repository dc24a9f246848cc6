#pragma once

#include <cstdint>

#include "engine/calendar/civil.h"

namespace huiqi {

/// Adds months like `add_months_to` under MonthEnd::clip, without a branch, for loops over columns. Requires months
/// within ±12 * 9999.
[[nodiscard, gnu::always_inline]] constexpr std::int32_t add_months_clipped(std::int32_t days,
                                                                            std::int32_t months) noexcept {
    const CivilDate from = civil_from_days(days);
    const std::int32_t total = from.year * 12 + from.month - 1 + months;
    const bool inside = (total >= 12) & (total < 12 * 10'000);
    const auto count = static_cast<std::uint32_t>(inside ? total : 12);
    const std::uint32_t year = count / 12;
    const auto month = static_cast<std::int32_t>(count - 12 * year + 1);
    const std::uint32_t century = year / 100;
    // Of the years that end in 00 those that 16 divides are leap years, of the others those that 4 divides.
    const std::uint32_t leap = (year & (year == 100 * century ? 15U : 3U)) == 0 ? 1 : 0;
    const std::int32_t last =
        month == 2 ? 28 + static_cast<std::int32_t>(leap) : 30 | (month ^ (month >> 3));
    const std::int32_t day = from.day < last ? from.day : last;
    const std::int32_t sum = days_from_civil(static_cast<std::int32_t>(year), month, day);
    return inside ? sum : kDayOutOfRange;
}

}  // namespace huiqi
