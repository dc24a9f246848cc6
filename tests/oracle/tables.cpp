#include "tests/oracle/tables.h"

#include <algorithm>
#include <utility>

#include "tests/oracle/calls.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

/// One row with its cells asked: whether it matches, and what it would give.
struct Line {
    Value match;
    Value output;
};

/// A table about to decide.
struct Question {
    const DecisionTable& table;
    std::vector<Line> lines;
    Value otherwise;   ///< R10 where the author states none
};

[[nodiscard]] Value output_of(const DecisionTable& table, const std::vector<CheckedExpression>& outputs,
                              Meanings& meanings, const std::vector<Value>& columns) {
    if (!table.output.is(TypeKind::record)) {
        return evaluate(outputs.front(), meanings, columns);
    }
    Value::List fields;
    for (const CheckedExpression& output : outputs) {
        fields.push_back(evaluate(output, meanings, columns));
    }
    return Value::record(std::move(fields));
}

/// A row matches when every cell holds; 不限 always does.
[[nodiscard]] Line line_of(const DecisionTable& table, const DecisionTable::Row& row, Meanings& meanings,
                           const std::vector<Value>& columns) {
    std::vector<Value> cells;
    for (const auto& cell : row.cells) {
        cells.push_back(cell ? evaluate(*cell, meanings, columns) : Value::of(true));
    }
    return {.match = conjunction(cells), .output = output_of(table, row.outputs, meanings, columns)};
}

[[nodiscard]] bool is_true(const Value& match) { return match.known() && match.boolean(); }

/// An undecided table waits for the matches in doubt, for what the rows would give that may still count, and for
/// what is given otherwise.
[[nodiscard]] Value undecided(const Question& question, const Type& type,
                              const std::function<Value(const Value&)>& part) {
    if (is_plain_record(type)) {
        Value::List fields;
        for (std::size_t at = 0; at < type.fields().size(); ++at) {
            const auto inner = [&part, at](const Value& record) { return field_of(part(record), at); };
            fields.push_back(undecided(question, type.fields()[at].type, inner));
        }
        return Value::record(std::move(fields));
    }
    Names names;
    for (const Line& line : question.lines) {
        names.insert(line.match.waits_for().begin(), line.match.waits_for().end());
        if (is_true(line.match) || line.match.state() == State::unknown) {
            names.merge(names_in(part(line.output), type));
        }
    }
    names.merge(names_in(part(question.otherwise), type));
    return waiting(names);
}

[[nodiscard]] Value nobody_knows(const Question& question) {
    return undecided(question, question.table.output, [](const Value& value) { return value; });
}

/// Unique and any: "If a row's match is unknown the table is unknown, unless the table is known to be disjoint and
/// another row matches."
[[nodiscard]] Value single(const Question& question, bool equal_hits_allowed) {
    std::vector<Value> matches;
    std::vector<Value> hits;
    for (const Line& line : question.lines) {
        matches.push_back(line.match);
        if (is_true(line.match)) {
            hits.push_back(line.output);
        }
    }
    if (question.table.proven_disjoint && !hits.empty()) {
        return hits.front();
    }
    const auto unknown = [](const Value& match) { return match.state() == State::unknown; };
    // a row that differs from the first that matches does so whatever else is answered
    const auto first = std::find_if(matches.begin(), matches.end(), is_true);
    const bool settled = equal_hits_allowed && std::none_of(matches.begin(), first, unknown);
    for (std::size_t at = 1; settled && at < hits.size(); ++at) {
        const Value same = equals(hits.front(), hits[at], question.table.output);
        if (same.known() && !same.boolean()) {
            return everywhere(question.table.output, Value::failed(RuntimeError::table_rows));
        }
    }
    if (std::any_of(matches.begin(), matches.end(), unknown)) {
        return nobody_knows(question);
    }
    const Type& type = question.table.output;
    if (const auto stop = held_up(matches)) {
        return everywhere(type, *stop);
    }
    if (hits.empty()) {
        return question.otherwise;
    }
    if (hits.size() == 1) {
        return hits.front();
    }
    if (!equal_hits_allowed) {
        return everywhere(type, Value::failed(RuntimeError::table_rows));
    }
    std::vector<Value> same;
    for (std::size_t at = 1; at < hits.size(); ++at) {   // the first agrees with itself, open or not
        same.push_back(equals(hits.front(), hits[at], type));
    }
    const Value agreed = conjunction(same);
    if (!agreed.known()) {
        return everywhere(type, agreed);
    }
    return agreed.boolean() ? hits.front() : everywhere(type, Value::failed(RuntimeError::table_rows));
}

/// First: a chain of `if` in the order of the rows.
[[nodiscard]] Value chain(const Question& question, const std::vector<Line>& lines, std::size_t at) {
    if (at == lines.size()) {
        return question.otherwise;
    }
    return choice(lines[at].match, question.table.output, [&] { return lines[at].output; },
                  [&] { return chain(question, lines, at + 1); });
}

/// Puts the rows in the order of their outputs' priority, output by output; rows of one priority keep their order.
[[nodiscard]] std::vector<Line> by_priority(const Question& question) {
    const DecisionTable& table = question.table;
    const auto ranks = [&table](const Line& line) {
        std::vector<std::size_t> places;
        for (std::size_t at = 0; at < table.priorities.size(); ++at) {
            const std::vector<Value>& listed = table.priorities[at];
            const Value output = !table.output.is(TypeKind::record) ? line.output : line.output.elements()[at];
            const auto found = std::find(listed.begin(), listed.end(), output);
            places.push_back(static_cast<std::size_t>(found - listed.begin()));
        }
        return places;
    };
    std::vector<Line> lines = question.lines;
    std::stable_sort(lines.begin(), lines.end(),
                     [&ranks](const Line& left, const Line& right) { return ranks(left) < ranks(right); });
    return lines;
}

/// The outputs of the rows that match: a list filtered by the matches.
[[nodiscard]] Value hits_of(const Question& question, const std::vector<Line>& lines) {
    Value::List outputs;
    std::vector<Value> matches;
    for (const Line& line : lines) {
        outputs.push_back(line.output);
        matches.push_back(line.match);
    }
    return filtered(Value::list(std::move(outputs)), matches, Type::list(question.table.output));
}

/// Sum, max and min of the outputs of all matching rows; where none matches, what is stated otherwise.
[[nodiscard]] Value aggregated(const Question& question, BuiltinId id) {
    const Value hits = hits_of(question, question.lines);
    const bool none = hits.known() && hits.elements().empty();
    if (none && !question.table.otherwise.empty()) {
        return question.otherwise;
    }
    const Type& type = question.table.output;
    const Value result = call(id, {.values = {hits}, .types = {Type::list(type)}}, type);
    if (hits.state() != State::unknown) {
        return result;
    }
    Names names = names_in(result, type);
    names.merge(names_in(question.otherwise, type));
    return waiting(names);
}

}  // namespace

Value decide(const DecisionTable& table, Meanings& meanings, std::vector<Value> columns) {
    if (columns.empty()) {
        for (const DecisionTable::Column& column : table.columns) {
            columns.push_back(evaluate(*column.expression, meanings, columns));
        }
    }
    Question question{.table = table,
                      .lines = {},
                      .otherwise = everywhere(table.output, Value::failed(RuntimeError::table_rows))};
    for (const DecisionTable::Row& row : table.rows) {
        question.lines.push_back(line_of(table, row, meanings, columns));
    }
    if (!table.otherwise.empty()) {
        question.otherwise = output_of(table, table.otherwise, meanings, columns);
    }
    switch (table.hit) {
        case HitPolicy::unique: return single(question, false);
        case HitPolicy::any: return single(question, true);
        case HitPolicy::first: return chain(question, question.lines, 0);
        case HitPolicy::priority: return chain(question, by_priority(question), 0);
        case HitPolicy::sum: return aggregated(question, BuiltinId::sum);
        case HitPolicy::max: return aggregated(question, BuiltinId::max);
        case HitPolicy::min: return aggregated(question, BuiltinId::min);
        case HitPolicy::list:
        case HitPolicy::rule_order: return hits_of(question, question.lines);
        case HitPolicy::output_order: return hits_of(question, by_priority(question));
    }
    return question.otherwise;
}

}  // namespace huiqi::oracle
