#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/calendar/civil.h"
#include "engine/calendar/day_count.h"
#include "engine/calendar/month_end.h"
#include "engine/calendar/months.h"
#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/result.h"

namespace huiqi {

/// Says why a text or an operation gives no date.
enum class CalendarFault : std::uint8_t {
    malformed,     ///< the text is not YYYY-MM-DD
    no_such_day,   ///< the month has no such day, or the year no such month: 2024-02-30
    out_of_range,  ///< the year is not one of 1 to 9999
};

/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31, kept as days since 1970-01-01.
class Date {
public:
    /// Is 1970-01-01.
    constexpr Date() noexcept = default;

    /// Holds a day number; requires is_day(days).
    [[nodiscard]] static constexpr Date from_days(std::int32_t days) noexcept {
        expect(is_day(days), "the day lies in the years 1 to 9999");
        return Date(days);
    }
    /// Holds the day so named; nothing when there is none in the years 1 to 9999.
    [[nodiscard]] static constexpr std::optional<Date> from_civil(std::int64_t year, std::int64_t month,
                                                                  std::int64_t day) noexcept {
        if (year < 1 || year > 9'999 || month < 1 || month > 12 || day < 1 || day > 31) {
            return std::nullopt;
        }
        const auto y = static_cast<std::int32_t>(year);
        const auto m = static_cast<std::int32_t>(month);
        const auto d = static_cast<std::int32_t>(day);
        return d <= days_in_month(y, m) ? std::optional(Date(days_from_civil(y, m, d))) : std::nullopt;
    }
    /// Reads exactly `YYYY-MM-DD` in ASCII digits.
    [[nodiscard]] static Result<Date, CalendarFault> parse(std::string_view text) noexcept;

    /// Gives days since 1970-01-01.
    [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
    /// Gives year, month and day at once, cheaper than one by one.
    [[nodiscard]] constexpr CivilDate civil() const noexcept { return civil_from_days(days_); }
    /// Gives 1 to 9999.
    [[nodiscard]] constexpr std::int32_t year() const noexcept { return civil().year; }
    /// Gives 1 to 12.
    [[nodiscard]] constexpr std::int32_t month() const noexcept { return civil().month; }
    /// Gives 1 to 31.
    [[nodiscard]] constexpr std::int32_t day() const noexcept { return civil().day; }
    /// Gives 1 for Monday to 7 for Sunday.
    [[nodiscard]] constexpr std::int32_t weekday() const noexcept { return weekday_of(days_); }
    /// Gives 1 to 366.
    [[nodiscard]] constexpr std::int32_t day_of_year() const noexcept { return day_of_year_of(days_); }
    /// Gives the ISO 8601 week, 1 to 53.
    [[nodiscard]] constexpr std::int32_t iso_week() const noexcept { return iso_week_of(days_); }
    /// Gives the last day of the month.
    [[nodiscard]] constexpr Date last_day_of_month() const noexcept {
        return Date(last_day_of_month_of(days_));
    }

    /// Writes `YYYY-MM-DD`.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] friend constexpr auto operator<=>(Date left, Date right) noexcept = default;

private:
    constexpr explicit Date(std::int32_t days) noexcept : days_(days) {}

    std::int32_t days_ = 0;
};

/// Bytes that write_date writes.
inline constexpr std::size_t kDateLength = 10;

/// Writes `YYYY-MM-DD`, ten bytes without a final NUL.
void write_date(char* out, Date date) noexcept;

/// Reads `YYYY-MM-DD` as a day number, or gives kDayOutOfRange when it is not one; for columns. Date::parse
/// says why.
[[nodiscard]] std::int32_t parse_days(std::string_view text) noexcept;

/// Adds days, backwards too; nothing when the result leaves the years 1 to 9999.
[[nodiscard]] constexpr std::optional<Date> add_days(Date date, std::int64_t days) noexcept {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(std::int64_t{date.days()}, days, &sum) || !is_day(sum)) {
        return std::nullopt;
    }
    return Date::from_days(static_cast<std::int32_t>(sum));
}

/// Adds months, backwards too. Fails with out_of_range, and with no_such_day under MonthEnd::reject.
[[nodiscard]] constexpr Result<Date, CalendarFault> add_months(Date date, std::int64_t months,
                                                               MonthEnd rule = MonthEnd::clip) noexcept {
    const std::int32_t days = add_months_to(date.days(), months, rule);
    if (days == kDayOutOfRange) {
        return Unexpected(CalendarFault::out_of_range);
    }
    if (days == kNoSuchDay) {
        return Unexpected(CalendarFault::no_such_day);
    }
    return Date::from_days(days);
}

/// Counts days from one date to another: the first counts, the last does not.
[[nodiscard]] constexpr std::int32_t days_between(Date from, Date to) noexcept {
    return to.days() - from.days();
}
/// Counts whole months, toward zero; see months_from_to for the ends of months.
[[nodiscard]] constexpr std::int32_t months_between(Date from, Date to) noexcept {
    return months_from_to(from.days(), to.days());
}
/// Counts whole years, toward zero.
[[nodiscard]] constexpr std::int32_t years_between(Date from, Date to) noexcept {
    return years_from_to(from.days(), to.days());
}
/// Counts the days that [from1, to1) and [from2, to2) have in common; never negative.
[[nodiscard]] constexpr std::int32_t overlap_days(Date from1, Date to1, Date from2, Date to2) noexcept {
    return overlap_days_of(from1.days(), to1.days(), from2.days(), to2.days());
}
/// Gives the part of a year from one date to another, exact; see year_fraction_numerator.
[[nodiscard]] constexpr YearFraction year_fraction(Date from, Date to, DayCount basis) noexcept {
    return {.numerator = year_fraction_numerator(from.days(), to.days(), basis),
            .denominator = year_fraction_denominator(basis)};
}

}  // namespace huiqi
