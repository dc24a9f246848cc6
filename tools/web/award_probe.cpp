#include "tools/web/award_probe.h"

#include <algorithm>

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// The column of a scalar of the application; beyond all columns where no rule looks at it.
[[nodiscard]] std::uint32_t column_of(const Plan& plan, const FieldSchema& field) {
    const auto found = std::find_if(plan.columns.begin(), plan.columns.end(), [&](const PlanColumn& one) {
        return one.path.size() == 1 && &plan.schema.fields[one.path.front()] == &field;
    });
    return static_cast<std::uint32_t>(found - plan.columns.begin());
}

}  // namespace

AwardProbe::AwardProbe(const PageState& state, Interview& interview, const FieldSchema& field)
    : state_(state), interview_(interview), field_(field), slopes_(*interview.rules().plan, column_of(*interview.rules().plan, field)) {}

const AwardProbe::Seen& AwardProbe::at(const Rational& x) {
    const auto found = seen_.find(x);
    if (found != seen_.end()) {
        return found->second;
    }
    Seen made;
    PageState changed = state_;
    changed.set(field_.name, Answer(decimal_text(x / field_.entry.factor)));
    if (!faulty(interview_.look(changed.answers, 0))) {
        made.y = sum_of(interview_).least;
        for (const Standing& one : interview_.check().standings()) {
            made.states.push_back(one.state);
        }
        take_slope(made);
    }
    return seen_.emplace(x, std::move(made)).first->second;
}

void AwardProbe::take_slope(Seen& made) {
    made.straight = true;
    for (const auto& [node, scale] : counted()) {
        const SlopeRun::Seen one = slopes_.look(interview_.check().ranges(), node);
        made.slope += one.slope * scale / field_.step;
        made.straight = made.straight && one.straight;
        if (one.turn && (!made.turn || *one.turn * field_.step < *made.turn)) {
            made.turn = *one.turn * field_.step;
        }
    }
}

std::vector<std::pair<NodeIndex, Rational>> AwardProbe::counted() const {
    std::vector<std::pair<NodeIndex, Rational>> all;
    const auto add = [&](const PlanValue& value) {
        if (!value.constant && value.node != kNoNode) {
            all.emplace_back(value.node, value.scale);
        }
    };
    const Plan& plan = *interview_.rules().plan;
    if (plan.totals.size() == 1 && !sum_of(interview_).broken) {
        add(plan.totals.front().value);
        return all;
    }
    for (const IncentivePlan& one : plan.incentives) {
        add(one.award);
    }
    return all;
}

}  // namespace huiqi
