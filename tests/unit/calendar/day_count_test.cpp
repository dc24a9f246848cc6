#include "engine/calendar/day_count.h"

#include <array>
#include <random>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"

namespace huiqi {
namespace {

/// Parts of a year under actual/actual.
constexpr std::int64_t kParts = 133'590;

Date date(std::string_view text) {
    return Date::parse(text).value();
}

TEST_CASE("actual over 365 and 360 count days") {
    CHECK(year_fraction(date("2024-01-01"), date("2025-01-01"), DayCount::actual_365) ==
          YearFraction{366, 365});
    CHECK(year_fraction(date("2025-01-01"), date("2024-01-01"), DayCount::actual_360) ==
          YearFraction{-366, 360});
    CHECK(year_fraction(date("2024-01-01"), date("2024-01-01"), DayCount::actual_365) ==
          YearFraction{0, 365});
}

TEST_CASE("30/360 counts a day 31 as 30 at the start, and at the end only after a 30 or 31") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::int64_t days;
    };
    const std::array rows{
        Row{"2024-01-01", "2025-01-01", 360},
        Row{"2024-01-31", "2024-03-31", 60},
        Row{"2024-01-30", "2024-03-31", 60},
        Row{"2024-01-29", "2024-03-31", 62},
        Row{"2024-01-31", "2024-03-30", 60},
        Row{"2024-01-31", "2024-03-01", 31},
        // The bond basis does not treat the end of February apart.
        Row{"2024-02-29", "2024-03-31", 32},
        Row{"2024-02-28", "2024-03-01", 3},
        Row{"2023-08-31", "2024-02-29", 179},
        Row{"2024-03-31", "2024-03-31", 0},
        Row{"2024-03-30", "2024-03-31", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        CHECK(year_fraction(date(row.from), date(row.to), DayCount::thirty_360) ==
              YearFraction{row.days, 360});
        CHECK(year_fraction(date(row.to), date(row.from), DayCount::thirty_360) ==
              YearFraction{-row.days, 360});
    }
}

TEST_CASE("actual/actual puts the days of leap years over 366 and the others over 365") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::int64_t leap;
        std::int64_t common;
    };
    const std::array rows{
        Row{"2023-01-01", "2024-01-01", 0, 365},
        Row{"2024-01-01", "2025-01-01", 366, 0},
        // ISDA's own example, a semi-annual period: 61 days of 2003 and 121 of 2004.
        Row{"2003-11-01", "2004-05-01", 121, 61},
        Row{"2023-12-31", "2024-01-02", 1, 1},
        Row{"2023-07-01", "2025-07-01", 366, 184 + 181},
        Row{"2100-01-01", "2101-01-01", 0, 365},
        Row{"0001-01-01", "0005-01-01", 366, 1'095},
        Row{"2024-02-29", "2024-02-29", 0, 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        const std::int64_t parts = row.leap * 365 + row.common * 366;
        CHECK(year_fraction(date(row.from), date(row.to), DayCount::actual_actual) ==
              YearFraction{parts, kParts});
        CHECK(year_fraction(date(row.to), date(row.from), DayCount::actual_actual) ==
              YearFraction{-parts, kParts});
    }
}

TEST_CASE("actual/actual adds up over any place where a span is cut, and a whole year is one") {
    constexpr std::uint64_t kSeed = 366;
    CAPTURE(kSeed);
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 5'000; ++i) {
        const auto a = static_cast<std::int32_t>(random() % 60'000);
        const auto b = static_cast<std::int32_t>(random() % 60'000);
        const auto c = static_cast<std::int32_t>(random() % 60'000);
        const DayCount basis = DayCount::actual_actual;
        REQUIRE(year_fraction_numerator(a, b, basis) + year_fraction_numerator(b, c, basis) ==
                year_fraction_numerator(a, c, basis));
    }
    for (std::int32_t year = 1; year < 9'999; ++year) {
        REQUIRE(year_fraction_numerator(days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1),
                                        DayCount::actual_actual) == kParts);
    }
}

TEST_CASE("days in common are never negative") {
    const Date jan = date("2024-01-01");
    const Date feb = date("2024-02-01");
    const Date mar = date("2024-03-01");
    const Date apr = date("2024-04-01");
    CHECK(overlap_days(jan, mar, feb, apr) == 29);
    CHECK(overlap_days(jan, apr, feb, mar) == 29);
    CHECK(overlap_days(jan, feb, feb, mar) == 0);
    CHECK(overlap_days(jan, feb, mar, apr) == 0);
    CHECK(overlap_days(apr, jan, feb, mar) == 0);
    CHECK(overlap_days(jan, jan, jan, feb) == 0);
}

TEST_CASE("every basis is found by its name") {
    for (const DayCount basis :
         {DayCount::actual_365, DayCount::actual_360, DayCount::thirty_360, DayCount::actual_actual}) {
        CHECK(find_day_count(name(basis)) == basis);
    }
    CHECK(find_day_count("30E/360") == std::nullopt);
}

}  // namespace
}  // namespace huiqi
