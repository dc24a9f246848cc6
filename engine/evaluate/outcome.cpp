#include "engine/evaluate/outcome.h"

#include <algorithm>
#include <utility>

namespace huiqi {
namespace {

/// Adds what a value waits for, or the fault that it carries, to the outcome.
void note_state(Outcome& outcome, const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
    if (value.constant || value.node == kNoNode) {
        return;
    }
    const Cause cause = evaluator[value.node].state(row);
    const Causes& causes = evaluator.causes();
    if (causes.is_unknown(cause)) {
        for (const std::uint32_t column : causes.columns(cause)) {
            const std::string& name = evaluator.plan().columns[column].name;
            if (std::find(outcome.missing.begin(), outcome.missing.end(), name) == outcome.missing.end()) {
                outcome.missing.push_back(name);
            }
        }
    } else if (causes.is_error(cause)) {
        Outcome::Failure failure{.code = std::string(error_code(causes.code(cause))),
                                 .place = evaluator.plan().nodes[causes.node(cause)].origin};
        const bool known = std::any_of(outcome.errors.begin(), outcome.errors.end(), [&failure](const auto& other) {
            return other.code == failure.code && other.place == failure.place;
        });
        if (!known) {
            outcome.errors.push_back(std::move(failure));
        }
    }
}

/// Adds the fault that a value carries; what it waits for is no matter of the decision.
void note_fault(Outcome& outcome, const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
    if (!value.constant && value.node != kNoNode && evaluator.causes().is_error(evaluator[value.node].state(row))) {
        note_state(outcome, evaluator, value, row);
    }
}

[[nodiscard]] bool is_false(const Value& value) { return value.known() && !value.boolean(); }
[[nodiscard]] bool is_true(const Value& value) { return value.known() && value.boolean(); }

}  // namespace

DecisionState decision_state(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t row) {
    const Register& eligible = evaluator[plan.eligible.node];
    const bool decided = eligible.state(row) == kKnown;
    if (decided && eligible.lanes<std::uint8_t>()[row] == 0) {
        return DecisionState::refused;
    }
    const Cause state = decided ? evaluator[plan.award.node].state(row) : eligible.state(row);
    return state == kKnown                          ? DecisionState::eligible
           : evaluator.causes().is_unknown(state) ? DecisionState::unknown
                                                    : DecisionState::error;
}

std::string_view state_word(DecisionState state) noexcept {
    switch (state) {
        case DecisionState::eligible: return "eligible";
        case DecisionState::refused: return "refused";
        case DecisionState::unknown: return "unknown";
        case DecisionState::error: return "error";
    }
    return {};
}

Outcome outcome(const Evaluator& evaluator, const Incentive& incentive, std::size_t index, std::size_t row) {
    const IncentivePlan& plan = evaluator.plan().incentives[index];
    Outcome result;
    result.eligible = evaluator.read(plan.eligible, row);
    const Value reason = evaluator.read(plan.reason, row);
    result.reason = reason.known() ? static_cast<std::int32_t>(to_int64(numerator(reason.number()))) : 0;
    result.award = evaluator.read(plan.award, row);
    if (plan.in_force && is_false(evaluator.read(*plan.in_force, row))) {
        result.failed.emplace_back(kPeriodId);
    }
    for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
        if (is_false(evaluator.read(plan.conditions[at], row))) {
            result.failed.push_back(incentive.conditions[at].id);
        }
    }
    // a refusal is decided whatever else is open; only an open decision waits for answers or fails
    if (!is_false(result.eligible)) {
        note_state(result, evaluator, plan.eligible, row);
        note_state(result, evaluator, plan.award, row);
        for (const IncentivePlan::Instalment& part : plan.schedule) {
            note_fault(result, evaluator, part.amount, row);
        }
    }
    if (plan.recovery) {
        note_fault(result, evaluator, plan.recovery->amount, row);
    }
    for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
        if (is_true(evaluator.read(plan.anomalies[at], row))) {
            result.anomalies.push_back(incentive.anomalies[at].id);
        }
        note_fault(result, evaluator, plan.anomalies[at], row);
    }
    return result;
}

}  // namespace huiqi
