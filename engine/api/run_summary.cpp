#include "engine/api/run_summary.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"
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
            std::size_t equal = 0;
            for (std::size_t row = 0; row < all; ++row) {
                equal += from[row] == value ? 1U : 0U;
            }
            *out = equal;
        },
        lanes, wanted, rows, &count);
    return count;
}

[[nodiscard]] Integer sum_of(const Evaluator& evaluator, const PlanValue& award) {
    const Register& from = evaluator[award.node];
    if (from.kind == LaneKind::int64 && from.all_known()) {
        return to_integer(sum_of_lanes(from.lanes<std::int64_t>(), from.size));
    }
    Integer sum = 0;
    for (std::size_t row = 0; row < from.size; ++row) {
        const Value value = evaluator.read(award, row);
        sum += value.known() ? numerator(Rational(value.number() * 100)) : Integer(0);
    }
    return sum;
}

/// Counts rows that are all decided: whoever is refused has the number of a condition as reason, all others 0.
void count_decided(RunSummary::PerIncentive& into, const Register& eligible, const std::int64_t* reason,
                   std::int64_t conditions) {
    const std::size_t yes = count_of(eligible.lanes<std::uint8_t>(), std::uint8_t{1}, eligible.size);
    into.eligible += yes;
    into.refused += eligible.size - yes;
    std::size_t open = eligible.size - yes;
    for (std::int64_t number = -1; number <= conditions && open != 0; ++number) {
        const std::size_t times = number == 0 ? 0 : count_of(reason, number, eligible.size);
        if (times != 0) {
            into.reasons[number] += times;
        }
        open -= times;
    }
    expect(open == 0, "every refusal has a reason");
}

void count(RunSummary::PerIncentive& into, const Evaluator& evaluator, const IncentivePlan& plan) {
    constexpr std::size_t kFew = 16;
    const Register& eligible = evaluator[plan.eligible.node];
    const Register& award = evaluator[plan.award.node];
    const auto* yes = eligible.lanes<std::uint8_t>();
    const auto* reason = evaluator[plan.reason.node].lanes<std::int64_t>();
    into.award_cents += sum_of(evaluator, plan.award);
    if (eligible.all_known() && award.all_known() && plan.conditions.size() <= kFew) {
        count_decided(into, eligible, reason, static_cast<std::int64_t>(plan.conditions.size()));
        return;
    }
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
