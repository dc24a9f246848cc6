#include "engine/plan/tables.h"

#include <algorithm>
#include <utility>

#include "engine/plan/calls.h"

namespace huiqi {

PlanValue Tables::output(const DecisionTable& table, const std::vector<CheckedExpression>& outputs,
                         const std::vector<PlanValue>& columns) {
    if (!table.output.is(TypeKind::record)) {
        PlanValue value = values_.typed(expressions_.lower(outputs.front(), columns), table.output);
        value.type = table.output;
        return value;
    }
    PlanValue record;
    record.type = table.output;
    for (std::size_t part = 0; part < outputs.size(); ++part) {
        record.parts.push_back(values_.typed(expressions_.lower(outputs[part], columns), table.output.fields()[part].type));
    }
    return record;
}

Tables::Line Tables::line(const DecisionTable& table, const DecisionTable::Row& row,
                          const std::vector<PlanValue>& columns) {
    NodeIndex match = build_.boolean(true, 0);
    bool any = true;
    for (const auto& cell : row.cells) {
        if (cell) {
            const NodeIndex holds = values_.node(expressions_.lower_cell(*cell, columns));
            match = any ? holds : build_.both(match, holds);
            any = false;
        }
    }
    return {.match = match, .output = output(table, row.outputs, columns), .row = 0};
}

PlanValue Tables::first(const std::vector<Line>& lines, const PlanValue& otherwise) {
    PlanValue result = otherwise;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        result = values_.select(line->match, line->output, result);
    }
    return result;
}

/// The first output whose row matches, when all whose rows match equal it, in every part; and every match is decided.
PlanValue Tables::agreeing(const std::vector<Line>& lines, const PlanValue& otherwise) {
    const PlanValue chosen = first(lines, otherwise);
    NodeIndex agreed = build_.boolean(true, 0);
    NodeIndex before = build_.boolean(false, 0);
    for (const Line& line : lines) {
        const NodeIndex missed = build_.negation(line.match);
        const NodeIndex decided = build_.either(line.match, missed);
        // the first that matches agrees with itself, even where one of its outputs is an error
        const NodeIndex alone = build_.either(missed, build_.negation(before));
        const NodeIndex same = build_.either(alone, values_.equal(chosen, line.output));
        agreed = build_.both(agreed, build_.both(decided, same));
        before = build_.either(before, line.match);
    }
    return values_.select(agreed, chosen, values_.failed(RuntimeError::table_rows, otherwise.type));
}

NodeIndex Tables::single_node(Op op, const std::vector<Line>& lines, const std::vector<NodeIndex>& outputs,
                              NodeIndex otherwise) {
    Node made;
    made.op = op;
    made.kind = build_[otherwise].kind;
    Bounds bounds = bounds_of(build_[otherwise]);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        made.operands.push_back(lines[at].match);
    }
    for (const NodeIndex node : outputs) {
        made.operands.push_back(node);
        bounds = either(bounds, bounds_of(build_[node]));
        made.kind = is_number(made.kind) ? std::max(made.kind, build_[node].kind) : made.kind;
    }
    made.operands.push_back(otherwise);
    for (const NodeIndex node : made.operands) {
        made.table = build_.deeper(made.table, build_[node].table);
    }
    for (NodeIndex& node : made.operands) {
        node = build_.in_table(is_number(build_[node].kind) ? build_.in_lanes(node, made.kind) : node, made.table);
    }
    if (is_number(made.kind)) {
        made.low = bounds.low;
        made.high = bounds.high;
    }
    made.error = RuntimeError::table_rows;
    return build_.add(std::move(made));
}

PlanValue Tables::single_of_numbers(Op op, const std::vector<Line>& lines, const PlanValue& otherwise) {
    std::vector<PlanValue> outputs;
    for (const Line& line : lines) {
        outputs.push_back(values_.ready(line.output, 0));
    }
    outputs.push_back(values_.ready(otherwise, 0));
    numbers_.align_apart(outputs, 0);
    const PlanValue last = outputs.back();
    outputs.pop_back();
    std::vector<NodeIndex> above;
    std::vector<NodeIndex> below;
    for (const PlanValue& one : outputs) {
        above.push_back(one.node);
        below.push_back(one.denominator);
    }
    const bool quotient = last.denominator != kNoNode;
    const NodeIndex denominator = quotient ? single_node(op, lines, below, last.denominator) : kNoNode;
    return numbers_.of_quotient(single_node(op, lines, above, last.node), denominator, otherwise.type, last.scale);
}

PlanValue Tables::single(Op op, const std::vector<Line>& lines, const PlanValue& otherwise) {
    const auto decided = [this](const Line& line) { return build_.decided(line.match).has_value(); };
    const auto matches = [this](const Line& line) { return build_.decided(line.match) == std::optional(true); };
    if (std::all_of(lines.begin(), lines.end(), decided) && std::count_if(lines.begin(), lines.end(), matches) == 1) {
        return std::find_if(lines.begin(), lines.end(), matches)->output;
    }
    if (otherwise.type.is(TypeKind::record)) {
        PlanValue result = otherwise;
        for (std::size_t part = 0; part < otherwise.parts.size(); ++part) {
            std::vector<Line> column;
            for (const Line& line : lines) {
                column.push_back({.match = line.match, .output = line.output.parts[part], .row = line.row});
            }
            result.parts[part] = single(op, column, otherwise.parts[part]);
        }
        return result;
    }
    if (otherwise.type.is(TypeKind::number)) {
        return single_of_numbers(op, lines, otherwise);
    }
    std::vector<NodeIndex> outputs;
    for (const Line& line : lines) {
        outputs.push_back(values_.node(line.output));
    }
    return values_.of_node(single_node(op, lines, outputs, values_.node(otherwise)), otherwise.type);
}

std::vector<Tables::Line> Tables::by_priority(const DecisionTable& table, std::vector<Line> lines) const {
    const auto rank = [&table](const Line& line) {
        std::vector<std::size_t> ranks;
        for (std::size_t part = 0; part < table.priorities.size(); ++part) {
            const PlanValue& value = table.output.is(TypeKind::record) ? line.output.parts[part] : line.output;
            const std::vector<Value>& order = table.priorities[part];
            const auto at = value.constant ? std::find(order.begin(), order.end(), *value.constant) : order.end();
            ranks.push_back(static_cast<std::size_t>(at - order.begin()));
        }
        return ranks;
    };
    std::stable_sort(lines.begin(), lines.end(),
                     [&rank](const Line& left, const Line& right) { return rank(left) < rank(right); });
    return lines;
}

PlanValue Tables::collected(const DecisionTable& table, const std::vector<Line>& lines, const PlanValue* otherwise) {
    std::vector<PlanValue> outputs;
    std::vector<PlanValue> matches;
    for (const Line& line : lines) {
        outputs.push_back(line.output);
        matches.push_back(values_.of_node(line.match, Type::boolean()));
    }
    TableIndex row_space = 0;   // outputs and matches must lie in one row space to be one list
    for (std::size_t at = 0; at < lines.size(); ++at) {
        row_space = build_.deeper(row_space, build_.deeper(values_.table_of(outputs[at]), values_.table_of(matches[at])));
    }
    const PlanValue all = values_.list(outputs, Type::list(table.output), row_space);
    const PlanValue mask = values_.list(matches, Type::list(Type::boolean()), row_space);
    const PlanValue hits = values_.filtered(all, mask.parts[0].node);
    const auto aggregate = [&](BuiltinId id) {
        PlanValue value = Calls(build_, numbers_, values_).lower(id, {hits}, table.output);
        if (otherwise == nullptr) {
            return value;
        }
        const PlanValue number = values_.count(hits, Type::number());
        const NodeIndex none = build_.compared_constant(number.node, 0, Relation::equal);
        return values_.select(none, *otherwise, value);
    };
    switch (table.hit) {
        case HitPolicy::sum: return aggregate(BuiltinId::sum);
        case HitPolicy::max: return aggregate(BuiltinId::max);
        case HitPolicy::min: return aggregate(BuiltinId::min);
        default: return hits;
    }
}

PlanValue Tables::chosen(const DecisionTable& table, const std::vector<Line>& lines, const std::vector<Line>& ordered,
                         const std::optional<PlanValue>& stated) {
    // of a complete table the rest can never apply: any row will do for its place
    const bool complete = table.proven_complete && table.proven_disjoint && !lines.empty();
    const PlanValue otherwise = stated     ? *stated
                                : complete ? values_.ready(lines.back().output, 0)
                                           : values_.failed(RuntimeError::table_rows, table.output);
    switch (table.hit) {
        case HitPolicy::unique:
            return single(table.proven_disjoint ? Op::table_disjoint : Op::table_unique, lines, otherwise);
        case HitPolicy::any:
            return table.proven_disjoint ? single(Op::table_disjoint, lines, otherwise) : agreeing(lines, otherwise);
        case HitPolicy::first:
        case HitPolicy::priority: return first(ordered, otherwise);
        case HitPolicy::output_order:
        case HitPolicy::rule_order:
        case HitPolicy::list: return collected(table, ordered, nullptr);
        case HitPolicy::sum:
        case HitPolicy::max:
        case HitPolicy::min: return collected(table, lines, stated ? &*stated : nullptr);
    }
    return otherwise;
}

PlanValue Tables::lower(const DecisionTable& table, std::vector<PlanValue> columns, Use* told) {
    if (columns.empty()) {
        for (const DecisionTable::Column& column : table.columns) {
            columns.push_back(expressions_.lower(*column.expression, columns));
        }
    }
    std::vector<Line> lines;
    for (const DecisionTable::Row& row : table.rows) {
        lines.push_back(line(table, row, columns));
        lines.back().row = static_cast<std::uint32_t>(lines.size() - 1);
    }
    std::optional<PlanValue> stated;
    if (!table.otherwise.empty()) {
        stated = output(table, table.otherwise, columns);
    }
    const bool sorted = table.hit == HitPolicy::priority || table.hit == HitPolicy::output_order;
    const std::vector<Line> by_rank = sorted ? by_priority(table, lines) : std::vector<Line>();
    const std::vector<Line>& ordered = sorted ? by_rank : lines;
    if (told != nullptr) {
        for (std::size_t at = 0; at < lines.size(); ++at) {
            told->matches.push_back(values_.of_node(lines[at].match, Type::boolean()));
            if (sorted) {
                told->order.push_back(ordered[at].row);
            }
        }
        told->columns = columns;
    }
    return chosen(table, lines, ordered, stated);
}

}  // namespace huiqi
