#pragma once

#include <cstdint>

#include "engine/calendar/civil.h"

namespace huiqi {

/// Adds months like `add_months_to` under MonthEnd::clip, without a branch, for loops over columns. Requires months
/// within ±12 * 9999.
///
/// Years begin in March here, so that the day that may be missing is the last one of a year, and 400 years before the
/// year 0, so that no term is negative. Divisions by multiplication are exact for the numbers at hand.
[[nodiscard, gnu::always_inline]] constexpr std::int32_t add_months_clipped(std::int32_t days,
                                                                            std::int32_t months) noexcept {
    constexpr std::uint32_t kShift = 719'468 + 146'097;   // from 1 March of the year -400 to 1970-01-01
    const std::uint32_t quarters = 4 * (static_cast<std::uint32_t>(days) + kShift) + 3;
    const std::uint32_t centuries = quarters / 146'097;
    const std::uint32_t of_century = (quarters - centuries * 146'097) | 3U;
    const std::uint32_t years = of_century / 1'461;
    const std::uint32_t of_year = (of_century - years * 1'461) / 4;
    const std::uint32_t of_months = (2'141 * of_year + 1'305) >> 16U;
    const std::uint32_t day = of_year - ((979 * of_months + 18) >> 5U);   // of the month, from 0

    const std::uint32_t sum = 12 * (100 * centuries + years) + of_months + static_cast<std::uint32_t>(months);
    constexpr std::uint32_t kJanuaryOfYear1 = 12 * 401 - 2;
    const bool inside = sum - kJanuaryOfYear1 < 12 * 9'999;
    const std::uint32_t count = inside ? sum : kJanuaryOfYear1;
    const std::uint32_t year = ((count / 4) * 43'691) >> 17U;   // count / 12
    const std::uint32_t month = count - 12 * year;
    const std::uint32_t century = (year * 5'243) >> 19U;        // year / 100
    const std::uint32_t february = year + 1;                    // the calendar year of the last month
    const std::uint32_t even = february == 100 * ((february * 5'243) >> 19U) ? 15U : 3U;
    const std::uint32_t leap = (february & even) == 0 ? 1 : 0;
    constexpr std::uint32_t kLongMonths = 0b0110'1011'0101;
    const std::uint32_t last = month == 11 ? 27 + leap : 29 + ((kLongMonths >> month) & 1U);
    const std::uint32_t clipped = day < last ? day : last;
    const std::uint32_t since =
        365 * year + year / 4 - century + century / 4 + ((979 * month + 18) >> 5U) + clipped;
    return inside ? static_cast<std::int32_t>(since - kShift) : kDayOutOfRange;
}

}  // namespace huiqi
