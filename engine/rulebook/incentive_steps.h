#pragma once

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Calls `visit` with every list of steps that makes an amount of an eligible application: the award, and what stands beside it and
/// is divided from it.
template <class Visit>
void for_each_award_steps(const Incentive& incentive, const Visit& visit) {
    visit(incentive.award);
    for (const ExtraAmount& one : incentive.extras) {
        visit(one.steps);
    }
    for (const std::vector<Share>* shares : {&incentive.shares, &incentive.recipients}) {
        for (const Share& one : *shares) {
            visit(one.steps);
        }
    }
    if (incentive.schedule) {
        for (const Instalment& one : incentive.schedule->parts) {
            visit(one.share.steps);
        }
    }
}

/// Calls `visit` with every list of steps of an incentive.
template <class Visit>
void for_each_steps(const Incentive& incentive, const Visit& visit) {
    for_each_award_steps(incentive, visit);
    for (const Definition& one : incentive.definitions) {
        visit(one.steps);
    }
    if (incentive.recovery) {
        visit(incentive.recovery->steps);
    }
}

/// Tells whether a step adds points to a rate: they go to the factor that stands nearest before it.
[[nodiscard]] inline bool adds_points(const AwardStep& step) {
    return step.kind == AwardStep::Kind::uplift && step.uplift != AwardStep::Uplift::relative;
}

}  // namespace huiqi
