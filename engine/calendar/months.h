#pragma once

#include <cstdint>

#include "engine/calendar/civil.h"
#include "engine/calendar/month_end.h"

namespace huiqi {

/// Adds months to a day number, backwards too. Gives kDayOutOfRange when the result leaves the years 1 to
/// 9999, and kNoSuchDay under MonthEnd::reject when the month arrived at is too short.
[[nodiscard]] constexpr std::int32_t add_months_to(std::int32_t days, std::int64_t months,
                                                   MonthEnd rule) noexcept {
    constexpr std::int64_t kMostMonths = std::int64_t{12} * 9'999;
    if (months > kMostMonths || months < -kMostMonths) {
        return kDayOutOfRange;
    }
    const CivilDate from = civil_from_days(days);
    const std::int32_t total = from.year * 12 + from.month - 1 + static_cast<std::int32_t>(months);
    if (total < 12 || total >= 12 * 10'000) {
        return kDayOutOfRange;
    }
    const std::int32_t year = total / 12;
    const std::int32_t month = total % 12 + 1;
    const std::int32_t last = days_in_month(year, month);
    const bool fits = from.day <= last;
    const bool keeps_end = rule == MonthEnd::end && from.day == days_in_month(from.year, from.month);
    if (fits && !keeps_end) {
        return days_from_civil(year, month, from.day);
    }
    if (rule == MonthEnd::reject) {
        return kNoSuchDay;
    }
    // December is never too short, so `next` cannot step out of the year 9999.
    return days_from_civil(year, month, last) + static_cast<std::int32_t>(rule == MonthEnd::next);
}

/// Counts whole months from one day to another, toward zero, as FEEL's `years and months duration` does: by
/// comparing days of the month. 2024-01-31 to 2024-02-29 is 0 months, to 2024-03-01 is 1. From `to` back to
/// `from` is the negative of it.
[[nodiscard]] constexpr std::int32_t months_from_to(std::int32_t from, std::int32_t to) noexcept {
    const CivilDate a = civil_from_days(from);
    const CivilDate b = civil_from_days(to);
    const std::int32_t months = (b.year - a.year) * 12 + b.month - a.month;
    const auto unfinished = static_cast<std::int32_t>(months > 0 && b.day < a.day);
    const auto overshot = static_cast<std::int32_t>(months < 0 && b.day > a.day);
    return months - unfinished + overshot;
}

/// Counts whole years from one day to another, toward zero: whole months over twelve.
[[nodiscard]] constexpr std::int32_t years_from_to(std::int32_t from, std::int32_t to) noexcept {
    return months_from_to(from, to) / 12;
}

}  // namespace huiqi
