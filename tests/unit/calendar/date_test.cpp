#include "engine/calendar/date.h"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

static_assert(Date() == Date::from_civil(1970, 1, 1));
static_assert(Date::from_civil(2024, 2, 29)->last_day_of_month() == Date::from_civil(2024, 2, 29));
static_assert(Date::from_civil(2023, 2, 1)->last_day_of_month() == Date::from_civil(2023, 2, 28));
static_assert(!Date::from_civil(2023, 2, 29).has_value());
static_assert(!Date::from_civil(0, 12, 31).has_value() && !Date::from_civil(10'000, 1, 1).has_value());
static_assert(!Date::from_civil(2024, 13, 1).has_value() && !Date::from_civil(2024, 0, 1).has_value());
static_assert(!Date::from_civil(2024, 1, 0).has_value() && !Date::from_civil(1LL << 40, 1, 1).has_value());
static_assert(Date::from_civil(2024, 1, 31) < Date::from_civil(2024, 2, 1));
static_assert(days_between(Date(), *Date::from_civil(1971, 1, 1)) == 365);

TEST_CASE("a date reads and writes as YYYY-MM-DD") {
    for (const std::string_view text : {"0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"}) {
        CAPTURE(text);
        const auto read = Date::parse(text);
        REQUIRE(read.has_value());
        CHECK(read->text() == text);
        CHECK(parse_days(text) == read->days());
    }
    const Date date = Date::parse("2024-02-29").value();
    CHECK(date.year() == 2024);
    CHECK(date.month() == 2);
    CHECK(date.day() == 29);
    CHECK(date.weekday() == 4);
    CHECK(date.day_of_year() == 60);
    CHECK(date.iso_week() == 9);
}

TEST_CASE("a text that is no date says why") {
    for (const std::string_view text :
         {"", "2024-1-1", "2024/01/01", "20240101", "2024-01-01 ", " 2024-01-01", "2024-01-0a", "+024-01-01",
          "-024-01-01", "2024-01-1:", "2024-01-1/", "２０２４-01-01", "2024年1月1日"}) {
        CAPTURE(text);
        CHECK(Date::parse(text).error() == CalendarFault::malformed);
        CHECK(parse_days(text) == kDayOutOfRange);
    }
    for (const std::string_view text :
         {"2023-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00", "1900-02-29"}) {
        CAPTURE(text);
        CHECK(Date::parse(text).error() == CalendarFault::no_such_day);
        CHECK(parse_days(text) == kDayOutOfRange);
    }
    CHECK(Date::parse("0000-01-01").error() == CalendarFault::out_of_range);
}

TEST_CASE("days that lead out of the calendar are refused") {
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
    const Date first = Date::from_days(kFirstDay);
    const Date last = Date::from_days(kLastDay);
    CHECK(add_days(first, kLastDay - kFirstDay) == last);
    CHECK(add_days(last, kFirstDay - kLastDay) == first);
    CHECK(add_days(last, 1) == std::nullopt);
    CHECK(add_days(first, -1) == std::nullopt);
    CHECK(add_days(last, kFar) == std::nullopt);
    CHECK(add_days(first, -kFar - 1) == std::nullopt);
}

}  // namespace
}  // namespace huiqi
