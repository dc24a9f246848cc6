#include <vector>

#include "engine/diagnostic/expect.h"
#include "engine/plan/builder.h"
#include "engine/plan/plan.h"

namespace huiqi {
namespace {

/// Operations whose number operands need not have the lanes of the outcome.
[[nodiscard]] bool mixes_lanes(Op op) {
    switch (op) {
        case Op::widen:
        case Op::narrow:
        case Op::power:
        case Op::element_at:
        case Op::guard:
        case Op::beside:
        case Op::first_false: return true;
        default: return false;
    }
}

void check_lanes(const Plan& plan, const Node& node) {
    if (!is_number(node.kind)) {
        return;
    }
    const LaneKind needed = lanes_for(bounds_of(node));
    expect(static_cast<int>(needed) <= static_cast<int>(node.kind) || node.op == Op::narrow,
           "the bounds of a number fit its lanes");
    for (const NodeIndex operand : node.operands) {
        const LaneKind kind = plan.nodes[operand].kind;
        expect(!is_number(kind) || kind == node.kind || mixes_lanes(node.op),
               "numbers of one operation have the same lanes");
    }
}

/// Operations that read operands of another row space than their own.
[[nodiscard]] bool crosses(Op op) {
    switch (op) {
        case Op::fold_collected:
        case Op::fold_step:
        case Op::fold_result:
        case Op::gather:
        case Op::assemble:
        case Op::element_at:
        case Op::ordinal:
        case Op::parent_row:
        case Op::source_row:
        case Op::segments_filter:
        case Op::segments_distinct:
        case Op::segments_sorted:
        case Op::segments_broadcast:
        case Op::segments_at:
        case Op::segments_assembled:
        case Op::reduce_sum:
        case Op::reduce_minimum:
        case Op::reduce_maximum:
        case Op::reduce_all:
        case Op::reduce_any:
        case Op::reduce_join:
        case Op::running_sum:
        case Op::ratio_sum:
        case Op::ratio_minimum:
        case Op::ratio_maximum:
        case Op::ratio_product:
        case Op::ratio_median:
        case Op::ratio_running_sum: return true;
        default: return false;
    }
}

/// Holds that the nodes that depend on what a loop changes stand inside it, and that its registers hold what it puts there.
class Loops {
public:
    explicit Loops(const Plan& plan) : plan_(plan), loop_of_(plan.nodes.size(), kNoNode) {
        for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
            if (plan.nodes[index].op == Op::fold_step) {
                check_step(index);
            }
        }
    }

    void check() {
        for (NodeIndex index = 0; index < plan_.nodes.size(); ++index) {
            const Node& node = plan_.nodes[index];
            if (node.op == Op::fold_step || node.op == Op::fold_result || node.op == Op::fold_element) {
                continue;
            }
            for (const NodeIndex operand : node.operands) {
                depend(index, operand);
            }
            if (node.table != 0) {
                depend(index, plan_.tables[node.table].segments);
            }
        }
    }

private:
    void check_step(NodeIndex index) {
        const Node& step = plan_.nodes[index];
        const auto node = [&](std::size_t at) -> const Node& { return plan_.nodes[step.operands[at]]; };
        expect(node(0).op == Op::fold_element && node(0).operands[0] == step.operands[1], "a loop goes through one list");
        loop_of_[step.operands[0]] = index;
        for (std::size_t at = 2; at < step.operands.size(); at += 2) {
            const bool state = at < 2 + 2 * static_cast<std::size_t>(step.aux);
            expect(node(at).op == (state ? Op::fold_state : Op::fold_collected), "a loop carries states and fills columns");
            expect(node(at).kind == node(at + 1).kind, "what a loop carries has the lanes of what comes of it");
            expect(within(bounds_of(node(at + 1)), bounds_of(node(at))), "the bounds of a state hold what comes of it");
            if (state) {
                loop_of_[step.operands[at]] = index;
            }
        }
    }

    /// What grows by bounded steps is proven by induction over the rounds, so here only a bound that was given up counts.
    [[nodiscard]] static bool within(const Bounds& inner, const Bounds& outer) {
        return (!outer.low || inner.low) && (!outer.high || inner.high);
    }

    void depend(NodeIndex index, NodeIndex operand) {
        const NodeIndex step = loop_of_[operand];
        if (step == kNoNode) {
            return;
        }
        expect(plan_.nodes[step].operands[0] < index && index < step, "what depends on a loop stands inside it");
        loop_of_[index] = step;
    }

    const Plan& plan_;
    std::vector<NodeIndex> loop_of_;   ///< the fold_step of the loop on which a node depends
};

}  // namespace

void verify(const Plan& plan) {
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        const Node& node = plan.nodes[index];
        expect(node.table < plan.tables.size(), "a node stands in a row space");
        expect(node.table == 0 || plan.tables[node.table].segments < index, "a row space is formed before it is used");
        for (const NodeIndex operand : node.operands) {
            expect(operand < index, "operands stand before their user");
            expect(crosses(node.op) || plan.nodes[operand].table == node.table, "operands stand in the row space of their user");
        }
        check_lanes(plan, node);
    }
    Loops(plan).check();
}

}  // namespace huiqi
