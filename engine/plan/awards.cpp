#include "engine/plan/awards.h"

#include <utility>

namespace huiqi {

PlanValue Awards::marginal(const AwardStep& step, IncentivePlan::Step& made) {
    const PlanValue& before = made.before;
    // Σ rate · max(0, min(amount, upto) − edge below)
    PlanValue total = numbers_.constant(0, before.type);
    PlanValue edge = numbers_.constant(0, before.type);
    for (const AwardStep::Band& band : step.bands) {
        const PlanValue rate = expressions_.lower(*band.rate);
        IncentivePlan::Band& told = made.bands.emplace_back();
        PlanValue upper = before;
        PlanValue upto = edge;
        if (band.upto) {
            upto = expressions_.lower(*band.upto);
            upper = numbers_.minimum(before, upto);
            told.upto = upto;
        }
        const PlanValue part = numbers_.maximum(numbers_.constant(0, before.type),
                                                numbers_.subtract(upper, edge, before.type));
        total = numbers_.add(total, numbers_.multiply(part, rate, before.type), before.type);
        told.worth = rate;
        told.inside = part;
        edge = upto;
    }
    return total;
}

PlanValue Awards::whole(const AwardStep& step, IncentivePlan::Step& made) {
    const PlanValue& before = made.before;
    PlanValue result = numbers_.constant(0, before.type);
    made.bands.resize(step.bands.size());
    for (std::size_t at = step.bands.size(); at-- > 0;) {
        const AwardStep::Band& band = step.bands[at];
        IncentivePlan::Band& told = made.bands[at];
        told.worth = expressions_.lower(band.rate ? *band.rate : *band.amount);
        const PlanValue mine = band.rate ? numbers_.multiply(before, told.worth, before.type) : told.worth;
        if (!band.upto) {
            told.inside = values_.of_value(Value::of(true), Type::boolean());
            result = mine;
            continue;
        }
        told.upto = expressions_.lower(*band.upto);
        const NodeIndex inside =
            numbers_.compare(before, *told.upto, band.edge_included ? Relation::less_equal : Relation::less);
        told.inside = values_.of_node(inside, Type::boolean());
        result = values_.select(inside, mine, result);
    }
    return result;
}

namespace {

/// Whether both edges are constants that do not fall. Numbers were looked at when the rule was loaded; parameters, which a
/// district may have set, are here for the first time.
[[nodiscard]] bool known_to_rise(const PlanValue& lower, const PlanValue& upper) {
    const auto known = [](const PlanValue& edge) { return edge.constant && edge.constant->state() == State::known; };
    return known(lower) && known(upper) && lower.constant->number() <= upper.constant->number();
}

}  // namespace

PlanValue Awards::with_rising_edges(const AwardStep& step, const PlanValue& amount) {
    std::vector<PlanValue> edges;
    if (step.method == AwardStep::Method::marginal) {
        edges.push_back(numbers_.constant(0, amount.type));
    }
    for (const AwardStep::Band& band : step.bands) {
        if (band.upto) {
            edges.push_back(expressions_.lower(*band.upto));
        }
    }
    NodeIndex rising = kNoNode;
    for (std::size_t at = 1; at < edges.size(); ++at) {
        if (known_to_rise(edges[at - 1], edges[at])) {
            continue;
        }
        const NodeIndex next = numbers_.compare(edges[at - 1], edges[at], Relation::less_equal);
        rising = rising == kNoNode ? next : build_.both(rising, next);
    }
    return rising == kNoNode ? amount : numbers_.guarded(amount, rising, RuntimeError::falling_edges);
}

PlanValue Awards::banded(const AwardStep& step, IncentivePlan::Step& made) {
    const PlanValue result = step.method == AwardStep::Method::marginal ? marginal(step, made) : whole(step, made);
    return with_rising_edges(step, result);
}

PlanValue Awards::uplifted(const AwardStep& step, const PlanValue& before, const PlanValue& value, const PlanValue& rated) {
    const bool relative = step.uplift == AwardStep::Uplift::relative;
    const PlanValue share = step.uplift == AwardStep::Uplift::points
                                ? numbers_.multiply(value, numbers_.constant(Rational(1) / 100, value.type), value.type)
                                : value;
    return numbers_.add(before, numbers_.multiply(relative ? before : rated, share, before.type), before.type);
}

PlanValue Awards::limited(const AwardStep& step, const PlanValue& before, const PlanValue& given) {
    const PlanValue value = values_.typed(given, before.type);
    const PlanValue limit = value.type.optional() ? values_.present(value) : value;
    PlanValue result = step.kind == AwardStep::Kind::cap     ? numbers_.minimum(before, limit)
                       : step.kind == AwardStep::Kind::floor ? numbers_.maximum(before, limit)
                                                             : before;
    if (step.kind == AwardStep::Kind::none_below) {
        const NodeIndex enough = numbers_.compare(before, limit, Relation::greater_equal);
        result = values_.select(enough, before, numbers_.constant(0, before.type));
    }
    return value.type.optional()
               ? numbers_.beside(values_.select(values_.is_absent(value), before, result), before)
               : result;
}

PlanValue Awards::apply(const AwardStep& step, const PlanValue& rated, IncentivePlan::Step& made) {
    const PlanValue& before = made.before;
    const PlanValue& value = made.value;
    switch (step.kind) {
        case AwardStep::Kind::base: return value;
        case AwardStep::Kind::times: return numbers_.multiply(before, value, before.type);
        case AwardStep::Kind::uplift: return uplifted(step, before, value, rated);
        case AwardStep::Kind::bands: return banded(step, made);
        case AwardStep::Kind::plus: return numbers_.add(before, value, before.type);
        case AwardStep::Kind::minus:
            return numbers_.maximum(numbers_.constant(0, before.type), numbers_.subtract(before, value, before.type));
        case AwardStep::Kind::round: return numbers_.rounded(before, step.round_step, step.rounding);
        case AwardStep::Kind::cap:
        case AwardStep::Kind::floor:
        case AwardStep::Kind::none_below: return limited(step, before, value);
    }
    return before;
}

std::vector<IncentivePlan::Step> Awards::lower(const std::vector<AwardStep>& steps) {
    return lower(steps, numbers_.constant(0, Type::number(Unit::of("CNY"))));
}

std::vector<IncentivePlan::Step> Awards::lower(const std::vector<AwardStep>& steps, PlanValue running) {
    std::vector<IncentivePlan::Step> result;
    PlanValue rated = running;
    for (const AwardStep& step : steps) {
        build_.set_origin(step.declared);
        IncentivePlan::Step made;
        made.before = running;
        if (step.value) {
            made.value = expressions_.lower(*step.value);
        }
        // an absent limit leaves the amount alone, and it is no fault of the amount that it cannot be compared
        const bool no_limit = made.value.constant && made.value.constant->state() == State::absent;
        made.after = no_limit ? running : apply(step, rated, made);
        if (step.when) {
            made.applies = expressions_.lower(*step.when);
            made.after = values_.select(values_.node(*made.applies), made.after, running);
        }
        if (step.kind == AwardStep::Kind::times || step.kind == AwardStep::Kind::bands) {
            // where the rate does not apply there is nothing to raise
            rated = made.applies ? values_.select(values_.node(*made.applies), running, numbers_.constant(0, running.type))
                                 : running;
        }
        running = made.after;
        result.push_back(std::move(made));
    }
    return result;
}

}  // namespace huiqi
