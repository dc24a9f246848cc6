#include <utility>

#include "engine/plan/values.h"

namespace huiqi {

PlanValue Values::sorted(const PlanValue& own_list, const std::vector<PlanValue>& keys, bool falling) {
    const TableIndex rows = own_list.element_table;
    std::vector<NodeIndex> operands{own_list.node};
    for (const PlanValue& key : keys) {
        const PlanValue here = in_table(ready(key, rows), rows);
        // a scale is one positive number for the whole column, so whole numbers stand in the order of the values
        operands.push_back(here.denominator == kNoNode
                               ? here.node
                               : build_.add(Op::ratio_reduced, LaneKind::ratio, rows,
                                            {build_.in_lanes(here.node, LaneKind::wide),
                                             build_.in_lanes(here.denominator, LaneKind::wide)}));
    }
    return taken_from(own_list, build_.add(Op::segments_sorted, LaneKind::segments, build_[own_list.node].table,
                                           std::move(operands), falling ? 1 : 0));
}

PlanValue Values::part_of(const PlanValue& list, ListPart part, const std::vector<PlanValue>& numbers) {
    TableIndex table = table_of(list);
    std::vector<NodeIndex> operands;
    for (const PlanValue& number : numbers) {
        operands.push_back(numbers_.near(numbers_.whole(number), true));   // no list is longer, so the cut changes nothing
        table = build_.deeper(table, build_[operands.back()].table);
    }
    for (NodeIndex& node : operands) {
        node = build_.in_table(build_.in_lanes(node, LaneKind::int64), table);
    }
    const PlanValue mine = own(in_table(list, table));
    operands.insert(operands.begin(), mine.node);
    return taken_from(mine, build_.add(Op::segments_part, LaneKind::segments, table, std::move(operands),
                                       static_cast<std::uint32_t>(part)));
}

PlanValue Values::present_elements(const PlanValue& list) {
    const PlanValue mine = own(list);
    const PlanValue element = in_table(ready(mine.parts[0], mine.element_table), mine.element_table);
    PlanValue result = filtered(mine, build_.negation(is_absent(element)));
    result.parts = {present(result.parts[0])};
    result.type = Type::list(list.type.element().without_optional());
    return result;
}

}  // namespace huiqi
