#include "engine/api/decision_reader.h"

#include <algorithm>
#include <utility>

#include "engine/api/messages.h"
#include "engine/evaluate/instalments.h"
#include "engine/evaluate/next_question.h"
#include "engine/evaluate/outcome.h"
#include "engine/evaluate/sentence_text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr unsigned kCents = 2;

[[nodiscard]] Eligibility eligibility(const Value& eligible) {
    if (eligible.known()) {
        return eligible.boolean() ? Eligibility::yes : Eligibility::no;
    }
    return eligible.state() == State::unknown ? Eligibility::unknown : Eligibility::error;
}

/// Writes an amount in yuan with two decimals, or with as many as it has when those do not do.
[[nodiscard]] std::string amount_text(const Value& amount) {
    if (!amount.known()) {
        return {};
    }
    const Rational cents = amount.number() * Rational(100);
    return is_integer(cents) ? fixed_text(numerator(cents), kCents) : decimal_text(amount.number());
}

/// Writes a part: an amount as an award, other numbers as they are, anything else as its word.
[[nodiscard]] std::string part_text(const Value& value, const Type& type) {
    if (!value.known()) {
        return {};
    }
    if (!type.is(TypeKind::number)) {
        return value_text(value, type, false);
    }
    return type.unit().is_money() ? amount_text(value) : decimal_text(value.number());
}

[[nodiscard]] InstalmentStanding standing(InstalmentState state) {
    switch (state) {
        case InstalmentState::due: return InstalmentStanding::due;
        case InstalmentState::waiting: return InstalmentStanding::waiting;
        case InstalmentState::failed: return InstalmentStanding::failed;
        case InstalmentState::stopped: return InstalmentStanding::stopped;
        case InstalmentState::refused: return InstalmentStanding::refused;
        case InstalmentState::error: break;
    }
    return InstalmentStanding::error;
}

void read_divisions(const Evaluator& evaluator, const IncentivePlan& plan, IncentiveDecision& decision) {
    const auto amount = [&evaluator](const PlanValue& value) { return amount_text(evaluator.read(value, 0)); };
    for (const IncentivePlan::Extra& share : plan.shares) {
        decision.shares.push_back({.name = share.name, .value = amount(share.amount)});
    }
    for (const IncentivePlan::Extra& share : plan.recipients) {
        decision.recipients.push_back({.name = share.name, .value = amount(share.amount)});
    }
    for (const IncentivePlan::Instalment& part : plan.schedule) {
        const Value date = part.date ? evaluator.read(*part.date, 0) : Value::absent();
        decision.schedule.push_back({.name = part.planned.name,
                                     .planned = amount(part.planned.amount),
                                     .amount = amount(part.amount),
                                     .standing = standing(instalment_state(evaluator, plan, part, 0)),
                                     .date = date.known() ? date.date().text() : std::string()});
    }
    decision.due = amount_text(amount_due(evaluator, plan, 0));
    decision.recover = plan.recovery ? amount(plan.recovery->amount) : std::string();
}

[[nodiscard]] IncentiveDecision read_incentive(const Evaluator& evaluator, const Incentive& incentive,
                                               std::size_t index, const Sources& sources) {
    Outcome decided = outcome(evaluator, incentive, index, 0);
    IncentiveDecision decision;
    decision.id = incentive.id;
    decision.eligible = eligibility(decided.eligible);
    decision.award = amount_text(decided.award);
    for (const IncentivePlan::Named& part : evaluator.plan().incentives[index].parts) {
        decision.parts.push_back(
            {.name = part.name, .value = part_text(evaluator.read(part.value, 0), part.value.type)});
    }
    read_divisions(evaluator, evaluator.plan().incentives[index], decision);
    decision.reason = decided.reason;
    decision.reason_zh = reason_text(evaluator, incentive, index, decided.reason, 0, Language::zh);
    decision.reason_en = reason_text(evaluator, incentive, index, decided.reason, 0, Language::en);
    decision.failed = std::move(decided.failed);
    decision.missing = std::move(decided.missing);
    decision.anomalies = std::move(decided.anomalies);
    decision.ask_next = next_question(evaluator, index, 0).value_or("");
    for (const Outcome::Failure& failure : decided.errors) {
        decision.errors.push_back(message_of(failure.code, failure.place, sources));
    }
    return decision;
}

}  // namespace

const IncentiveDecision* Decision::find(std::string_view id) const noexcept {
    const auto found = std::find_if(incentives.begin(), incentives.end(),
                                    [id](const IncentiveDecision& one) { return one.id == id; });
    return found == incentives.end() ? nullptr : &*found;
}

Decision read_decision(const Evaluator& evaluator, const Selection& selection, const Sources& sources) {
    Decision decision;
    decision.decided = true;
    for (std::size_t index = 0; index < selection.incentives.size(); ++index) {
        decision.incentives.push_back(
            read_incentive(evaluator, *selection.incentives[index], index, sources));
    }
    for (const IncentivePlan::Named& total : evaluator.plan().totals) {
        decision.totals.push_back({.name = total.name, .value = amount_text(evaluator.read(total.value, 0))});
    }
    return decision;
}

}  // namespace huiqi
