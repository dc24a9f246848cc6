#include "tests/oracle/operators.h"

#include <functional>
#include <limits>
#include <utility>

#include "engine/calendar/date.h"
#include "engine/diagnostic/expect.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

/// Runs a computation on known operands, or gives what holds it up.
[[nodiscard]] Value strict(const std::vector<Value>& operands, const std::function<Value()>& body) {
    const auto stop = held_up(operands);
    return stop ? *stop : body();
}

/// Gives base ** exponent for a whole exponent: x**0 is 1, zero to a negative power divides by zero.
[[nodiscard]] Value powered(const Rational& base, const Value& exponent) {
    const auto result = power(base, clamped(exponent), 1U << 20U);
    if (!result) {
        return Value::failed(result.error() == NumericFault::division_by_zero ? RuntimeError::division_by_zero
                                                                              : RuntimeError::too_large);
    }
    return Value::of(*result);
}

[[nodiscard]] Value date_or(const std::optional<Date>& date, RuntimeError error) {
    return date ? Value::of(*date) : Value::failed(error);
}

[[nodiscard]] Value moved_by_months(const Date& date, std::int64_t months) {
    const auto moved = add_months(date, months, MonthEnd::clip);
    return moved ? Value::of(*moved) : Value::failed(RuntimeError::date_range);
}

[[nodiscard]] bool is_composite(const Type& type) {
    return type.is(TypeKind::list) || type.is(TypeKind::record) || type.is(TypeKind::interval);
}

[[nodiscard]] Value equal_lists(const Value& left, const Value& right, const Type& element) {
    if (left.elements().size() != right.elements().size()) {
        return Value::of(false);
    }
    std::vector<Value> pairs;
    for (std::size_t at = 0; at < left.elements().size(); ++at) {
        pairs.push_back(equals(left.elements()[at], right.elements()[at], element));
    }
    return conjunction(pairs);
}

[[nodiscard]] Value equal_intervals(const IntervalValue& left, const IntervalValue& right, const Type& bound) {
    const Value none = Value::absent();
    return conjunction({equals(left.low.value_or(none), right.low.value_or(none), bound),
                        equals(left.high.value_or(none), right.high.value_or(none), bound),
                        Value::of(left.low_included == right.low_included),
                        Value::of(left.high_included == right.high_included)});
}

[[nodiscard]] Value equal_parts(const Value& left, const Value& right, const Type& type) {
    if (type.is(TypeKind::list)) {
        return equal_lists(left, right, type.element());
    }
    if (type.is(TypeKind::interval)) {
        return equal_intervals(left.interval_value(), right.interval_value(), type.element());
    }
    std::vector<Value> pairs;
    for (std::size_t at = 0; at < type.fields().size(); ++at) {
        pairs.push_back(equals(left.elements()[at], right.elements()[at], type.fields()[at].type));
    }
    return conjunction(pairs);
}

}  // namespace

Value whole(const Value& value) {
    return value.known() && !is_integer(value.number()) ? Value::failed(RuntimeError::not_integer) : value;
}

Value divisor(const Value& value) {
    return value.known() && value.number() == 0 ? Value::failed(RuntimeError::division_by_zero) : value;
}

std::int64_t clamped(const Value& value) {
    const Integer number = numerator(value.number());
    if (fits_int64(number)) {
        return to_int64(number);
    }
    return number < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

Value compute(CoreOp op, const std::vector<Value>& given) {
    std::vector<Value> operands = given;
    if (op == CoreOp::divide) {
        operands[1] = divisor(operands[1]);
    } else if (op == CoreOp::power || op == CoreOp::date_plus_days || op == CoreOp::date_plus_months) {
        operands[1] = whole(operands[1]);
    }
    return strict(operands, [&]() -> Value {
        const Value& left = operands.front();
        const Value& right = operands.back();
        switch (op) {
            case CoreOp::negate: return Value::of(Rational(-left.number()));
            case CoreOp::add: return Value::of(Rational(left.number() + right.number()));
            case CoreOp::subtract: return Value::of(Rational(left.number() - right.number()));
            case CoreOp::multiply: return Value::of(Rational(left.number() * right.number()));
            case CoreOp::divide: return Value::of(Rational(left.number() / right.number()));
            case CoreOp::power: return powered(left.number(), right);
            case CoreOp::date_plus_days:
                return date_or(add_days(left.date(), clamped(right)), RuntimeError::date_range);
            case CoreOp::date_plus_months: return moved_by_months(left.date(), clamped(right));
            case CoreOp::date_difference: return Value::of(Rational(days_between(right.date(), left.date())));
            case CoreOp::concatenate_text: return Value::of(left.text() + right.text());
            default: break;
        }
        expect(false, "compute is asked for operators only");
        return {};
    });
}

Value equals(const Value& left, const Value& right, const Type& type) {
    for (const Value* side : {&left, &right}) {
        if (side->state() == State::error) {
            return *side;
        }
    }
    if (left.state() == State::unknown || right.state() == State::unknown) {
        return *held_up({left, right});
    }
    if (!left.known() || !right.known()) {
        return Value::of(left.state() == right.state());   // absent equals absent only
    }
    return is_composite(type) ? equal_parts(left, right, type) : Value::of(left == right);
}

int order(const Value& left, const Value& right, const Type& type) {
    const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : b < a ? 1 : 0; };
    if (type.is(TypeKind::number)) {
        return sign(left.number(), right.number());
    }
    return type.is(TypeKind::date) ? sign(left.date(), right.date()) : sign(left.code(), right.code());
}

Value compares(CoreOp op, const Value& left, const Value& right, const Type& type) {
    return strict({left, right}, [&] {
        const int sign = order(left, right, type);
        switch (op) {
            case CoreOp::less: return Value::of(sign < 0);
            case CoreOp::less_equal: return Value::of(sign <= 0);
            case CoreOp::greater: return Value::of(sign > 0);
            default: return Value::of(sign >= 0);
        }
    });
}

Value lies_in(const Value& value, const Value& interval, const Type& type) {
    if (!interval.known()) {
        return *held_up({value, interval});
    }
    const IntervalValue& ends = interval.interval_value();
    std::vector<Value> tests;
    if (ends.low) {
        tests.push_back(compares(ends.low_included ? CoreOp::greater_equal : CoreOp::greater, value, *ends.low, type));
    }
    if (ends.high) {
        tests.push_back(compares(ends.high_included ? CoreOp::less_equal : CoreOp::less, value, *ends.high, type));
    }
    return conjunction(tests);
}

Value rounded(const Value& number, const Value& step, Rounding mode) {
    const Value proper = divisor(step);
    return strict({number, proper}, [&] {
        const Rational size = proper.number() < 0 ? Rational(-proper.number()) : proper.number();
        return Value::of(round_to_step(number.number(), size, mode));
    });
}

}  // namespace huiqi::oracle
