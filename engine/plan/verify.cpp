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
}

}  // namespace huiqi
