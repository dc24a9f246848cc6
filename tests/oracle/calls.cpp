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
    switch (id) {
        case BuiltinId::round_half_up:
        case BuiltinId::round_half_down:
        case BuiltinId::round_half_even:
        case BuiltinId::round_up:
        case BuiltinId::round_down:
        case BuiltinId::floor:
        case BuiltinId::ceiling: return rounding(id, arguments);
        case BuiltinId::abs: {
            const auto stop = held_up(values);
            return stop ? *stop : Value::of(Rational(abs(values[0].number())));
        }
        case BuiltinId::modulo: return modulo_of(values[0], values[1]);
        case BuiltinId::odd: return parity(values[0], true);
        case BuiltinId::even: return parity(values[0], false);
        case BuiltinId::slice: return slice_of(values);
        case BuiltinId::clamp: return clamp_of(values, result);
        case BuiltinId::full_steps: return full_steps_of(values[0], values[1]);
        case BuiltinId::default_: return default_of(arguments, result);
        case BuiltinId::min:
        case BuiltinId::max:
        case BuiltinId::sum:
        case BuiltinId::count:
        case BuiltinId::mean:
        case BuiltinId::median:
        case BuiltinId::product:
        case BuiltinId::running_sum:
        case BuiltinId::all:
        case BuiltinId::any:
        case BuiltinId::list_contains:
        case BuiltinId::distinct_values:
        case BuiltinId::concatenate:
        case BuiltinId::append:
        case BuiltinId::reverse:
        case BuiltinId::first:
        case BuiltinId::last:
        case BuiltinId::sublist:
        case BuiltinId::present: return call_list(id, arguments, result);
        case BuiltinId::date:
        case BuiltinId::year:
        case BuiltinId::month:
        case BuiltinId::day:
        case BuiltinId::weekday:
        case BuiltinId::days_between:
        case BuiltinId::months_between:
        case BuiltinId::years_between:
        case BuiltinId::add_months:
        case BuiltinId::year_fraction:
        case BuiltinId::overlap_days:
        case BuiltinId::months_touched:
        case BuiltinId::last_day_of_month:
        case BuiltinId::day_of_week:
        case BuiltinId::day_of_year:
        case BuiltinId::week_of_year:
        case BuiltinId::month_of_year: return call_date(id, arguments);
        case BuiltinId::string_length:
        case BuiltinId::substring:
        case BuiltinId::contains:
        case BuiltinId::starts_with:
        case BuiltinId::ends_with:
        case BuiltinId::upper_case:
        case BuiltinId::lower_case:
        case BuiltinId::string_join:
        case BuiltinId::string:
        case BuiltinId::valid_uscc: return call_text(id, arguments);
        case BuiltinId::not_: return contrary(values[0]);
        case BuiltinId::sort:
        case BuiltinId::sort_descending:
        case BuiltinId::duration:
        case BuiltinId::years_and_months_duration: break;
    }
    expect(false, "the checker leaves no call of this function");
    return {};
}

}  // namespace huiqi::oracle
