#include "engine/plan/values.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

[[nodiscard]] bool composite(const Type& type) {
    return type.is(TypeKind::record) || type.is(TypeKind::interval);
}

}  // namespace

LaneKind lanes_of(const Type& type) {
    switch (type.kind()) {
        case TypeKind::boolean: return LaneKind::boolean;
        case TypeKind::text: return LaneKind::text;
        case TypeKind::date: return LaneKind::date;
        case TypeKind::enumeration: return LaneKind::code;
        case TypeKind::list: return LaneKind::segments;
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::number:
        case TypeKind::record:
        case TypeKind::interval: return LaneKind::int64;
    }
    return LaneKind::int64;
}

PlanValue Values::of_node(NodeIndex node, Type type) const {
    PlanValue result;
    result.type = std::move(type);
    result.node = node;
    result.table = build_[node].table;
    return result;
}

PlanValue Values::of_value(const Value& value, const Type& type) {
    PlanValue result;
    result.type = type;
    if (value.known() && type.is(TypeKind::list)) {
        std::vector<PlanValue> elements;
        for (const Value& element : value.elements()) {
            elements.push_back(of_value(element, type.element()));
        }
        return list(elements, type, 0);
    }
    if (value.known() && type.is(TypeKind::record)) {
        for (std::size_t field = 0; field < type.fields().size(); ++field) {
            result.parts.push_back(of_value(value.elements()[field], type.fields()[field].type));
        }
        return result;
    }
    if (value.known() && type.is(TypeKind::interval)) {
        const IntervalValue& interval = value.interval_value();
        const Type end = type.element().as_optional();
        result.parts = {of_value(interval.low.value_or(Value::absent()), end),
                        of_value(interval.high.value_or(Value::absent()), end),
                        of_value(Value::of(interval.low_included), Type::boolean()),
                        of_value(Value::of(interval.high_included), Type::boolean())};
        return result;
    }
    if (value.state() == State::error) {
        return failed(value.error(), type);
    }
    if (value.known() && type.is(TypeKind::number)) {
        return numbers_.constant(value.number(), type);
    }
    result.constant = value;
    return result;
}

PlanValue Values::failed(RuntimeError error, const Type& type) {
    PlanValue result;
    result.type = type;
    if (type.is(TypeKind::record)) {
        for (const RecordField& field : type.fields()) {
            result.parts.push_back(failed(error, field.type));
        }
        return result;
    }
    if (type.is(TypeKind::list)) {
        const NodeIndex segments = build_.fail(error, LaneKind::segments, 0);
        return list_of(segments, 0, type);
    }
    return of_node(build_.fail(error, lanes_of(type), 0), type);
}

PlanValue Values::ready(const PlanValue& value, TableIndex table) {
    PlanValue result = value;
    for (PlanValue& part : result.parts) {
        if (!value.type.is(TypeKind::list)) {
            part = ready(part, table);
        }
    }
    if (!value.constant) {
        return result;
    }
    if (value.constant->known() && value.type.is(TypeKind::number)) {
        return numbers_.materialised(value, table);
    }
    if (value.type.is(TypeKind::list)) {
        return list_of(build_.constant(*value.constant, LaneKind::segments, table), table, value.type);
    }
    if (value.type.is(TypeKind::record)) {
        result.constant.reset();
        for (const RecordField& field : value.type.fields()) {
            result.parts.push_back(ready(of_value(Value::absent(), field.type.as_optional()), table));
        }
        return result;
    }
    result = of_node(build_.constant(*value.constant, lanes_of(value.type), table), value.type);
    return result;
}

TableIndex Values::table_of(const PlanValue& value) const {
    TableIndex table = value.node == kNoNode ? 0 : value.table;
    if (!value.type.is(TypeKind::list)) {
        for (const PlanValue& part : value.parts) {
            table = build_.deeper(table, table_of(part));
        }
    }
    return table;
}

PlanValue Values::in_table(const PlanValue& value, TableIndex table) {
    PlanValue result = value;
    if (value.constant) {
        return result;
    }
    if (value.node != kNoNode) {
        result.node = build_.in_table(value.node, table);
        result.table = table;
    }
    if (value.denominator != kNoNode) {
        result.denominator = build_.in_table(value.denominator, table);
    }
    if (!value.type.is(TypeKind::list)) {
        for (PlanValue& part : result.parts) {
            part = in_table(part, table);
        }
    }
    return result;
}

NodeIndex Values::node(const PlanValue& value, TableIndex table) {
    return value.constant ? ready(value, table).node : value.node;
}

NodeIndex Values::is_absent(const PlanValue& value) {
    if (value.constant) {
        return build_.boolean(value.constant->state() == State::absent, 0);
    }
    if (composite(value.type)) {
        return value.parts.empty() ? build_.boolean(false, 0) : is_absent(value.parts.front());
    }
    return build_.add(Op::is_absent, LaneKind::boolean, build_[value.node].table, {value.node});
}

PlanValue Values::present(const PlanValue& value) {
    PlanValue result = value;
    result.type = value.type.without_optional();
    if (value.constant) {
        return value.constant->state() == State::absent ? failed(RuntimeError::absent_value, result.type) : result;
    }
    if (composite(value.type)) {
        return result;
    }
    const Node from = build_[value.node];
    Node made;
    made.op = Op::present;
    made.kind = from.kind;
    made.table = from.table;
    made.operands = {value.node};
    made.low = from.low;
    made.high = from.high;
    result.node = build_.add(std::move(made));
    return result;
}

PlanValue Values::typed(const PlanValue& value, const Type& type) {
    PlanValue absent;
    absent.type = type.as_optional();
    absent.constant = Value::absent();
    if (value.constant && value.constant->state() == State::absent) {
        return absent;
    }
    // `if … then null else null`: absent where it is neither unknown nor an error
    return value.type.is(TypeKind::null) && !value.constant && !type.is(TypeKind::null)
               ? select(is_absent(value), absent, absent)
               : value;
}

PlanValue Values::select(NodeIndex condition, const PlanValue& yes, const PlanValue& no) {
    Type type = common_type(yes.type, no.type).value_or(yes.type);
    const PlanValue then = typed(yes, type);
    const PlanValue otherwise = typed(no, type);
    if (const auto answer = build_.decided(condition)) {
        return *answer ? then : otherwise;
    }
    if (type.is(TypeKind::list)) {
        const TableIndex table = build_.deeper(build_[condition].table,
                                               build_.deeper(table_of(then), table_of(otherwise)));
        const std::vector<PlanValue> lists{own(in_table(ready(then, table), table)),
                                           own(in_table(ready(otherwise, table), table))};
        const NodeIndex segments =
            build_.add(Op::segments_choose, LaneKind::segments, table,
                       {build_.in_table(condition, table), lists[0].node, lists[1].node});
        PlanValue result = list_of(segments, table, type);
        std::vector<PlanValue> elements;
        for (const PlanValue& one : lists) {
            elements.push_back(in_table(ready(one.parts[0], one.element_table), one.element_table));
        }
        result.parts = {assembled(elements, result.element_table)};
        return result;
    }
    const PlanValue first = ready(then, 0);
    const PlanValue second = ready(otherwise, 0);
    if (composite(type)) {
        PlanValue result;
        result.type = std::move(type);
        for (std::size_t part = 0; part < first.parts.size(); ++part) {
            result.parts.push_back(select(condition, first.parts[part], second.parts[part]));
        }
        return result;
    }
    if (type.is(TypeKind::number)) {
        PlanValue result = numbers_.select(condition, first, second);
        result.type = std::move(type);
        return result;
    }
    return of_node(build_.selected(condition, first.node, second.node), std::move(type));
}

NodeIndex Values::compare(const PlanValue& left, const PlanValue& right, Relation relation) {
    if (left.type.is(TypeKind::number)) {
        return numbers_.compare(left, right, relation);
    }
    if (right.constant && right.constant->known()) {
        if (left.type.is(TypeKind::date)) {
            return build_.compared_constant(node(left), right.constant->date().days(), relation);
        }
        if (left.type.is(TypeKind::enumeration)) {
            return build_.compared_constant(node(left), right.constant->code(), relation);
        }
    }
    const NodeIndex first = node(left);
    return build_.compared(first, node(right), relation);
}

NodeIndex Values::equal(const PlanValue& first, const PlanValue& second) {
    const PlanValue left = first.constant ? first : typed(first, second.type);
    const PlanValue right = second.constant ? second : typed(second, first.type);
    const auto null = [](const PlanValue& value) {
        return value.constant && value.constant->state() == State::absent;
    };
    if (null(right)) {
        return is_absent(left);
    }
    if (null(left)) {
        return is_absent(right);
    }
    NodeIndex same = kNoNode;
    if (left.type.is(TypeKind::list)) {
        same = equal_lists(left, right);
    } else if (composite(left.type)) {
        same = equal_parts(left, right);
    } else {
        same = compare(left, right, Relation::equal);
    }
    if (right.type.optional()) {
        const NodeIndex absent = is_absent(right);
        same = build_.selected(absent, build_.boolean(false, 0), same);
    }
    if (left.type.optional()) {
        const NodeIndex other = right.type.optional() ? is_absent(right) : build_.boolean(false, 0);
        same = build_.selected(is_absent(left), other, same);
    }
    if (left.type.optional() != right.type.optional()) {   // strict in both, whatever the one that may be absent says
        const auto carried = [&](const PlanValue& value) {
            const PlanValue answer = of_node(same, Type::boolean());
            return composite(value.type) || value.constant
                       ? same
                       : numbers_.beside(answer, of_node(is_absent(value), Type::boolean())).node;
        };
        same = carried(right);
        same = carried(left);
    }
    return same;
}

NodeIndex Values::equal_parts(const PlanValue& left, const PlanValue& right) {
    NodeIndex all = build_.boolean(true, 0);
    for (std::size_t part = 0; part < left.parts.size(); ++part) {
        all = build_.both(all, equal(left.parts[part], right.parts[part]));
    }
    return all;
}

NodeIndex Values::equal_lists(const PlanValue& left, const PlanValue& right) {
    const TableIndex table = build_.deeper(table_of(left), table_of(right));
    const PlanValue first = own(in_table(left, table));
    const PlanValue second = in_table(right, table);
    const PlanValue size = count(first, Type::number());
    const NodeIndex alike = numbers_.compare(size, count(second, Type::number()), Relation::equal);
    if (first.type.element().is(TypeKind::nothing) || second.type.element().is(TypeKind::nothing)) {
        return alike;
    }
    Node place;
    place.op = Op::ordinal;
    place.kind = LaneKind::int64;
    place.table = first.element_table;
    place.operands = {first.node};
    place.low = 1;
    place.high = build_.longest(first.node);
    const NodeIndex ordinal = build_.add(std::move(place));
    const NodeIndex pairs = equal(first.parts[0], element_at(in_table(second, first.element_table), ordinal));
    const NodeIndex all = build_.add(Op::reduce_all, LaneKind::boolean, table,
                                     {build_.in_table(pairs, first.element_table), first.node});
    // an error in either list counts before what is open in the other, as in every strict operation
    return build_.selected(alike, all, build_.boolean(false, 0));
}

NodeIndex Values::end_holds(const PlanValue& value, const PlanValue& end, const PlanValue& included, Relation open,
                            Relation closed) {
    if (end.constant && end.constant->state() == State::absent) {
        return build_.boolean(true, 0);
    }
    NodeIndex holds = kNoNode;
    if (included.constant) {
        holds = compare(value, end, included.constant->boolean() ? closed : open);
    } else {
        const NodeIndex with_end = compare(value, end, closed);
        holds = build_.selected(included.node, with_end, compare(value, end, open));
    }
    if (!end.type.optional() || end.constant) {
        return holds;
    }
    const NodeIndex open_ended = is_absent(end);
    return build_.selected(open_ended, build_.boolean(true, 0), holds);
}

NodeIndex Values::in_interval(const PlanValue& value, const PlanValue& interval) {
    const std::vector<PlanValue>& part = interval.parts;
    const NodeIndex above = end_holds(value, part[0], part[2], Relation::greater, Relation::greater_equal);
    const NodeIndex below = end_holds(value, part[1], part[3], Relation::less, Relation::less_equal);
    const NodeIndex inside = build_.both(above, below);
    // an error in the value counts before an interval that is not known yet
    return value.constant ? inside : numbers_.beside(of_node(inside, Type::boolean()), value).node;
}

}  // namespace huiqi
