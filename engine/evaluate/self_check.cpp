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
      part_searches_(incentives_.size()),
      completions_(plan_),
      relevances_(incentives_.size()) {}

Possible SelfCheck::of(const PlanValue& value) const {
    if (value.node != kNoNode && !value.constant) {
        return ranges_.result(value.node);
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
    if (standing.state == DecisionState::unknown && all_known_) {
        range_of_ends(standing);
        return;
    }
    const Possible all = of(award);
    Bounds bounds = all.bounds;
    if (standing.state == DecisionState::unknown && effort != 0) {
        if (searches_[index] == nullptr) {
            searches_[index] = std::make_unique<AwardSearch>(*plan_, award.node);
        }
        const AwardSearch::Narrowed found = searches_[index]->narrowed(evaluator_, all, effort);
        bounds = found.bounds;
        standing.least_reached = found.low_reached;
        standing.most_reached = found.high_reached;
    } else if (standing.state == DecisionState::unknown) {
        standing.least_reached = standing.most_reached = all.single();
    }
    standing.least = bounds.low && *bounds.low > 0 ? Rational(*bounds.low) * award.scale : Rational(0);
    standing.most = bounds.high ? std::optional(Rational(*bounds.high) * award.scale) : std::nullopt;
    if (standing.most && *standing.most < 0) {
        standing.most = Rational(0);
    }
}

/// Where not eligible there is nothing; an error has no amount.
void SelfCheck::range_of_ends(Standing& standing) const {
    bool any = false;
    standing.most = Rational(0);
    for (const Completions::End& end : completions_.ends()) {
        if (end.state == DecisionState::error) {
            continue;
        }
        const Rational amount = end.award.known() ? std::max(end.award.number(), Rational(0)) : Rational(0);
        standing.least = any ? std::min(standing.least, amount) : amount;
        standing.most = any ? std::max(*standing.most, amount) : amount;
        any = true;
    }
}

bool SelfCheck::matters(std::size_t index, std::size_t field) {
    if (all_known_) {
        return completions_.matters(field);
    }
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
    if (relevances_[index] != nullptr) {
        relevances_[index]->forget();
    }
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
    if (all_known_) {
        if (completions_.ends().size() == 1) {
            take_end(standing, index, completions_.ends().front());
        }
        return;
    }
    if (!standing.waits_for.empty() || relevances_[index] == nullptr || !relevances_[index]->ending()) {
        return;
    }
    take_ending(standing, index);
}

/// Every case that was looked at ended in this.
void SelfCheck::take_ending(Standing& standing, std::size_t index) {
    const Relevance::Ending& ending = *relevances_[index]->ending();
    const IncentivePlan& plan = plan_->incentives[index];
    standing.state = ending.state();
    standing.may_fail = standing.state == DecisionState::error;
    if (standing.state == DecisionState::eligible) {
        standing.least = plan.award.constant ? plan.award.constant->number() : Rational(*ending.award.low) * plan.award.scale;
    }
    standing.most = standing.least;
    standing.parts.clear();
    for (std::size_t at = 0; at < ending.parts.size() && standing.state == DecisionState::eligible; ++at) {
        const PlanValue& value = plan.parts[at].value;
        PartStanding& part = standing.parts.emplace_back();
        part.settled = true;
        part.number = value.type.without_optional().is(TypeKind::number);
        if (part.number && ending.parts[at].value) {
            part.least = value.constant ? value.constant->number() : Rational(*ending.parts[at].bounds.low) * value.scale;
        }
        part.most = part.least;
    }
}

/// All that may still be answered ends in this.
void SelfCheck::take_end(Standing& standing, std::size_t index, const Completions::End& end) const {
    const IncentivePlan& plan = plan_->incentives[index];
    const auto number = [](const Value& value) { return value.known() ? value.number() : Rational(0); };
    standing.state = end.state;
    standing.may_fail = end.state == DecisionState::error;
    standing.least = number(end.award);
    standing.most = standing.least;
    standing.parts.clear();
    for (std::size_t at = 0; at < end.parts.size(); ++at) {
        PartStanding& part = standing.parts.emplace_back();
        part.settled = true;
        part.number = plan.parts[at].value.type.without_optional().is(TypeKind::number);
        part.least = part.number ? number(end.parts[at]) : Rational(0);
        part.most = part.least;
    }
}

/// What the parts may come to by themselves: where it is not eligible there is none, which bounds nothing.
void SelfCheck::part_ranges(Standing& standing, std::size_t index, std::size_t effort) {
    const std::vector<IncentivePlan::Named>& parts = plan_->incentives[index].parts;
    part_searches_[index].resize(parts.size());
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const PlanValue& value = parts[at].value;
        PartStanding& part = standing.parts.emplace_back();
        const Possible all = of(value);
        part.settled = all.settled();
        part.number = value.type.without_optional().is(TypeKind::number);
        if (!part.number || value.constant || value.node == kNoNode || value.denominator != kNoNode) {
            const Value known = evaluator_.read(value, 0);
            part.least = part.number && known.known() ? known.number() : Rational(0);
            part.most = part.settled ? std::optional(part.least) : std::nullopt;
            continue;
        }
        Bounds bounds = all.bounds;
        if (!part.settled && effort != 0) {
            if (part_searches_[index][at] == nullptr) {
                part_searches_[index][at] = std::make_unique<AwardSearch>(*plan_, value.node);
            }
            bounds = part_searches_[index][at]->narrowed(evaluator_, all, effort).bounds;
        }
        const bool may_be_none = all.absent || all.error || standing.state != DecisionState::eligible;
        part.least = all.value && bounds.low ? Rational(*bounds.low) * value.scale : Rational(0);
        part.least = may_be_none && part.least > 0 ? Rational(0) : part.least;
        part.most = !all.value      ? std::optional(Rational(0))
                    : bounds.high ? std::optional(Rational(*bounds.high) * value.scale)
                                  : std::nullopt;
    }
}

/// The fields that the decision, the award or, where it has none, the parts still wait for, rising.
std::vector<std::size_t> SelfCheck::open_fields(std::size_t index) const {
    const IncentivePlan& plan = plan_->incentives[index];
    std::set<std::size_t> fields;
    const auto add = [&](const PlanValue& value) {
        for (const std::uint32_t column : waiting(value)) {
            fields.insert(plan_->columns[column].path.front());
        }
    };
    add(plan.eligible);
    add(plan.award);
    for (std::size_t at = 0; at < plan.parts.size() && !plan.has_award; ++at) {
        add(plan.parts[at].value);
    }
    return {fields.begin(), fields.end()};
}

/// The fields that the evaluator waits for before it decides by itself, rising.
std::vector<std::size_t> SelfCheck::missing_fields(std::size_t index) const {
    std::set<std::size_t> fields;
    for (const PlanValue* value : {&plan_->incentives[index].eligible, &plan_->incentives[index].award}) {
        const bool computed = !value->constant && value->node != kNoNode;
        const Cause cause = computed ? evaluator_[value->node].state(0) : kKnown;
        for (const std::uint32_t column : evaluator_.causes().is_unknown(cause)
                                              ? evaluator_.causes().columns(cause)
                                              : std::span<const std::uint32_t>()) {
            fields.insert(plan_->columns[column].path.front());
        }
        if (computed && cause == kKnown && evaluator_.read(*value, 0).state() == State::known &&
            value->type.is(TypeKind::boolean) && !evaluator_.read(*value, 0).boolean()) {
            break;  // refused: the award is nothing, whatever it would be
        }
    }
    return {fields.begin(), fields.end()};
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
    }
    const bool by_parts = !plan.has_award && !plan.parts.empty();
    if (by_parts && made.state != DecisionState::refused && made.state != DecisionState::error) {
        part_ranges(made, index, effort);
    }
    const bool open = made.state == DecisionState::unknown ||
                      std::any_of(made.parts.begin(), made.parts.end(),
                                  [](const PartStanding& part) { return !part.settled; });
    all_known_ = false;
    if (open) {
        made.waits_for = open_fields(index);
        all_known_ = effort != 0 && completions_.run(evaluator_, *batch_, row_, index, made.waits_for);
        const DecisionState before = made.state;
        ask(made, index, effort);
        if (before == DecisionState::unknown && made.state != DecisionState::unknown) {
            made.whatever = missing_fields(index);
            return made;
        }
    }
    range(made, index, effort);
    if (all_known_) {
        made.may_fail = std::any_of(completions_.ends().begin(), completions_.ends().end(),
                                    [](const Completions::End& end) { return end.state == DecisionState::error; });
    }
    if (made.state != DecisionState::unknown) {
        made.whatever = missing_fields(index);
    }
    return made;
}

void SelfCheck::run(const Batch& batch, std::size_t row, std::size_t effort,
                    std::vector<std::size_t> skipped) {
    skipped_ = std::move(skipped);
    batch_ = &batch;
    row_ = row;
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
