#include "engine/plan/prune.h"

#include <utility>
#include <vector>

#include "engine/plan/results.h"

namespace huiqi {
namespace {

void renumber(PlanValue& value, const std::vector<NodeIndex>& place) {
    value.node = value.node == kNoNode ? kNoNode : place[value.node];
    value.denominator = value.denominator == kNoNode ? kNoNode : place[value.denominator];
    for (PlanValue& part : value.parts) {
        renumber(part, place);
    }
}

}  // namespace

void prune(Plan& plan) {
    std::vector<bool> used = nodes_given_out(plan);
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
    renumber_results(plan, place);
}

void renumber_results(Plan& plan, const std::vector<NodeIndex>& place) {
    for_each_result(plan, [&place](PlanValue& value) { renumber(value, place); });
}

}  // namespace huiqi
