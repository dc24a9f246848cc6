#include "tests/oracle/calls.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] Rounding mode_of(BuiltinId id) {
    switch (id) {
        case BuiltinId::round_half_up: return Rounding::half_up;
        case BuiltinId::round_half_down: return Rounding::half_down;
        case BuiltinId::round_half_even: return Rounding::half_even;
        case BuiltinId::round_up: return Rounding::up;
        case BuiltinId::round_down: return Rounding::down;
        case BuiltinId::floor: return Rounding::floor;
        default: return Rounding::ceiling;
    }
}

/// "A number of decimals (a fraction is cut toward zero) or a step with n's own unit."
[[nodiscard]] Value step_of(const Value& scale, const Type& type) {
    if (!type.unit().plain() || !scale.known()) {
        return scale;
    }
    const Integer decimals = round(scale.number(), Rounding::down);
    return compute(CoreOp::power, {Value::of(Rational(10)), Value::of(Rational(-decimals))});
}

[[nodiscard]] Value rounding(BuiltinId id, const Arguments& arguments) {
    const Value step = arguments.values.size() > 1 ? step_of(arguments.values[1], arguments.types[1])
                                                   : Value::of(Rational(1));
    return rounded(arguments.values[0], step, mode_of(id));
}

/// a − b·floor(a/b)
[[nodiscard]] Value modulo_of(const Value& dividend, const Value& by) {
    const auto stop = held_up({dividend, divisor(by)});
    if (stop) {
        return *stop;
    }
    const Rational times(floor(Rational(dividend.number() / by.number())));
    return Value::of(Rational(dividend.number() - by.number() * times));
}

[[nodiscard]] Value parity(const Value& value, bool odd) {
    const Value number = whole(value);
    const auto stop = held_up({number});
    return stop ? *stop : Value::of((numerator(number.number()) % 2 != 0) == odd);
}

/// max(0, min(n, upto) − above)
[[nodiscard]] Value slice_of(const std::vector<Value>& values) {
    const auto stop = held_up(values);
    if (stop) {
        return *stop;
    }
    Rational top = values[0].number();
    if (values.size() > 2) {
        top = std::min(top, values[2].number());
    }
    return Value::of(std::max(Rational(0), Rational(top - values[1].number())));
}

/// min(max(x, low), high); the ends must stand in order.
[[nodiscard]] Value clamp_of(const std::vector<Value>& values, const Type& type) {
    if (const auto stop = held_up(values)) {
        return *stop;
    }
    if (order(values[1], values[2], type) > 0) {
        return Value::failed(RuntimeError::argument_range);
    }
    return order(values[0], values[1], type) < 0 ? values[1] : order(values[0], values[2], type) > 0 ? values[2] : values[0];
}

/// floor(x / step)
[[nodiscard]] Value full_steps_of(const Value& value, const Value& step) {
    const auto stop = held_up({value, divisor(step)});
    return stop ? *stop : Value::of(Rational(floor(Rational(value.number() / step.number()))));
}

/// "`default(x, d)`: d when x is absent"; unknown x may yet turn out absent, so d's names count too.
[[nodiscard]] Value default_of(const Arguments& arguments, const Type& result) {
    const Value& value = arguments.values[0];
    if (value.known()) {
        return value;
    }
    if (value.state() == State::absent) {
        return arguments.values[1];
    }
    if (value.state() == State::error) {
        return everywhere(result, value);
    }
    const auto given = [&arguments](std::size_t at) { return [&arguments, at] { return arguments.values[at]; }; };
    return choice(value, result, given(0), given(1));
}

}  // namespace

Value call(BuiltinId id, const Arguments& arguments, const Type& result) {
    const std::vector<Value>& values = arguments.values;
    using Id = BuiltinId;
    // clang-format off
    switch (id) {
        case Id::round_half_up: case Id::round_half_down: case Id::round_half_even: case Id::round_up:
        case Id::round_down: case Id::floor: case Id::ceiling:
            return rounding(id, arguments);
        case Id::abs: {
            const auto stop = held_up(values);
            return stop ? *stop : Value::of(Rational(abs(values[0].number())));
        }
        case Id::modulo: return modulo_of(values[0], values[1]);
        case Id::odd: return parity(values[0], true);
        case Id::even: return parity(values[0], false);
        case Id::slice: return slice_of(values);
        case Id::clamp: return clamp_of(values, result);
        case Id::full_steps: return full_steps_of(values[0], values[1]);
        case Id::default_: return default_of(arguments, result);
        case Id::min: case Id::max: case Id::sum: case Id::count: case Id::mean: case Id::median:
        case Id::product: case Id::running_sum: case Id::all: case Id::any: case Id::list_contains:
        case Id::distinct_values: case Id::concatenate: case Id::append: case Id::reverse: case Id::first:
        case Id::last: case Id::sublist: case Id::present:
            return call_list(id, arguments, result);
        case Id::date: case Id::year: case Id::month: case Id::day: case Id::weekday: case Id::days_between:
        case Id::months_between: case Id::years_between: case Id::add_months: case Id::year_fraction:
        case Id::overlap_days: case Id::months_touched: case Id::last_day_of_month: case Id::day_of_week:
        case Id::day_of_year: case Id::week_of_year: case Id::month_of_year:
            return call_date(id, arguments);
        case Id::string_length: case Id::substring: case Id::contains: case Id::starts_with:
        case Id::ends_with: case Id::upper_case: case Id::lower_case: case Id::string_join: case Id::string:
        case Id::valid_uscc:
            return call_text(id, arguments);
        case Id::not_: return contrary(values[0]);
        case Id::sort: case Id::sort_descending: case Id::duration: case Id::years_and_months_duration: break;
    }
    // clang-format on
    expect(false, "the checker leaves no call of this function");
    return {};
}

}  // namespace huiqi::oracle
