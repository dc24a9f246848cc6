#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/calendar/civil.h"

namespace huiqi {

/// Says how days become a part of a year, for interest.
enum class DayCount : std::uint8_t {
    actual_365,     ///< `actual/365`: days over 365, in leap years too
    actual_360,     ///< `actual/360`: days over 360
    thirty_360,     ///< `30/360`: months of 30 days (the bond basis of ISDA 2006, 4.16(f))
    actual_actual,  ///< `actual/actual`: days of leap years over 366, others over 365 (ISDA 2006, 4.16(b))
};

/// Gives the name as rule files spell it: `actual/365`.
[[nodiscard]] std::string_view name(DayCount basis) noexcept;
/// Finds a basis by its name.
[[nodiscard]] std::optional<DayCount> find_day_count(std::string_view name) noexcept;

/// A part of a year, exact, not in lowest terms: the denominator depends on the basis alone, so that a whole
/// column of parts has one denominator known when the rule is compiled.
struct YearFraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    [[nodiscard]] friend constexpr bool operator==(const YearFraction&,
                                                   const YearFraction&) noexcept = default;
};

/// Gives the denominator of every year fraction of a basis: 365, 360, 360, 365 * 366.
[[nodiscard]] constexpr std::int64_t year_fraction_denominator(DayCount basis) noexcept {
    switch (basis) {
        case DayCount::actual_365: return 365;
        case DayCount::actual_360:
        case DayCount::thirty_360: return 360;
        case DayCount::actual_actual: return std::int64_t{365} * 366;
    }
    return 1;
}

namespace detail {

/// Counts the days of 30/360 between two days in order: day 31 counts as 30, the later one only when the
/// earlier is 30 or 31.
[[nodiscard]] constexpr std::int64_t thirty_360_days(std::int32_t from, std::int32_t to) noexcept {
    const CivilDate a = civil_from_days(from);
    const CivilDate b = civil_from_days(to);
    const std::int32_t a_day = std::min(a.day, 30);
    const std::int32_t b_day = (b.day == 31 && a_day == 30) ? 30 : b.day;
    return 360 * (b.year - a.year) + 30 * (b.month - a.month) + (b_day - a_day);
}

/// Counts the days that lie in leap years, from 0001-01-01 up to but without `days`.
[[nodiscard]] constexpr std::int32_t leap_year_days_before(std::int32_t days) noexcept {
    const std::int32_t year = civil_from_days(days).year;
    const std::int32_t before = year - 1;
    const std::int32_t leap_years = before / 4 - before / 100 + before / 400;
    return 366 * leap_years + (is_leap_year(year) ? days - days_from_civil(year, 1, 1) : 0);
}

/// Counts in 1 / (365 * 366) of a year: a day of a leap year is 365 of them, another day 366.
[[nodiscard]] constexpr std::int64_t actual_actual_parts(std::int32_t from, std::int32_t to) noexcept {
    const std::int64_t all = to - from;
    const std::int64_t leap = leap_year_days_before(to) - leap_year_days_before(from);
    return leap * 365 + (all - leap) * 366;
}

}  // namespace detail

/// Gives the numerator of the part of a year from one day to another, over year_fraction_denominator(basis).
/// The first day counts, the last does not; a span back in time is the negative of the same span forward.
[[nodiscard]] constexpr std::int64_t year_fraction_numerator(std::int32_t from, std::int32_t to,
                                                             DayCount basis) noexcept {
    switch (basis) {
        case DayCount::actual_365:
        case DayCount::actual_360: return std::int64_t{to} - from;
        case DayCount::thirty_360:
            return from <= to ? detail::thirty_360_days(from, to) : -detail::thirty_360_days(to, from);
        case DayCount::actual_actual: return detail::actual_actual_parts(from, to);
    }
    return 0;
}

/// Counts the days that [from1, to1) and [from2, to2) have in common; never negative, and 0 when one of the
/// spans is empty or runs backwards.
[[nodiscard]] constexpr std::int32_t overlap_days_of(std::int32_t from1, std::int32_t to1, std::int32_t from2,
                                                     std::int32_t to2) noexcept {
    return std::max(0, std::min(to1, to2) - std::max(from1, from2));
}

}  // namespace huiqi
