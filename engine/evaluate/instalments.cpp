#include "engine/evaluate/instalments.h"

namespace huiqi {
namespace {

/// A truth value with its state, read without making a value of it.
struct Truth {
    bool yes = false;
    bool no = false;
    bool unknown = false;
};

[[nodiscard]] Truth truth(const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
    const Register& from = evaluator[value.node];
    const Cause state = from.state(row);
    if (state == kKnown) {
        const bool yes = from.lanes<std::uint8_t>()[row] != 0;
        return {.yes = yes, .no = !yes, .unknown = false};
    }
    return {.yes = false, .no = false, .unknown = evaluator.causes().is_unknown(state)};
}

}  // namespace

std::string_view state_word(InstalmentState state) noexcept {
    switch (state) {
        case InstalmentState::due: return "due";
        case InstalmentState::waiting: return "waiting";
        case InstalmentState::failed: return "failed";
        case InstalmentState::stopped: return "stopped";
        case InstalmentState::refused: return "refused";
        case InstalmentState::error: return "error";
    }
    return {};
}

InstalmentState instalment_state(const Evaluator& evaluator, const IncentivePlan& plan,
                                 const IncentivePlan::Instalment& part, std::size_t row) {
    if (truth(evaluator, plan.eligible, row).no) {
        return InstalmentState::refused;
    }
    if (truth(evaluator, part.goes_on, row).no) {
        return InstalmentState::stopped;
    }
    if (truth(evaluator, part.passes, row).no) {
        return InstalmentState::failed;
    }
    const Cause state = evaluator[part.amount.node].state(row);
    return state == kKnown                          ? InstalmentState::due
           : evaluator.causes().is_unknown(state) ? InstalmentState::waiting
                                                    : InstalmentState::error;
}

Value amount_due(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t row) {
    Value award = evaluator.read(plan.award, row);
    if (!award.known() || plan.schedule.empty()) {
        return award;
    }
    Rational sum = 0;
    for (const IncentivePlan::Instalment& part : plan.schedule) {
        const Value amount = evaluator.read(part.amount, row);
        if (amount.state() == State::error) {
            return amount;
        }
        sum += amount.known() ? amount.number() : Rational(0);
    }
    return Value::of(sum);
}

}  // namespace huiqi
