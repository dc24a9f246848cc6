#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/plan/values.h"

namespace huiqi {

PlanValue Values::list_of(NodeIndex segments, TableIndex parent, const Type& type) {
    PlanValue result = of_node(segments, type);
    result.element_table = build_.add_table(parent, segments);
    // replaced by every caller that has elements; stands for "no element" in empty and failed lists
    PlanValue element;
    element.type = type.is(TypeKind::list) ? type.element() : Type::nothing();
    element.constant = element.type.is(TypeKind::number) ? Value::of(Rational(0)) : Value::absent();
    if (element.type.is(TypeKind::record)) {
        element.constant.reset();
        for (const RecordField& field : element.type.fields()) {
            element.parts.push_back(of_value(Value::absent(), field.type));
        }
    }
    result.parts = {std::move(element)};
    return result;
}

NodeIndex Values::assembled_node(const std::vector<NodeIndex>& parts, TableIndex table) {
    Node made;
    made.op = Op::assemble;
    made.kind = build_[parts.front()].kind;
    made.table = table;
    std::vector<NodeIndex> lanes = parts;
    if (is_number(made.kind)) {
        Bounds bounds = bounds_of(build_[parts.front()]);
        for (const NodeIndex part : parts) {
            bounds = either(bounds, bounds_of(build_[part]));
        }
        for (const NodeIndex part : parts) {
            made.kind = std::max(made.kind, build_[part].kind);
        }
        for (NodeIndex& part : lanes) {
            part = build_.in_lanes(part, made.kind);
        }
        made.low = bounds.low;
        made.high = bounds.high;
    }
    made.operands = {build_.plan().tables[table].segments};
    made.operands.insert(made.operands.end(), lanes.begin(), lanes.end());
    return build_.add(std::move(made));
}

PlanValue Values::assembled_lists(const std::vector<PlanValue>& parts, TableIndex table) {
    std::vector<PlanValue> lists;
    std::vector<NodeIndex> operands{build_.plan().tables[table].segments};
    for (const PlanValue& part : parts) {
        lists.push_back(part);
        operands.push_back(part.node);
    }
    const NodeIndex segments = build_.add(Op::segments_assembled, LaneKind::segments, table, std::move(operands));
    PlanValue result = list_of(segments, table, parts.front().type);
    std::vector<PlanValue> elements;
    for (const PlanValue& one : lists) {
        elements.push_back(ready(one.parts[0], one.element_table));
        elements.back() = in_table(elements.back(), one.element_table);
    }
    result.parts = {assembled(elements, result.element_table)};
    return result;
}

PlanValue Values::assembled(const std::vector<PlanValue>& parts, TableIndex table) {
    PlanValue result = parts.front();
    for (const PlanValue& part : parts) {
        result.type = common_type(result.type, part.type).value_or(result.type);
    }
    if (result.type.is(TypeKind::list)) {
        return assembled_lists(parts, table);
    }
    if (result.type.is(TypeKind::record) || result.type.is(TypeKind::interval)) {
        for (std::size_t field = 0; field < result.parts.size(); ++field) {
            std::vector<PlanValue> column;
            for (const PlanValue& part : parts) {
                column.push_back(part.parts[field]);
            }
            result.parts[field] = assembled(column, table);
        }
        return result;
    }
    std::vector<PlanValue> columns = parts;
    if (result.type.is(TypeKind::number)) {
        numbers_.align_apart(columns, 0);
        const auto own_table = [this, &columns](std::size_t at, NodeIndex node) {
            return build_.in_table(node, build_[columns[at].node].table);
        };
        std::vector<NodeIndex> above;
        std::vector<NodeIndex> below;
        for (std::size_t at = 0; at < columns.size(); ++at) {
            above.push_back(columns[at].node);
            if (columns[at].denominator != kNoNode) {
                below.push_back(own_table(at, columns[at].denominator));
            }
        }
        const NodeIndex denominator = below.empty() ? kNoNode : assembled_node(below, table);
        return numbers_.of_quotient(assembled_node(above, table), denominator, result.type, columns.front().scale);
    }
    std::vector<NodeIndex> nodes;
    for (const PlanValue& part : columns) {
        nodes.push_back(part.node);
    }
    return of_node(assembled_node(nodes, table), result.type);
}

PlanValue Values::gathered(const PlanValue& element, TableIndex table, NodeIndex rows) {
    PlanValue result = element;
    if (element.constant) {
        return result;
    }
    const auto taken = [&](NodeIndex node) {
        const Node from = build_[node];
        Node made;
        made.op = from.kind == LaneKind::segments ? Op::segments_broadcast : Op::gather;
        made.kind = from.kind;
        made.table = table;
        made.operands = {node, rows};
        made.low = from.low;
        made.high = from.high;
        return build_.add(std::move(made));
    };
    if (element.node != kNoNode) {
        result.node = taken(element.node);
        result.table = table;
    }
    if (element.denominator != kNoNode) {
        result.denominator = taken(element.denominator);
    }
    if (!element.type.is(TypeKind::list)) {
        for (PlanValue& part : result.parts) {
            part = gathered(part, table, rows);
        }
    }
    return result;
}

PlanValue Values::list(const std::vector<PlanValue>& elements, const Type& type, TableIndex table) {
    for (const PlanValue& element : elements) {
        table = build_.deeper(table, table_of(element));
    }
    const NodeIndex segments = build_.add(Op::segments_fixed, LaneKind::segments, table, {},
                                          static_cast<std::uint32_t>(elements.size()));
    PlanValue result = list_of(segments, table, type);
    if (!elements.empty()) {
        std::vector<PlanValue> parts;
        for (const PlanValue& element : elements) {
            parts.push_back(in_table(ready(typed(element, type.element()), table), table));
        }
        result.parts = {assembled(parts, result.element_table)};
    }
    return result;
}

PlanValue Values::range(const PlanValue& from, const PlanValue& to, const Type& type) {
    const NodeIndex first = numbers_.near(numbers_.whole(from), false);
    const NodeIndex last = numbers_.near(numbers_.whole(to), false);
    const TableIndex table = build_.deeper(build_[first].table, build_[last].table);
    const auto here = [&](NodeIndex node) {
        return build_.in_lanes(build_.in_table(node, table), LaneKind::int64);
    };
    const NodeIndex low = here(first);
    const NodeIndex high = here(last);
    const NodeIndex segments = build_.add(Op::segments_range, LaneKind::segments, table, {low, high});
    PlanValue result = list_of(segments, table, type);
    const TableIndex rows = result.element_table;
    Node place;
    place.op = Op::ordinal;
    place.kind = LaneKind::int64;
    place.table = rows;
    place.operands = {segments};
    place.low = 1;
    place.high = build_.longest(segments);
    const NodeIndex ordinal = build_.add(std::move(place));
    const NodeIndex before = build_.difference(ordinal, build_.integer(1, rows));
    const NodeIndex upwards = build_.compared(low, high, Relation::less_equal);
    const NodeIndex rising = build_.sum(low, before);
    const NodeIndex value = build_.selected(upwards, rising, build_.difference(low, before));
    result.parts = {numbers_.of_node(value, type.element())};
    return result;
}

PlanValue Values::own(const PlanValue& list) {
    if (build_.plan().tables[list.element_table].segments == list.node) {
        return list;
    }
    const NodeIndex segments =
        build_.add(Op::segments_expand, LaneKind::segments, build_[list.node].table, {list.node});
    PlanValue result = list_of(segments, build_[list.node].table, list.type);
    const NodeIndex rows = build_.add(Op::source_row, LaneKind::index, result.element_table, {segments});
    result.parts = {gathered(in_table(list.parts[0], list.element_table), result.element_table, rows)};
    return result;
}

PlanValue Values::taken_from(const PlanValue& own_list, NodeIndex segments) {
    PlanValue result = list_of(segments, build_[own_list.node].table, own_list.type);
    const NodeIndex rows = build_.add(Op::source_row, LaneKind::index, result.element_table, {segments});
    result.parts = {gathered(in_table(own_list.parts[0], own_list.element_table), result.element_table, rows)};
    return result;
}

PlanValue Values::filtered(const PlanValue& own_list, NodeIndex mask) {
    const TableIndex parent = build_[own_list.node].table;
    const NodeIndex segments =
        build_.add(Op::segments_filter, LaneKind::segments, parent,
                   {own_list.node, build_.in_table(mask, own_list.element_table)});
    return taken_from(own_list, segments);
}

PlanValue Values::with_elements(const PlanValue& own_list, const PlanValue& element, const Type& type) {
    PlanValue result = own_list;
    result.type = type;
    result.parts = {in_table(ready(element, own_list.element_table), own_list.element_table)};
    return result;
}

PlanValue Values::joined(const std::vector<PlanValue>& lists, const Type& type) {
    TableIndex table = 0;
    for (const PlanValue& one : lists) {
        table = build_.deeper(table, table_of(one));
    }
    std::vector<NodeIndex> segments;
    std::vector<PlanValue> elements;
    for (const PlanValue& one : lists) {
        const PlanValue mine = own(in_table(one, table));
        segments.push_back(mine.node);
        if (!one.type.element().is(TypeKind::nothing) || type.element().is(TypeKind::nothing)) {
            elements.push_back(in_table(ready(mine.parts[0], mine.element_table), mine.element_table));
        } else {
            elements.push_back(in_table(ready(list_of(mine.node, table, type).parts[0], mine.element_table), mine.element_table));
        }
    }
    const NodeIndex made = build_.add(Op::segments_joined, LaneKind::segments, table, std::move(segments));
    PlanValue result = list_of(made, table, type);
    result.parts = {assembled(elements, result.element_table)};
    return result;
}

PlanValue Values::reversed(const PlanValue& list) {
    const PlanValue mine = own(list);
    const TableIndex parent = build_[mine.node].table;
    const NodeIndex segments = build_.add(Op::segments_reversed, LaneKind::segments, parent, {mine.node});
    return taken_from(mine, segments);
}

PlanValue Values::distinct(const PlanValue& list) {
    const PlanValue mine = own(list);
    const TableIndex parent = build_[mine.node].table;
    std::vector<NodeIndex> operands{mine.node};
    const auto columns = [&](const auto& self, const PlanValue& value) -> void {
        const PlanValue here = in_table(ready(value, mine.element_table), mine.element_table);
        if (here.denominator != kNoNode) {
            operands.push_back(build_.add(Op::ratio_reduced, LaneKind::ratio, mine.element_table,
                                          {build_.in_lanes(here.node, LaneKind::wide),
                                           build_.in_lanes(here.denominator, LaneKind::wide)}));
        } else if (here.node != kNoNode) {
            operands.push_back(here.node);
        }
        for (const PlanValue& part : here.parts) {
            self(self, part);
        }
    };
    columns(columns, mine.parts[0]);
    const NodeIndex segments = build_.add(Op::segments_distinct, LaneKind::segments, parent, std::move(operands));
    return taken_from(mine, segments);
}

PlanValue Values::element_at(const PlanValue& list, NodeIndex position) {
    const TableIndex table = build_.deeper(build_[list.node].table, build_[position].table);
    const NodeIndex segments = build_.in_table(list.node, table);
    // no list is longer, so a place further out is out of it either way
    const NodeIndex place = build_.in_table(numbers_.near(position, true), table);
    const auto taken = [&](NodeIndex node) {
        const Node from = build_[node];
        Node made;
        made.op = from.kind == LaneKind::segments ? Op::segments_at : Op::element_at;
        made.kind = from.kind;
        made.table = table;
        made.operands = {node, segments, place};
        made.low = from.low;
        made.high = from.high;
        return build_.add(std::move(made));
    };
    const auto take = [&](const auto& self, const PlanValue& element) -> PlanValue {
        PlanValue result = in_table(ready(element, list.element_table), list.element_table);
        if (result.node != kNoNode) {
            result.node = taken(result.node);
            result.table = table;
        }
        if (result.denominator != kNoNode) {
            result.denominator = taken(result.denominator);
        }
        if (!element.type.is(TypeKind::list)) {
            for (PlanValue& part : result.parts) {
                part = self(self, part);
            }
        }
        return result;
    };
    return take(take, list.parts[0]);
}

PlanValue Values::element_in_rows(const PlanValue& list, NodeIndex rows) {
    const PlanValue element = in_table(ready(list.parts[0], list.element_table), list.element_table);
    return gathered(element, build_[rows].table, rows);
}

PlanValue Values::count(const PlanValue& list, Type type) {
    Node made;
    made.op = Op::length;
    made.kind = LaneKind::int64;
    made.table = build_[list.node].table;
    made.operands = {list.node};
    made.low = 0;
    made.high = build_.longest(list.node);
    return numbers_.of_node(build_.add(std::move(made)), std::move(type));
}

}  // namespace huiqi
