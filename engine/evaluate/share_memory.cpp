#include "engine/evaluate/share_memory.h"

#include <algorithm>

#include "engine/plan/results.h"

namespace huiqi {
namespace {

/// Gives the last node that reads each node; the number of nodes when the plan gives it out.
[[nodiscard]] std::vector<NodeIndex> last_uses(const Plan& plan) {
    std::vector<NodeIndex> last(plan.nodes.size(), 0);
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        for (const NodeIndex operand : plan.nodes[index].operands) {
            last[operand] = index;
        }
    }
    // what a loop reads from in front of it must last until its last round
    for (NodeIndex step = 0; step < plan.nodes.size(); ++step) {
        if (plan.nodes[step].op != Op::fold_step) {
            continue;
        }
        const NodeIndex first = plan.nodes[step].operands[0];
        for (NodeIndex index = first; index < step; ++index) {
            for (const NodeIndex operand : plan.nodes[index].operands) {
                last[operand] = operand < first ? std::max(last[operand], step) : last[operand];
            }
        }
    }
    const std::vector<bool> given_out = nodes_given_out(plan);
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        last[index] = given_out[index] ? static_cast<NodeIndex>(plan.nodes.size()) : last[index];
    }
    return last;
}

[[nodiscard]] bool keeps_own(const Node& node) {
    // a column that a loop fills is begun inside it and must outlast its rounds
    return node.op == Op::constant || node.op == Op::input || node.op == Op::fold_collected;
}

}  // namespace

std::vector<std::unique_ptr<LaneMemory>> share_memory(const Plan& plan, std::vector<Register>& registers) {
    const std::vector<NodeIndex> last = last_uses(plan);
    std::vector<std::unique_ptr<LaneMemory>> all;
    std::vector<LaneMemory*> free;
    std::vector<LaneMemory*> held(plan.nodes.size(), nullptr);
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        const Node& node = plan.nodes[index];
        if (last[index] < plan.nodes.size() && !keeps_own(node)) {
            if (free.empty()) {
                free.push_back(all.emplace_back(std::make_unique<LaneMemory>()).get());
            }
            held[index] = free.back();   // the one freed last: what it held is still in the cache
            free.pop_back();
            registers[index].share(*held[index]);
        }
        // a node's own memory is taken before that of its operands is given back: kernels may read behind where they write
        for (const NodeIndex operand : node.operands) {
            if (held[operand] != nullptr && last[operand] == index) {
                free.push_back(held[operand]);
                held[operand] = nullptr;
            }
        }
    }
    return all;
}

}  // namespace huiqi
