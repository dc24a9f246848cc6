#include "tests/oracle/divisions.h"

#include "tests/oracle/award_steps.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

const Type kMoney = Type::number(Unit::of("CNY"));

[[nodiscard]] Value zero() { return Value::of(Rational(0)); }

[[nodiscard]] Value not_negative(const Value& amount, RuntimeError error) {
    return amount.known() && amount.number() < 0 ? Value::failed(error) : amount;
}

[[nodiscard]] Value where(const Value& condition, const Value& amount) {
    return choice(condition, kMoney, [&] { return amount; }, [] { return zero(); });
}

[[nodiscard]] Value less(const Value& left, const Value& right) { return compute(CoreOp::subtract, {left, right}); }

/// A part of a size of its own: its steps go on from the award.
[[nodiscard]] ShareResult sized(const Share& share, const Value& award, const Value& eligible, Meanings& meanings) {
    ShareResult result;
    result.steps = run_steps(share.steps, meanings, award);
    result.amount = where(eligible, not_negative(result.steps.back().after, RuntimeError::parts_apart));
    return result;
}

/// Gives the lesser of two amounts, strictly.
[[nodiscard]] Value lesser(const Value& left, const Value& right) {
    const auto stop = held_up({left, right});
    return stop ? *stop : left.number() < right.number() ? left : right;
}

}  // namespace

std::vector<ShareResult> divide(const std::vector<Share>& shares, const Value& award, const Value& eligible,
                                Meanings& meanings) {
    std::vector<ShareResult> results(shares.size());
    Value left = award;
    for (std::size_t at = 0; at < shares.size(); ++at) {
        if (!shares[at].rest) {
            results[at] = sized(shares[at], award, eligible, meanings);
            left = less(left, results[at].amount);
        }
    }
    for (std::size_t at = 0; at < shares.size(); ++at) {
        if (shares[at].rest) {
            results[at].amount = not_negative(left, RuntimeError::parts_apart);
        }
    }
    return results;
}

namespace {

void plan_amounts(const Schedule& schedule, const Value& award, const Value& eligible, Meanings& meanings,
                  std::vector<InstalmentResult>& results) {
    Value left = award;
    bool rest = false;
    for (std::size_t at = 0; at < results.size(); ++at) {
        const Share& share = schedule.parts[at].share;
        rest = rest || share.rest;
        if (!share.rest) {
            results[at].planned = sized(share, award, eligible, meanings);
            results[at].planned.amount = lesser(results[at].planned.amount, left);
            left = less(left, results[at].planned.amount);
        }
    }
    for (std::size_t at = 0; at < results.size(); ++at) {
        if (schedule.parts[at].share.rest) {
            results[at].planned.amount = left;
        }
    }
    // "where none takes the rest, they reach the award"
    Value& last = results.back().planned.amount;
    if (!rest && last.known() && left.known() && left.number() != 0) {
        last = Value::failed(RuntimeError::parts_apart);
    }
}

}  // namespace

std::vector<InstalmentResult> divide(const Schedule& schedule, const Value& award, const Value& eligible,
                                     Meanings& meanings) {
    std::vector<InstalmentResult> results(schedule.parts.size());
    plan_amounts(schedule, award, eligible, meanings, results);
    Value goes_on = Value::of(true);
    for (std::size_t at = 0; at < results.size(); ++at) {
        const Instalment& part = schedule.parts[at];
        InstalmentResult& result = results[at];
        result.goes_on = goes_on;
        result.passes = part.test ? evaluate(*part.test, meanings) : Value::of(true);
        const Value due = conjunction({goes_on, result.passes});
        result.amount = where(eligible, where(due, result.planned.amount));
        if (part.date) {
            result.date = evaluate(*part.date, meanings);
        }
        goes_on = schedule.stops ? due : goes_on;   // "a failed re-check ends the later parts too"
    }
    return results;
}

RecoveryResult recover(const Recovery& recovery, Meanings& meanings) {
    RecoveryResult result;
    result.steps = run_steps(recovery.steps, meanings);
    result.amount = not_negative(result.steps.back().after, RuntimeError::negative_award);
    if (recovery.when) {
        result.applies = evaluate(*recovery.when, meanings);
        result.amount = where(*result.applies, result.amount);
    }
    return result;
}

}  // namespace huiqi::oracle
