#include "engine/calendar/months.h"


#include <array>
#include <limits>
#include <random>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"
#include "engine/calendar/month_column.h"

namespace huiqi {
namespace {

Date date(std::string_view text) {
    return Date::parse(text).value();
}

TEST_CASE("added months that arrive at a short month follow the rule named") {
    struct Row {
        std::string_view from;
        std::int64_t months;
        std::string_view clip;
        std::string_view end;
        std::string_view next;
        std::string_view reject;  ///< empty: no such day
    };
    const std::array rows{
        Row{"2024-01-31", 1, "2024-02-29", "2024-02-29", "2024-03-01", ""},
        Row{"2023-01-31", 1, "2023-02-28", "2023-02-28", "2023-03-01", ""},
        Row{"2023-01-30", 1, "2023-02-28", "2023-02-28", "2023-03-01", ""},
        Row{"2024-02-29", 12, "2025-02-28", "2025-02-28", "2025-03-01", ""},
        Row{"2024-02-29", 48, "2028-02-29", "2028-02-29", "2028-02-29", "2028-02-29"},
        // Only `end` keeps a month's end one when the month arrived at is longer.
        Row{"2024-02-29", 1, "2024-03-29", "2024-03-31", "2024-03-29", "2024-03-29"},
        Row{"2023-02-28", 12, "2024-02-28", "2024-02-29", "2024-02-28", "2024-02-28"},
        Row{"2024-02-28", 1, "2024-03-28", "2024-03-28", "2024-03-28", "2024-03-28"},
        Row{"2024-04-30", 1, "2024-05-30", "2024-05-31", "2024-05-30", "2024-05-30"},
        Row{"2024-03-31", -1, "2024-02-29", "2024-02-29", "2024-03-01", ""},
        Row{"2024-01-15", -1, "2023-12-15", "2023-12-15", "2023-12-15", "2023-12-15"},
        Row{"2024-12-31", 1, "2025-01-31", "2025-01-31", "2025-01-31", "2025-01-31"},
        Row{"2024-08-31", 0, "2024-08-31", "2024-08-31", "2024-08-31", "2024-08-31"},
        Row{"9999-11-30", 1, "9999-12-30", "9999-12-31", "9999-12-30", "9999-12-30"},
        Row{"0001-02-28", -1, "0001-01-28", "0001-01-31", "0001-01-28", "0001-01-28"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.months);
        CHECK(add_months(date(row.from), row.months)->text() == row.clip);
        CHECK(add_months(date(row.from), row.months, MonthEnd::clip)->text() == row.clip);
        CHECK(add_months(date(row.from), row.months, MonthEnd::end)->text() == row.end);
        CHECK(add_months(date(row.from), row.months, MonthEnd::next)->text() == row.next);
        const auto rejected = add_months(date(row.from), row.months, MonthEnd::reject);
        if (row.reject.empty()) {
            CHECK(rejected.error() == CalendarFault::no_such_day);
        } else {
            CHECK(rejected->text() == row.reject);
        }
    }
}

TEST_CASE("months that lead out of the calendar are refused") {
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
    CHECK(add_months(date("9999-12-01"), 1).error() == CalendarFault::out_of_range);
    CHECK(add_months(date("0001-01-31"), -1).error() == CalendarFault::out_of_range);
    CHECK(add_months(date("2024-01-01"), kFar).error() == CalendarFault::out_of_range);
    CHECK(add_months(date("2024-01-01"), -kFar - 1).error() == CalendarFault::out_of_range);
    CHECK(add_months(date("0001-01-01"), 119'987)->text() == "9999-12-01");
}

TEST_CASE("whole months are counted by the day of the month") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::int32_t months;
        std::int32_t years;
    };
    const std::array rows{
        Row{"2011-12-22", "2013-08-24", 20, 1},   Row{"2013-08-24", "2011-12-22", -20, -1},
        Row{"2015-01-21", "2016-01-21", 12, 1},   Row{"2015-01-21", "2016-01-20", 11, 0},
        Row{"2024-01-31", "2024-02-29", 0, 0},    Row{"2024-01-31", "2024-03-01", 1, 0},
        Row{"2024-02-29", "2025-02-28", 11, 0},   Row{"2024-02-29", "2025-03-01", 12, 1},
        Row{"2025-03-01", "2024-02-29", -12, -1}, Row{"2024-05-10", "2024-05-09", 0, 0},
        Row{"2024-05-10", "2024-05-10", 0, 0},    Row{"0001-01-01", "9999-12-31", 119'987, 9'998},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        CHECK(months_between(date(row.from), date(row.to)) == row.months);
        CHECK(years_between(date(row.from), date(row.to)) == row.years);
    }
}

TEST_CASE("whole months are the most that can be added under the rule next") {
    constexpr std::uint64_t kSeed = 1'121;
    CAPTURE(kSeed);
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 20'000; ++i) {
        const auto from = static_cast<std::int32_t>(random() % 40'000);
        const auto to = from + static_cast<std::int32_t>(random() % (i % 2 == 0 ? 100 : 9'000));
        CAPTURE(from);
        CAPTURE(to);
        const std::int32_t months = months_from_to(from, to);
        REQUIRE(add_months_to(from, months, MonthEnd::next) <= to);
        REQUIRE(add_months_to(from, months + 1, MonthEnd::next) > to);
        REQUIRE(months_from_to(to, from) == -months);
    }
}

TEST_CASE("every rule for ends of months is found by its name") {
    for (const MonthEnd rule : {MonthEnd::clip, MonthEnd::end, MonthEnd::next, MonthEnd::reject}) {
        CHECK(find_month_end(name(rule)) == rule);
    }
    CHECK(find_month_end("Clip") == std::nullopt);
}

}  // namespace
TEST_CASE("adding months without a branch gives the same days, at every day of the calendar's edges and cycles") {
    const auto same = [](std::int32_t day, std::int32_t months) {
        return add_months_clipped(day, months) == add_months_to(day, months, MonthEnd::clip);
    };
    for (const std::int32_t months : {0, 1, -1, 11, 12, 24, -24, 1'200, -119'988, 119'988}) {
        CAPTURE(months);
        std::size_t wrong = 0;
        for (std::int32_t day = -719'162; day < -719'162 + 400; ++day) {
            wrong += same(day, months) ? 0U : 1U;
        }
        for (std::int32_t day = -150'000; day < 150'000; ++day) {   // two cycles of 400 years
            wrong += same(day, months) ? 0U : 1U;
        }
        for (std::int32_t day = 2'932'896 - 400; day <= 2'932'896; ++day) {
            wrong += same(day, months) ? 0U : 1U;
        }
        CHECK(wrong == 0);
    }
}

}  // namespace huiqi
