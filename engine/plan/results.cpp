#include "engine/plan/results.h"

namespace huiqi {
namespace {

void mark(const PlanValue& value, std::vector<bool>& used) {
    if (value.node != kNoNode) {
        used[value.node] = true;
    }
    if (value.denominator != kNoNode) {
        used[value.denominator] = true;
    }
    for (const PlanValue& part : value.parts) {
        mark(part, used);
    }
}

}  // namespace

std::vector<bool> nodes_given_out(const Plan& plan) {
    std::vector<bool> used(plan.nodes.size(), false);
    for_each_result(plan, [&used](const PlanValue& value) { mark(value, used); });
    return used;
}

}  // namespace huiqi
