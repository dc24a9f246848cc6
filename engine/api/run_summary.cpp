#include "engine/api/run_summary.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/instalments.h"
#include "engine/evaluate/outcome.h"
#include "engine/numeric/on_processor.h"

namespace huiqi {
namespace {

/// Sums 64-bit lanes exactly: low and high halves apart, whose sums cannot wrap for fewer than 2^31 rows.
[[nodiscard]] Int128 sum_of_lanes(const std::int64_t* lanes, std::size_t rows) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    on_processor(
        [](const std::int64_t* from, std::size_t count, std::int64_t* low_sum, std::int64_t* high_sum)
            __attribute__((always_inline)) {
                std::int64_t lows = 0;
                std::int64_t highs = 0;
                for (std::size_t row = 0; row < count; ++row) {
                    lows += from[row] & 0xFFFF'FFFF;
                    highs += from[row] >> 32;
                }
                *low_sum = lows;
                *high_sum = highs;
            },
        lanes, rows, &low, &high);
    return (static_cast<Int128>(high) << 32) + low;
}

template <class T>
[[nodiscard]] std::size_t count_of(const T* lanes, T wanted, std::size_t rows) {
    std::size_t count = 0;
    on_processor(
        [](const T* from, T value, std::size_t all, std::size_t* out) __attribute__((always_inline)) {
            // stretches so short that a byte counts them: there are many bytes in a vector
            constexpr std::size_t kStretch = 128;
            std::size_t equal = 0;
            for (std::size_t first = 0; first < all; first += kStretch) {
                const std::size_t end = first + kStretch < all ? first + kStretch : all;
                std::uint8_t here = 0;
                for (std::size_t row = first; row < end; ++row) {
                    here = static_cast<std::uint8_t>(here + (from[row] == value ? 1U : 0U));
                }
                equal += here;
            }
            *out = equal;
        },
        lanes, wanted, rows, &count);
    return count;
}

/// Sums an amount of whole cents over the rows in which `gate` is known too.
[[nodiscard]] Integer sum_of(const Evaluator& evaluator, const PlanValue& amount, const PlanValue& gate) {
    const Register& from = evaluator[amount.node];
    const Register& open = evaluator[gate.node];
    if (from.kind == LaneKind::int64 && from.all_known() && open.all_known()) {
        return to_integer(sum_of_lanes(from.lanes<std::int64_t>(), from.size));
    }
    Integer sum = 0;
    for (std::size_t row = 0; row < from.size; ++row) {
        const bool counts = from.state(row) == kKnown && open.state(row) == kKnown;
        sum += counts ? numerator(Rational(evaluator.read(amount, row).number() * 100)) : Integer(0);
    }
    return sum;
}

/// Tells whether a known amount is 0.
[[nodiscard]] bool is_zero(const Evaluator& evaluator, const PlanValue& amount, std::size_t row) {
    const Register& from = evaluator[amount.node];
    return from.kind == LaneKind::int64 ? from.lanes<std::int64_t>()[row] == 0 : evaluator.read(amount, row).number() == 0;
}

/// Gives numbers of a few conditions as bytes: they are counted once for each condition.
[[nodiscard]] std::vector<std::int8_t> narrowed(const std::int64_t* numbers, std::size_t rows) {
    std::vector<std::int8_t> bytes(rows);
    on_processor(
        [](const std::int64_t* from, std::int8_t* to, std::size_t count) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < count; ++row) {
                to[row] = static_cast<std::int8_t>(from[row]);
            }
        },
        numbers, bytes.data(), rows);
    return bytes;
}

/// Counts rows that are all decided: whoever is refused has the number of a condition as reason, all others 0.
void count_decided(RunSummary::PerIncentive& into, const Register& eligible, const std::int64_t* reason,
                   std::int64_t conditions) {
    const std::size_t yes = count_of(eligible.lanes<std::uint8_t>(), std::uint8_t{1}, eligible.size);
    into.eligible += yes;
    into.refused += eligible.size - yes;
    std::size_t open = eligible.size - yes;
    const std::vector<std::int8_t> numbers = narrowed(reason, open == 0 ? 0 : eligible.size);
    for (std::int64_t number = -1; number <= conditions && open != 0; ++number) {
        const std::size_t times = number == 0 ? 0 : count_of(numbers.data(), static_cast<std::int8_t>(number), numbers.size());
        if (times != 0) {
            into.reasons[number] += times;
        }
        open -= times;
    }
    expect(open == 0, "every refusal has a reason");
}

/// Counts the amounts of 0 in a register of known amounts.
[[nodiscard]] std::size_t count_zeros(const Evaluator& evaluator, const PlanValue& amount) {
    const Register& from = evaluator[amount.node];
    if (from.kind == LaneKind::int64) {
        return count_of(from.lanes<std::int64_t>(), std::int64_t{0}, from.size);
    }
    std::size_t zeros = 0;
    for (std::size_t row = 0; row < from.size; ++row) {
        zeros += is_zero(evaluator, amount, row) ? 1U : 0U;
    }
    return zeros;
}

void count_decisions(RunSummary::PerIncentive& into, const Evaluator& evaluator, const IncentivePlan& plan) {
    constexpr std::size_t kFew = 16;
    const Register& eligible = evaluator[plan.eligible.node];
    const auto* reason = evaluator[plan.reason.node].lanes<std::int64_t>();
    into.award_cents += sum_of(evaluator, plan.award, plan.award);
    if (eligible.all_known() && evaluator[plan.award.node].all_known() && plan.conditions.size() <= kFew) {
        const std::uint64_t refused = into.refused;
        count_decided(into, eligible, reason, static_cast<std::int64_t>(plan.conditions.size()));
        if (plan.has_award) {   // who is refused has an award of 0 too
            into.zero += count_zeros(evaluator, plan.award) - (into.refused - refused);
        }
        return;
    }
    for (std::size_t row = 0; row < eligible.size; ++row) {
        switch (decision_state(evaluator, plan, row)) {
            case DecisionState::eligible:
                ++into.eligible;
                into.zero += plan.has_award && is_zero(evaluator, plan.award, row) ? 1U : 0U;
                break;
            case DecisionState::unknown: ++into.open; break;
            case DecisionState::error: ++into.failed; break;
            case DecisionState::refused:
                ++into.refused;
                ++into.reasons[reason[row]];
                break;
        }
    }
}

void add_shares(std::vector<Integer>& into, const Evaluator& evaluator, const std::vector<IncentivePlan::Extra>& shares,
                const PlanValue& award) {
    into.resize(shares.size());
    for (std::size_t at = 0; at < shares.size(); ++at) {
        into[at] += sum_of(evaluator, shares[at].amount, award);
    }
}

void add_instalment(RunSummary::Instalment& into, const Evaluator& evaluator, const IncentivePlan& plan,
                    const IncentivePlan::Instalment& part) {
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        switch (instalment_state(evaluator, plan, part, row)) {
            case InstalmentState::due: into.due += is_zero(evaluator, part.amount, row) ? 0U : 1U; break;
            case InstalmentState::waiting: ++into.waiting; break;
            case InstalmentState::failed: ++into.failed; break;
            case InstalmentState::stopped: ++into.stopped; break;
            case InstalmentState::error: ++into.error; break;
            case InstalmentState::refused: break;
        }
    }
    into.cents += sum_of(evaluator, part.amount, part.amount);
}

void add_recovery(RunSummary::Recovery& into, const Evaluator& evaluator, const PlanValue& amount) {
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        const Cause state = evaluator[amount.node].state(row);
        if (state != kKnown) {
            ++(evaluator.causes().is_unknown(state) ? into.open : into.failed);
        } else {
            into.count += is_zero(evaluator, amount, row) ? 0U : 1U;
        }
    }
    into.cents += sum_of(evaluator, amount, amount);
}

void count(RunSummary::PerIncentive& into, const Evaluator& evaluator, const IncentivePlan& plan) {
    count_decisions(into, evaluator, plan);
    add_shares(into.shares, evaluator, plan.shares, plan.award);
    add_shares(into.recipients, evaluator, plan.recipients, plan.award);
    into.schedule.resize(plan.schedule.size());
    for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
        add_instalment(into.schedule[at], evaluator, plan, plan.schedule[at]);
    }
    if (plan.recovery) {
        into.recovery = into.recovery.value_or(RunSummary::Recovery());
        add_recovery(*into.recovery, evaluator, plan.recovery->amount);
    }
}

void add_sums(std::vector<Integer>& into, const std::vector<Integer>& from) {
    into.resize(std::max(into.size(), from.size()));
    for (std::size_t at = 0; at < from.size(); ++at) {
        into[at] += from[at];
    }
}

void merge_parts(RunSummary::PerIncentive& into, const RunSummary::PerIncentive& from) {
    add_sums(into.shares, from.shares);
    add_sums(into.recipients, from.recipients);
    into.schedule.resize(std::max(into.schedule.size(), from.schedule.size()));
    for (std::size_t at = 0; at < from.schedule.size(); ++at) {
        into.schedule[at].due += from.schedule[at].due;
        into.schedule[at].waiting += from.schedule[at].waiting;
        into.schedule[at].failed += from.schedule[at].failed;
        into.schedule[at].stopped += from.schedule[at].stopped;
        into.schedule[at].error += from.schedule[at].error;
        into.schedule[at].cents += from.schedule[at].cents;
    }
    if (from.recovery) {
        into.recovery = into.recovery.value_or(RunSummary::Recovery());
        into.recovery->count += from.recovery->count;
        into.recovery->open += from.recovery->open;
        into.recovery->failed += from.recovery->failed;
        into.recovery->cents += from.recovery->cents;
    }
}

void add_total(RunSummary::PerTotal& into, const Evaluator& evaluator, const PlanValue& total) {
    const bool lanes = !total.constant && total.denominator == kNoNode && evaluator[total.node].kind == LaneKind::int64;
    if (lanes && evaluator[total.node].all_known()) {
        const Register& from = evaluator[total.node];
        into.sum += Rational(to_integer(sum_of_lanes(from.lanes<std::int64_t>(), from.size))) * total.scale;
        return;
    }
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        const Value value = evaluator.read(total, row);
        into.sum += value.known() ? value.number() : Rational(0);
        into.not_known += value.known() ? 0U : 1U;
    }
}

}  // namespace

void RunSummary::add(const Evaluator& evaluator) {
    const std::vector<IncentivePlan>& plans = evaluator.plan().incentives;
    incentives.resize(plans.size());
    rows_decided += evaluator.rows();
    for (std::size_t index = 0; index < plans.size(); ++index) {
        count(incentives[index], evaluator, plans[index]);
    }
    totals.resize(evaluator.plan().totals.size());
    for (std::size_t index = 0; index < totals.size(); ++index) {
        add_total(totals[index], evaluator, evaluator.plan().totals[index].value);
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
        into.zero += from.zero;
        into.refused += from.refused;
        into.open += from.open;
        into.failed += from.failed;
        into.award_cents += from.award_cents;
        for (const auto& [reason, times] : from.reasons) {
            into.reasons[reason] += times;
        }
        merge_parts(into, from);
    }
    totals.resize(std::max(totals.size(), other.totals.size()));
    for (std::size_t index = 0; index < other.totals.size(); ++index) {
        totals[index].sum += other.totals[index].sum;
        totals[index].not_known += other.totals[index].not_known;
    }
}

}  // namespace huiqi
