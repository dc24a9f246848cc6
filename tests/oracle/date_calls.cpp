#include <array>
#include <limits>
#include <string>

#include "engine/calendar/date.h"
#include "engine/diagnostic/expect.h"
#include "tests/oracle/calls.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

constexpr std::array kDays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};

[[nodiscard]] Value number(std::int64_t value) { return Value::of(Rational(value)); }

/// "No such day: R06", also for a month or a year that there is none of.
[[nodiscard]] Value composed(const std::vector<Value>& parts) {
    const std::vector<Value> numbers{whole(parts[0]), whole(parts[1]), whole(parts[2])};
    if (const auto stop = held_up(numbers)) {
        return *stop;
    }
    const auto date = Date::from_civil(clamped(numbers[0]), clamped(numbers[1]), clamped(numbers[2]));
    return date ? Value::of(*date) : Value::failed(RuntimeError::no_such_day);
}

[[nodiscard]] Value months_added(const std::vector<Value>& values) {
    const std::vector<Value> operands{values[0], whole(values[1])};
    if (const auto stop = held_up(operands)) {
        return *stop;
    }
    const auto rule = values.size() > 2 ? find_month_end(values[2].text()) : std::optional(MonthEnd::clip);
    expect(rule.has_value(), "the rule of add months is one of four");
    const auto date = add_months(operands[0].date(), clamped(operands[1]), *rule);
    if (date) {
        return Value::of(*date);
    }
    return Value::failed(date.error() == CalendarFault::no_such_day ? RuntimeError::no_such_day
                                                                    : RuntimeError::date_range);
}

/// A number of years, counted in months: one year is 12 of them.
[[nodiscard]] Value years(const Date& from, const Date& to, const std::string& name) {
    const auto basis = find_day_count(name);
    expect(basis.has_value(), "the basis of year fraction is one of four");
    const YearFraction fraction = year_fraction(from, to, *basis);
    return Value::of(ratio(Integer(12) * fraction.numerator, fraction.denominator));
}

[[nodiscard]] Value part(BuiltinId id, const Date& date) {
    switch (id) {
        case BuiltinId::year: return number(date.year());
        case BuiltinId::month: return number(date.month());
        case BuiltinId::day: return number(date.day());
        case BuiltinId::weekday: return number(date.weekday());
        case BuiltinId::day_of_year: return number(date.day_of_year());
        case BuiltinId::week_of_year: return number(date.iso_week());
        case BuiltinId::last_day_of_month: return Value::of(date.last_day_of_month());
        case BuiltinId::day_of_week:
            return Value::of(std::string(kDays[static_cast<std::size_t>(date.weekday() - 1)]));
        default: return Value::of(std::string(kMonths[static_cast<std::size_t>(date.month() - 1)]));
    }
}

/// Counts the months from the one that holds the first day, as long as they begin no later than the last.
[[nodiscard]] Value months_touched(const Date& first, const Date& last) {
    std::int64_t months = 0;
    for (int year = first.year(), month = first.month(); first <= last; ++months) {
        if (year > last.year() || (year == last.year() && month > last.month())) {
            break;
        }
        year += month == 12 ? 1 : 0;
        month = month == 12 ? 1 : month + 1;
    }
    return number(months);
}

}  // namespace

Value call_date(BuiltinId id, const Arguments& arguments) {
    const std::vector<Value>& values = arguments.values;
    if (id == BuiltinId::date) {
        return composed(values);
    }
    if (id == BuiltinId::add_months) {
        return months_added(values);
    }
    if (const auto stop = held_up(values)) {
        return *stop;
    }
    const Date first = values[0].date();
    switch (id) {
        case BuiltinId::days_between: return number(days_between(first, values[1].date()));
        case BuiltinId::months_between: return number(months_between(first, values[1].date()));
        case BuiltinId::years_between: return number(years_between(first, values[1].date()));
        case BuiltinId::months_touched: return months_touched(first, values[1].date());
        case BuiltinId::year_fraction: return years(first, values[1].date(), values[2].text());
        case BuiltinId::overlap_days:
            return number(overlap_days(first, values[1].date(), values[2].date(), values[3].date()));
        default: return part(id, first);
    }
}

}  // namespace huiqi::oracle
