#pragma once

#include <cstdint>
#include <limits>

namespace huiqi {

// Calendar arithmetic on plain day numbers (days since 1970-01-01, proleptic Gregorian), for kernels. Every
// function requires days of the years 1 to 9999; `Date` is the type that guarantees it.

/// The first and the last day that exists here: 0001-01-01 and 9999-12-31.
inline constexpr std::int32_t kFirstDay = -719'162;
inline constexpr std::int32_t kLastDay = 2'932'896;

/// Stands for "the result leaves the years 1 to 9999" in a column of days.
inline constexpr std::int32_t kDayOutOfRange = std::numeric_limits<std::int32_t>::min();
/// Stands for "the month has no such day" in a column of days.
inline constexpr std::int32_t kNoSuchDay = kDayOutOfRange + 1;

/// A day as people name it.
struct CivilDate {
    std::int32_t year = 1970;
    std::int32_t month = 1;  ///< 1 to 12
    std::int32_t day = 1;    ///< 1 to 31

    [[nodiscard]] friend constexpr bool operator==(const CivilDate&, const CivilDate&) noexcept = default;
};

/// Tells whether the day number is one of the years 1 to 9999.
[[nodiscard]] constexpr bool is_day(std::int64_t days) noexcept {
    return days >= kFirstDay && days <= kLastDay;
}

/// Tells whether the year has 366 days.
[[nodiscard]] constexpr bool is_leap_year(std::int32_t year) noexcept {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/// Gives 28 to 31; requires a month from 1 to 12.
[[nodiscard]] constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) noexcept {
    // 30 or 31 alternate, and the turn skips a beat after July: month ^ (month >> 3) is odd for the long
    // ones.
    return month == 2 ? 28 + static_cast<std::int32_t>(is_leap_year(year)) : 30 | (month ^ (month >> 3));
}

/// Gives the day number; requires a date that exists, with a year from 0 to 9999.
[[nodiscard]] constexpr std::int32_t days_from_civil(std::int32_t year, std::int32_t month,
                                                     std::int32_t day) noexcept {
    // A year that begins in March puts the leap day last, so that month lengths follow one line: the months
    // March, April … begin on day (153 m + 2) / 5. No year is negative, so unsigned arithmetic does.
    const auto late = static_cast<std::uint32_t>(month <= 2);
    const std::uint32_t march_year = static_cast<std::uint32_t>(year) + 400 - late;
    const std::uint32_t march_month = static_cast<std::uint32_t>(month) + 12 * late - 3;
    const std::uint32_t day_of_year = (153 * march_month + 2) / 5 + static_cast<std::uint32_t>(day) - 1;
    const std::uint32_t whole =
        365 * march_year + march_year / 4 - march_year / 100 + march_year / 400 + day_of_year;
    // 0000-03-01 is day -719468; the 400 years added above are 146097 days.
    return static_cast<std::int32_t>(whole) - 719'468 - 146'097;
}

/// Gives year, month and day.
[[nodiscard]] constexpr CivilDate civil_from_days(std::int32_t days) noexcept {
    // The inverse of the above by the 400-year cycle of 146097 days; year 0 makes every term positive.
    const auto shifted = static_cast<std::uint32_t>(days + 719'468);
    const std::uint32_t cycle = shifted / 146'097;
    const std::uint32_t day_of_cycle = shifted % 146'097;
    const std::uint32_t year_of_cycle =
        (day_of_cycle - day_of_cycle / 1'460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
    const std::uint32_t day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const std::uint32_t march_month = (5 * day_of_year + 2) / 153;
    const auto late = static_cast<std::uint32_t>(march_month >= 10);
    return {.year = static_cast<std::int32_t>(400 * cycle + year_of_cycle + late),
            .month = static_cast<std::int32_t>(march_month + 3 - 12 * late),
            .day = static_cast<std::int32_t>(day_of_year - (153 * march_month + 2) / 5 + 1)};
}

/// Gives 1 for Monday to 7 for Sunday.
[[nodiscard]] constexpr std::int32_t weekday_of(std::int32_t days) noexcept {
    // 0001-01-01 was a Monday.
    return (days - kFirstDay) % 7 + 1;
}

/// Gives 1 for 1 January to 365 or 366.
[[nodiscard]] constexpr std::int32_t day_of_year_of(std::int32_t days) noexcept {
    return days - days_from_civil(civil_from_days(days).year, 1, 1) + 1;
}

/// Gives the ISO 8601 week, 1 to 53: weeks begin on Monday and belong to the year that has their Thursday.
[[nodiscard]] constexpr std::int32_t iso_week_of(std::int32_t days) noexcept {
    // The Thursday of the last week of 9999 is 9999-12-30, and of the first of year 1 is 0001-01-04.
    const std::int32_t thursday = days - weekday_of(days) + 4;
    return (day_of_year_of(thursday) - 1) / 7 + 1;
}

/// Gives the last day of the month.
[[nodiscard]] constexpr std::int32_t last_day_of_month_of(std::int32_t days) noexcept {
    const CivilDate civil = civil_from_days(days);
    return days + days_in_month(civil.year, civil.month) - civil.day;
}

}  // namespace huiqi
