#include "tests/oracle/award_steps.h"

#include <algorithm>
#include <utility>

#include "tests/oracle/calls.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

const Type kMoney = Type::number(Unit::of("CNY"));

[[nodiscard]] Value zero() { return Value::of(Rational(0)); }

/// Gives the greater or the lesser of two amounts, strictly.
[[nodiscard]] Value extreme(const Value& left, const Value& right, int wanted) {
    const auto stop = held_up({left, right});
    return stop ? *stop : order(left, right, kMoney) == wanted ? left : right;
}

/// Marginal: Σ rateᵢ × (part of a in band i).
[[nodiscard]] Value marginal(const AwardStep& step, const Value& amount, Meanings& meanings) {
    Value total = zero();
    Value above = zero();
    for (const AwardStep::Band& band : step.bands) {
        std::vector<Value> ends{amount, above};
        if (band.upto) {
            ends.push_back(evaluate(*band.upto, meanings));
        }
        const Value part = call(BuiltinId::slice, {.values = ends, .types = {}}, kMoney);
        total = compute(CoreOp::add, {total, compute(CoreOp::multiply, {part, evaluate(band.rate, meanings)})});
        above = ends.back();
    }
    return total;
}

/// Whole: a × the rate of the first band with a ≤ 至.
[[nodiscard]] Value rate_of(const AwardStep& step, std::size_t at, const Value& amount, Meanings& meanings) {
    if (at == step.bands.size()) {
        return zero();
    }
    const AwardStep::Band& band = step.bands[at];
    const Value rate = evaluate(band.rate, meanings);
    if (!band.upto) {
        return rate;
    }
    const Value inside = compares(CoreOp::less_equal, amount, evaluate(*band.upto, meanings), kMoney);
    return choice(inside, Type::number(), [&] { return rate; },
                  [&] { return rate_of(step, at + 1, amount, meanings); });
}

[[nodiscard]] Value banded(const AwardStep& step, const Value& amount, Meanings& meanings) {
    return step.method == AwardStep::Method::marginal
               ? marginal(step, amount, meanings)
               : compute(CoreOp::multiply, {amount, rate_of(step, 0, amount, meanings)});
}

/// `cap` and `floor`: "min(a, v); max(a, v); absent v: a"; `none_below`: "a if a ≥ v, else 0".
[[nodiscard]] Value limited(AwardStep::Kind kind, const Value& amount, const Value& limit) {
    if (limit.state() == State::absent) {
        return amount;
    }
    if (kind != AwardStep::Kind::none_below) {
        return extreme(amount, limit, kind == AwardStep::Kind::cap ? -1 : 1);
    }
    const auto stop = held_up({amount, limit});
    return stop ? *stop : amount.number() >= limit.number() ? amount : zero();
}

[[nodiscard]] Value applied(const AwardStep& step, const Value& amount, const Value& value, Meanings& meanings) {
    switch (step.kind) {
        case AwardStep::Kind::base: return value;
        case AwardStep::Kind::times: return compute(CoreOp::multiply, {amount, value});
        case AwardStep::Kind::bands: return banded(step, amount, meanings);
        case AwardStep::Kind::plus: return compute(CoreOp::add, {amount, value});
        case AwardStep::Kind::minus: return extreme(zero(), compute(CoreOp::subtract, {amount, value}), 1);
        case AwardStep::Kind::round: return rounded(amount, Value::of(step.round_step), step.rounding);
        case AwardStep::Kind::cap:
        case AwardStep::Kind::floor:
        case AwardStep::Kind::none_below: return limited(step.kind, amount, value);
    }
    return amount;
}

}  // namespace

std::vector<StepResult> run_steps(const std::vector<AwardStep>& steps, Meanings& meanings) {
    std::vector<StepResult> results;
    Value amount = zero();
    for (const AwardStep& step : steps) {
        StepResult result{.before = amount, .after = {}, .value = {}, .applies = {}};
        if (step.value) {
            result.value = evaluate(*step.value, meanings);
        }
        const Value after = applied(step, amount, result.value.value_or(Value::absent()), meanings);
        result.after = after;
        if (step.when) {
            result.applies = evaluate(*step.when, meanings);
            result.after = choice(*result.applies, kMoney, [&] { return after; }, [&] { return amount; });
        }
        amount = result.after;
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace huiqi::oracle
