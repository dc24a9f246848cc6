#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace huiqi {

/// Every built-in function. The one table of them is `builtins()`; a new one is a row there, a kernel, a test.
/// Some never stand in a checked expression: `not_` becomes CoreOp::not_, `duration` a constant, `date` of one
/// argument that argument or a constant, `years_and_months_duration` becomes `months_between`, the sorts CoreOp::sort.
enum class BuiltinId : std::uint8_t {
    round_half_up, round_half_down, round_half_even, round_up, round_down, floor, ceiling,
    abs, modulo, odd, even,
    min, max, sum, count, mean, median, product, running_sum, slice, clamp, full_steps,
    all, any,
    list_contains, distinct_values, concatenate, append, reverse,
    sort, sort_descending, first, last, sublist, present,
    default_,
    date, year, month, day, weekday,
    days_between, months_between, years_between, add_months, year_fraction, overlap_days, months_touched,
    last_day_of_month,
    day_of_week, day_of_year, week_of_year, month_of_year,
    duration, years_and_months_duration,
    string_length, substring, contains, starts_with, ends_with, upper_case, lower_case, string_join, string,
    valid_uscc,
    not_,
};

/// `Builtin::most_arguments` of a function that takes any number of values.
inline constexpr std::uint8_t kAnyNumber = 255;

/// One built-in: how it is called, what it gives, and an example that runs as a test.
struct Builtin {
    BuiltinId id;
    std::string_view name;                       ///< canonical, FEEL's where FEEL has it
    std::span<const std::string_view> aliases;   ///< Excel's and Chinese names
    /// `round half up(n: number<U>, scale: number | number<U>) -> number<U>`
    std::string_view signature;
    std::span<const std::string_view> parameters;  ///< names for named arguments, in order
    std::uint8_t least_arguments;
    std::uint8_t most_arguments;                 ///< kAnyNumber: no limit
    std::string_view sentence_zh;
    std::string_view sentence_en;
    std::string_view example;                    ///< an expression …
    std::string_view example_value;              ///< … and an expression of the same value
};

/// Gives all built-ins in the order of `BuiltinId`.
[[nodiscard]] std::span<const Builtin> builtins() noexcept;
[[nodiscard]] const Builtin& builtin(BuiltinId id) noexcept;
/// Finds a built-in by canonical name or alias, ASCII letters in either case.
[[nodiscard]] const Builtin* find_builtin(std::string_view name) noexcept;

}  // namespace huiqi
