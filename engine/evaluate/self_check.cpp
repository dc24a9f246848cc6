#include "engine/evaluate/self_check.h"

#include <algorithm>
#include <set>
#include <utility>

namespace huiqi {

SelfCheck::SelfCheck(std::shared_ptr<const Plan> plan, std::vector<const Incentive*> incentives)
    : plan_(std::move(plan)),
      incentives_(std::move(incentives)),
      evaluator_(plan_, RegisterMemory::kept),
      ranges_(*plan_),
      searches_(incentives_.size()),
      relevances_(incentives_.size()) {}

Possible SelfCheck::of(const PlanValue& value) const {
    if (value.node != kNoNode && !value.constant) {
        return ranges_[value.node];
    }
    Possible out;
    if (value.constant) {
        out.value = value.constant->known();
        out.absent = value.constant->state() == State::absent;
        out.error = value.constant->state() == State::error;
        if (out.value && value.type.is(TypeKind::boolean)) {
            out.bounds = Bounds::exactly(value.constant->boolean() ? 1 : 0);
        }
    }
    return out;
}

std::vector<std::uint32_t> SelfCheck::waiting(const PlanValue& value) const {
    const auto columns = ranges_.columns(of(value));
    return {columns.begin(), columns.end()};
}

void SelfCheck::range(Standing& standing, std::size_t index, std::size_t effort) {
    const PlanValue& award = plan_->incentives[index].award;
    if (standing.state == DecisionState::refused || award.constant) {
        standing.least = award.constant && award.constant->known() ? award.constant->number() : Rational(0);
        standing.most = standing.least;
        return;
    }
    const Possible all = ranges_[award.node];
    Bounds bounds = all.bounds;
    if (standing.state == DecisionState::unknown && effort != 0) {
        if (searches_[index] == nullptr) {
            searches_[index] = std::make_unique<AwardSearch>(*plan_, award.node);
        }
        bounds = searches_[index]->narrowed(evaluator_, all, effort);
    }
    standing.least = bounds.low && *bounds.low > 0 ? Rational(*bounds.low) * award.scale : Rational(0);
    standing.most = bounds.high ? std::optional(Rational(*bounds.high) * award.scale) : std::nullopt;
    if (standing.most && *standing.most < 0) {
        standing.most = Rational(0);
    }
}

bool SelfCheck::matters(std::size_t index, std::size_t field) {
    const auto& columns = plan_->columns;
    const auto of_field = [&](const PlanColumn& one) { return one.path.front() == field; };
    const auto found = std::find_if(columns.begin(), columns.end(), of_field);
    if (found == columns.end() || found->path.size() != 1) {
        return true;  // a list or a record is one question
    }
    if (relevances_[index] == nullptr) {
        relevances_[index] = std::make_unique<Relevance>(*plan_, index);
    }
    return relevances_[index]->matters(evaluator_, static_cast<std::uint32_t>(found - columns.begin()), kProof);
}

/// Chooses the first question whose answer can matter. Where none can, what every open answer leads to is decided.
void SelfCheck::ask(Standing& standing, std::size_t index, std::size_t effort) {
    std::vector<std::size_t> left = skipped_;
    const auto waits = [this](const PlanValue& value) { return waiting(value); };
    while ((standing.next = first_question(*plan_, index, waits, left))) {
        const std::size_t field = standing.next->field;
        if (effort == 0 || matters(index, field)) {
            return;
        }
        left.push_back(field);
        std::erase(standing.waits_for, field);
    }
    if (effort == 0) {
        return;
    }
    std::erase_if(standing.waits_for, [&](std::size_t field) { return !matters(index, field); });
    if (!standing.waits_for.empty() || relevances_[index] == nullptr || !relevances_[index]->ending()) {
        return;
    }
    const Relevance::Ending& ending = *relevances_[index]->ending();
    const PlanValue& award = plan_->incentives[index].award;
    standing.state = ending.state();
    standing.may_fail = standing.state == DecisionState::error;
    if (standing.state == DecisionState::eligible) {
        standing.least = award.constant ? award.constant->number() : Rational(*ending.award.low) * award.scale;
    }
    standing.most = standing.least;
}

Standing SelfCheck::standing(std::size_t index, std::size_t effort) {
    const IncentivePlan& plan = plan_->incentives[index];
    Standing made;
    const Possible eligible = of(plan.eligible);
    const Possible award = of(plan.award);
    made.period_failed = plan.in_force && of(*plan.in_force).is_false();
    for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
        const Possible condition = of(plan.conditions[at]);
        if (condition.is_false()) {
            made.failed.push_back(at);
        } else if (!condition.settled()) {
            made.open.push_back(at);
        }
    }
    made.may_fail = eligible.error || award.error || award.absent;
    if (eligible.is_false()) {
        made.state = DecisionState::refused;
        made.may_fail = false;
    } else if (eligible.settled() && award.settled()) {
        made.state = eligible.is_true() && award.value ? DecisionState::eligible : DecisionState::error;
    } else {
        std::set<std::size_t> fields;
        for (const PlanValue* value : {&plan.eligible, &plan.award}) {
            for (const std::uint32_t column : waiting(*value)) {
                fields.insert(plan_->columns[column].path.front());
            }
        }
        made.waits_for.assign(fields.begin(), fields.end());
        ask(made, index, effort);
        if (made.state != DecisionState::unknown) {
            return made;
        }
    }
    range(made, index, effort);
    return made;
}

void SelfCheck::run(const Batch& batch, std::size_t row, std::size_t effort,
                    std::vector<std::size_t> skipped) {
    skipped_ = std::move(skipped);
    evaluator_.run(batch, row, 1);
    ranges_.run(evaluator_);
    standings_.clear();
    for (std::size_t index = 0; index < incentives_.size(); ++index) {
        standings_.push_back(standing(index, effort));
    }
}

std::optional<std::size_t> SelfCheck::next() const {
    const auto found = std::find_if(standings_.begin(), standings_.end(),
                                    [](const Standing& one) { return one.next.has_value(); });
    return found == standings_.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - standings_.begin()));
}

}  // namespace huiqi
