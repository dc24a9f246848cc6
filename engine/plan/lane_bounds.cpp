#include "engine/plan/lane_bounds.h"

namespace huiqi {
namespace {

[[nodiscard]] const FieldSchema& field(const Plan& plan, const Node& node) {
    const PlanColumn& column = plan.columns[node.aux];
    const FieldSchema* found = nullptr;
    for (const std::uint32_t at : column.path) {
        found = found == nullptr ? &plan.schema.fields[at] : &found->fields[at];
    }
    return *found;
}

[[nodiscard]] Bounds days(const AllowedRange& range) {
    Bounds result;
    if (range.low) {
        result.low = floor(*range.low) + (range.low_included ? 0 : 1);
    }
    if (range.high) {
        result.high = ceiling(*range.high) - (range.high_included ? 0 : 1);
    }
    return result;
}

}  // namespace

NodeIndex without_width(const Plan& plan, NodeIndex node) {
    while (plan.nodes[node].op == Op::widen || plan.nodes[node].op == Op::narrow) {
        node = plan.nodes[node].operands[0];
    }
    return node;
}

Bounds lane_bounds(const Plan& plan, NodeIndex index) {
    const Node& node = plan.nodes[without_width(plan, index)];
    if (node.op != Op::input) {
        return {node.low, node.high};
    }
    const FieldSchema& input = field(plan, node);
    switch (node.kind) {
        case LaneKind::code: return {0, Integer(input.type.values()->values.size()) - 1};
        case LaneKind::date: return input.range.size() == 1 ? days(input.range.front()) : Bounds{};
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return {ceiling(input.least / input.step), floor(input.most / input.step)};
        default: return {};
    }
}

}  // namespace huiqi
