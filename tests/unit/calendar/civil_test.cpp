#include "engine/calendar/civil.h"

#include <array>
#include <chrono>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

static_assert(days_from_civil(1970, 1, 1) == 0);
static_assert(days_from_civil(1, 1, 1) == kFirstDay);
static_assert(days_from_civil(9'999, 12, 31) == kLastDay);
static_assert(days_from_civil(2000, 3, 1) == 11'017);
static_assert(civil_from_days(-1) == CivilDate{.year = 1969, .month = 12, .day = 31});
static_assert(civil_from_days(kFirstDay) == CivilDate{.year = 1, .month = 1, .day = 1});
static_assert(civil_from_days(kLastDay) == CivilDate{.year = 9'999, .month = 12, .day = 31});
static_assert(is_leap_year(2024) && is_leap_year(2000) && !is_leap_year(1900) && !is_leap_year(2023));
static_assert(days_in_month(2024, 2) == 29 && days_in_month(2100, 2) == 28);
static_assert(weekday_of(0) == 4);  // 1970-01-01 was a Thursday
static_assert(is_day(kLastDay) && !is_day(std::int64_t{kLastDay} + 1) && !is_day(kDayOutOfRange));

TEST_CASE("every day of ten thousand years agrees with the standard calendar") {
    std::int32_t expected_week = 1;
    for (std::int32_t days = kFirstDay; days <= kLastDay; ++days) {
        const std::chrono::sys_days day{std::chrono::days(days)};
        const std::chrono::year_month_day standard(day);
        const CivilDate civil = civil_from_days(days);
        const bool same =
            civil.year == static_cast<int>(standard.year()) &&
            civil.month == static_cast<std::int32_t>(static_cast<unsigned>(standard.month())) &&
            civil.day == static_cast<std::int32_t>(static_cast<unsigned>(standard.day())) &&
            days_from_civil(civil.year, civil.month, civil.day) == days &&
            weekday_of(days) == static_cast<std::int32_t>(std::chrono::weekday(day).iso_encoding());
        if (!same) {
            FAIL("day ", days);
        }
        // Weeks follow one another: a Monday begins week 1 exactly when its Thursday is one of 1 to 7
        // January.
        if (weekday_of(days) == 1) {
            const CivilDate thursday = civil_from_days(days + 3);
            expected_week = thursday.month == 1 && thursday.day <= 7 ? 1 : expected_week + 1;
        }
        if (iso_week_of(days) != expected_week) {
            FAIL("week of day ", days);
        }
    }
}

TEST_CASE("weeks and days of the year are those of the printed calendars") {
    struct Row {
        CivilDate date;
        std::int32_t weekday;
        std::int32_t week;
        std::int32_t day_of_year;
    };
    const std::array rows{
        Row{.date = {2003, 12, 29}, .weekday = 1, .week = 1, .day_of_year = 363},
        Row{.date = {2004, 1, 1}, .weekday = 4, .week = 1, .day_of_year = 1},
        Row{.date = {2005, 1, 1}, .weekday = 6, .week = 53, .day_of_year = 1},
        Row{.date = {2020, 12, 31}, .weekday = 4, .week = 53, .day_of_year = 366},
        Row{.date = {2024, 2, 29}, .weekday = 4, .week = 9, .day_of_year = 60},
        Row{.date = {2023, 1, 1}, .weekday = 7, .week = 52, .day_of_year = 1},
        Row{.date = {1, 1, 1}, .weekday = 1, .week = 1, .day_of_year = 1},
        Row{.date = {9'999, 12, 31}, .weekday = 5, .week = 52, .day_of_year = 365},
    };
    for (const Row& row : rows) {
        CAPTURE(row.date.year);
        CAPTURE(row.date.month);
        const std::int32_t days = days_from_civil(row.date.year, row.date.month, row.date.day);
        CHECK(weekday_of(days) == row.weekday);
        CHECK(iso_week_of(days) == row.week);
        CHECK(day_of_year_of(days) == row.day_of_year);
    }
}

}  // namespace
}  // namespace huiqi
