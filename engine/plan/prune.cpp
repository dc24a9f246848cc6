#include "engine/plan/prune.h"

#include <utility>
#include <vector>

namespace huiqi {
namespace {

/// Calls `visit` with every value that a plan gives out.
template <class Visit>
void for_each_result(Plan& plan, Visit visit) {
    const auto steps = [&visit](std::vector<IncentivePlan::Step>& list) {
        for (IncentivePlan::Step& step : list) {
            visit(step.before);
            visit(step.after);
            visit(step.value);
            if (step.applies) {
                visit(*step.applies);
            }
        }
    };
    const auto all = [&visit](std::vector<PlanValue>& values) {
        for (PlanValue& value : values) {
            visit(value);
        }
    };
    for (IncentivePlan& incentive : plan.incentives) {
        all(incentive.inputs);
        all(incentive.parameters);
        all(incentive.definitions);
        for (std::vector<IncentivePlan::Step>& list : incentive.definition_steps) {
            steps(list);
        }
        all(incentive.conditions);
        for (std::vector<PlanValue>& tests : incentive.alternatives) {
            all(tests);
        }
        if (incentive.in_force) {
            visit(*incentive.in_force);
        }
        visit(incentive.eligible);
        visit(incentive.reason);
        steps(incentive.steps);
        visit(incentive.award);
        for (IncentivePlan::Extra& extra : incentive.extras) {
            steps(extra.steps);
            visit(extra.amount);
        }
        for (IncentivePlan::Named& part : incentive.parts) {
            visit(part.value);
        }
        all(incentive.anomalies);
        for (auto* sentences : {&incentive.reasons, &incentive.descriptions}) {
            for (IncentivePlan::SentenceValues& sentence : *sentences) {
                all(sentence.zh);
                all(sentence.en);
            }
        }
    }
    for (IncentivePlan::Named& total : plan.totals) {
        visit(total.value);
    }
}

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

void renumber(PlanValue& value, const std::vector<NodeIndex>& place) {
    value.node = value.node == kNoNode ? kNoNode : place[value.node];
    value.denominator = value.denominator == kNoNode ? kNoNode : place[value.denominator];
    for (PlanValue& part : value.parts) {
        renumber(part, place);
    }
}

}  // namespace

void prune(Plan& plan) {
    std::vector<bool> used(plan.nodes.size(), false);
    for_each_result(plan, [&used](const PlanValue& value) { mark(value, used); });
    // operands and the segments of a node's row space stand before it, so one pass backwards is enough
    for (std::size_t at = plan.nodes.size(); at-- > 0;) {
        if (!used[at]) {
            continue;
        }
        for (const NodeIndex operand : plan.nodes[at].operands) {
            used[operand] = true;
        }
        if (plan.nodes[at].table != 0) {
            used[plan.tables[plan.nodes[at].table].segments] = true;
        }
    }
    std::vector<NodeIndex> place(plan.nodes.size(), kNoNode);
    std::vector<Node> kept;
    for (std::size_t at = 0; at < plan.nodes.size(); ++at) {
        if (!used[at]) {
            continue;
        }
        place[at] = static_cast<NodeIndex>(kept.size());
        Node node = std::move(plan.nodes[at]);
        for (NodeIndex& operand : node.operands) {
            operand = place[operand];
        }
        kept.push_back(std::move(node));
    }
    plan.nodes = std::move(kept);
    for (PlanTable& table : plan.tables) {
        table.segments = table.segments == kNoNode ? kNoNode : place[table.segments];
    }
    for_each_result(plan, [&place](PlanValue& value) { renumber(value, place); });
}

}  // namespace huiqi
