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
        total = compute(CoreOp::add, {total, compute(CoreOp::multiply, {part, evaluate(*band.rate, meanings)})});
        above = ends.back();
    }
    return total;
}

/// Whole: a × the rate of the first band with a ≤ 至 (a < 不满), or the amount of that band.
[[nodiscard]] Value worth(const AwardStep& step, std::size_t at, const Value& amount, Meanings& meanings) {
    if (at == step.bands.size()) {
        return zero();
    }
    const AwardStep::Band& band = step.bands[at];
    const Value mine = band.amount ? evaluate(*band.amount, meanings)
                                   : compute(CoreOp::multiply, {amount, evaluate(*band.rate, meanings)});
    if (!band.upto) {
        return mine;
    }
    const Value inside = compares(band.edge_included ? CoreOp::less_equal : CoreOp::less, amount,
                                  evaluate(*band.upto, meanings), kMoney);
    return choice(inside, kMoney, [&] { return mine; }, [&] { return worth(step, at + 1, amount, meanings); });
}

/// "Computed edges may meet, but not fall: R15." Those of slices begin at 0.
[[nodiscard]] Value with_rising_edges(const AwardStep& step, const Value& amount, Meanings& meanings) {
    std::vector<Value> rises;
    Value before = zero();
    for (std::size_t at = 0; at < step.bands.size(); ++at) {
        if (!step.bands[at].upto) {
            continue;
        }
        const Value edge = evaluate(*step.bands[at].upto, meanings);
        if (at != 0 || step.method == AwardStep::Method::marginal) {
            rises.push_back(compares(CoreOp::less_equal, before, edge, kMoney));
        }
        before = edge;
    }
    const Value rising = conjunction(rises);
    if (const auto stop = held_up({amount, rising})) {
        return *stop;
    }
    return rising.boolean() ? amount : Value::failed(RuntimeError::falling_edges);
}

[[nodiscard]] Value banded(const AwardStep& step, const Value& amount, Meanings& meanings) {
    const Value result = step.method == AwardStep::Method::marginal ? marginal(step, amount, meanings)
                                                                    : worth(step, 0, amount, meanings);
    return with_rising_edges(step, result, meanings);
}

/// `uplift`: a + a × v; in points a + (what the last rate was taken of) × v, v counting points or being a rate.
[[nodiscard]] Value uplifted(const AwardStep& step, const Value& amount, const Value& value, const Value& rated) {
    const Value& of = step.uplift == AwardStep::Uplift::relative ? amount : rated;
    const Value share = step.uplift == AwardStep::Uplift::points
                            ? compute(CoreOp::divide, {value, Value::of(Rational(100))})
                            : value;
    return compute(CoreOp::add, {amount, compute(CoreOp::multiply, {of, share})});
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

[[nodiscard]] Value applied(const AwardStep& step, const Value& amount, const Value& value, const Value& rated,
                            Meanings& meanings) {
    switch (step.kind) {
        case AwardStep::Kind::base: return value;
        case AwardStep::Kind::times: return compute(CoreOp::multiply, {amount, value});
        case AwardStep::Kind::uplift: return uplifted(step, amount, value, rated);
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
    return run_steps(steps, meanings, zero());
}

std::vector<StepResult> run_steps(const std::vector<AwardStep>& steps, Meanings& meanings, Value amount) {
    std::vector<StepResult> results;
    Value rated = zero();
    for (const AwardStep& step : steps) {
        StepResult result{.before = amount, .after = {}, .value = {}, .applies = {}};
        if (step.value) {
            result.value = evaluate(*step.value, meanings);
            const Type& type = step.value->type();
            if (result.value->state() == State::absent && !type.optional() && !type.is(TypeKind::null)) {
                result.value = Value::failed(RuntimeError::absent_value);   // "in a place that a condition guards"
            }
        }
        const Value after = applied(step, amount, result.value.value_or(Value::absent()), rated, meanings);
        result.after = after;
        if (step.when) {
            result.applies = evaluate(*step.when, meanings);
            result.after = choice(*result.applies, kMoney, [&] { return after; }, [&] { return amount; });
        }
        if (step.kind == AwardStep::Kind::times || step.kind == AwardStep::Kind::bands) {
            rated = result.applies ? choice(*result.applies, kMoney, [&] { return amount; }, [] { return zero(); }) : amount;
        }
        amount = result.after;
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace huiqi::oracle
