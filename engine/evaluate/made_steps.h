#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Calls `visit` with each step of an incentive and what it became in the plan. Of a schedule what is planned.
template <class Visit>
void for_each_made_step(const Incentive& incentive, const IncentivePlan& plan, const Visit& visit) {
    const auto pairs = [&](const std::vector<AwardStep>& written, const std::vector<IncentivePlan::Step>& made) {
        for (std::size_t at = 0; at < std::min(written.size(), made.size()); ++at) {
            visit(written[at], made[at]);
        }
    };
    pairs(incentive.award, plan.steps);
    for (std::size_t at = 0; at < plan.definition_steps.size(); ++at) {
        pairs(incentive.definitions[at].steps, plan.definition_steps[at]);
    }
    for (std::size_t at = 0; at < plan.extras.size(); ++at) {
        pairs(incentive.extras[at].steps, plan.extras[at].steps);
    }
    for (std::size_t at = 0; at < plan.shares.size(); ++at) {
        pairs(incentive.shares[at].steps, plan.shares[at].steps);
    }
    for (std::size_t at = 0; at < plan.recipients.size(); ++at) {
        pairs(incentive.recipients[at].steps, plan.recipients[at].steps);
    }
    for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
        pairs(incentive.schedule->parts[at].share.steps, plan.schedule[at].planned.steps);
    }
    if (plan.recovery) {
        pairs(incentive.recovery->steps, plan.recovery->steps);
    }
}

}  // namespace huiqi
