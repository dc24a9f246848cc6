#include "engine/plan/divisions.h"

#include <algorithm>
#include <utility>

namespace huiqi {

PlanValue Divisions::zero() const {
    return numbers_.constant(0, Type::number(currency_));
}

IncentivePlan::Extra Divisions::sized(const Share& share, const Whole& whole) {
    IncentivePlan::Extra made{.name = share.name, .steps = awards_.lower(share.steps, whole.award), .amount = zero()};
    build_.set_origin(share.declared);
    const PlanValue& amount = made.steps.back().after;
    if (cents_.rounded(amount, share.steps.back().declared, {"“" + share.name + "”的一份", "the part `" + share.name + "`"})) {
        const PlanValue fine = cents_.not_negative(amount, RuntimeError::parts_apart);
        made.amount = cents_.counted(numbers_.select(whole.eligible, fine, zero()));
    }
    return made;
}

std::vector<IncentivePlan::Extra> Divisions::shares(const std::vector<Share>& written, const Whole& whole) {
    std::vector<IncentivePlan::Extra> made(written.size());
    PlanValue left = whole.award;
    for (std::size_t at = 0; at < written.size(); ++at) {
        made[at].name = written[at].name;
        if (!written[at].rest) {
            made[at] = sized(written[at], whole);
            left = numbers_.subtract(left, made[at].amount, left.type);
        }
    }
    for (std::size_t at = 0; at < written.size(); ++at) {
        if (written[at].rest) {
            build_.set_origin(written[at].declared);
            made[at].amount = cents_.counted(cents_.not_negative(left, RuntimeError::parts_apart));
        }
    }
    return made;
}

void Divisions::plan_amounts(const Schedule& written, const Whole& whole, std::vector<IncentivePlan::Instalment>& parts) {
    PlanValue left = whole.award;
    bool rest = false;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const Share& share = written.parts[at].share;
        rest = rest || share.rest;
        parts[at].planned.name = share.name;
        if (!share.rest) {
            parts[at].planned = sized(share, whole);
            PlanValue& amount = parts[at].planned.amount;
            amount = cents_.counted(numbers_.minimum(amount, left));
            left = numbers_.subtract(left, amount, left.type);
        }
    }
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (written.parts[at].share.rest) {
            parts[at].planned.amount = cents_.counted(left);
        }
    }
    if (!rest && !parts.empty()) {
        build_.set_origin(written.declared);
        PlanValue& last = parts.back().planned.amount;
        const NodeIndex reached = numbers_.compare(left, zero(), Relation::equal);
        last = numbers_.guarded(last, reached, RuntimeError::parts_apart);
    }
}

void Divisions::recheck(const Schedule& written, const Whole& whole, std::vector<IncentivePlan::Instalment>& parts) {
    NodeIndex goes_on = build_.boolean(true, 0);
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const Instalment& part = written.parts[at];
        build_.set_origin(part.share.declared);
        const NodeIndex passes = part.test ? values_.ready(expressions_.lower(*part.test), 0).node : build_.boolean(true, 0);
        const NodeIndex due = build_.both(goes_on, passes);
        parts[at].goes_on = values_.of_node(goes_on, Type::boolean());
        parts[at].passes = values_.of_node(passes, Type::boolean());
        const PlanValue paid = numbers_.select(due, parts[at].planned.amount, zero());
        parts[at].amount = cents_.counted(numbers_.select(whole.eligible, paid, zero()));
        if (part.date) {
            parts[at].date = values_.ready(expressions_.lower(*part.date), 0);
        }
        goes_on = written.stops ? due : goes_on;
    }
}

std::vector<IncentivePlan::Instalment> Divisions::schedule(const Schedule& written, const Whole& whole) {
    std::vector<IncentivePlan::Instalment> parts(written.parts.size());
    plan_amounts(written, whole, parts);
    recheck(written, whole, parts);
    return parts;
}

IncentivePlan::Extra Divisions::recovery(const Recovery& written, const std::optional<PlanValue>& applies) {
    IncentivePlan::Extra made{.name = {}, .steps = awards_.lower(written.steps), .amount = zero()};
    build_.set_origin(written.declared);
    const PlanValue& amount = made.steps.back().after;
    if (cents_.rounded(amount, written.steps.back().declared, {"追回的金额", "the amount to recover"})) {
        const PlanValue fine = cents_.not_negative(amount, RuntimeError::negative_award);
        made.amount = applies ? numbers_.select(applies->node, fine, zero()) : fine;
    }
    made.amount = cents_.counted(made.amount);
    return made;
}

}  // namespace huiqi
