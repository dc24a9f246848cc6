#include "engine/api/run_summary.h"

#include <algorithm>

namespace huiqi {
namespace {

[[nodiscard]] Integer sum_of(const Evaluator& evaluator, const PlanValue& award) {
    const Register& from = evaluator[award.node];
    if (from.kind == LaneKind::int64) {
        Int128 sum = 0;   // at most 2^17 rows of less than 2^63: no wrap
        for (std::size_t row = 0; row < from.size; ++row) {
            sum += from.state(row) == kKnown ? from.lanes<std::int64_t>()[row] : 0;
        }
        return to_integer(sum);
    }
    Integer sum = 0;
    for (std::size_t row = 0; row < from.size; ++row) {
        const Value value = evaluator.read(award, row);
        sum += value.known() ? numerator(Rational(value.number() * 100)) : Integer(0);
    }
    return sum;
}

void count(RunSummary::PerIncentive& into, const Evaluator& evaluator, const IncentivePlan& plan) {
    const Register& eligible = evaluator[plan.eligible.node];
    const Register& award = evaluator[plan.award.node];
    const auto* yes = eligible.lanes<std::uint8_t>();
    const auto* reason = evaluator[plan.reason.node].lanes<std::int64_t>();
    for (std::size_t row = 0; row < eligible.size; ++row) {
        const Cause state = eligible.state(row) == kKnown ? award.state(row) : eligible.state(row);
        if (state != kKnown) {
            ++(evaluator.causes().is_unknown(state) ? into.open : into.failed);
        } else if (yes[row] != 0) {
            ++into.eligible;
        } else {
            ++into.refused;
            ++into.reasons[reason[row]];
        }
    }
    into.award_cents += sum_of(evaluator, plan.award);
}

}  // namespace

void RunSummary::add(const Evaluator& evaluator) {
    const std::vector<IncentivePlan>& plans = evaluator.plan().incentives;
    incentives.resize(plans.size());
    rows_decided += evaluator.rows();
    for (std::size_t index = 0; index < plans.size(); ++index) {
        count(incentives[index], evaluator, plans[index]);
    }
}

void RunSummary::merge(const RunSummary& other) {
    rows_read += other.rows_read;
    rows_decided += other.rows_decided;
    rows_rejected += other.rows_rejected;
    incentives.resize(std::max(incentives.size(), other.incentives.size()));
    for (std::size_t index = 0; index < other.incentives.size(); ++index) {
        PerIncentive& into = incentives[index];
        const PerIncentive& from = other.incentives[index];
        into.eligible += from.eligible;
        into.refused += from.refused;
        into.open += from.open;
        into.failed += from.failed;
        into.award_cents += from.award_cents;
        for (const auto& [reason, times] : from.reasons) {
            into.reasons[reason] += times;
        }
    }
}

}  // namespace huiqi
