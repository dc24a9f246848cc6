#include "engine/evaluate/explained_tables.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/evaluate/trace_records.h"

namespace huiqi {
namespace {

[[nodiscard]] std::vector<std::string> texts_of(const std::vector<CheckedExpression>& expressions) {
    std::vector<std::string> texts;
    for (const CheckedExpression& one : expressions) {
        texts.push_back(one.text.text);
    }
    return texts;
}

[[nodiscard]] ExplainedTable explain_table(const Incentive& incentive, const DecisionTable& table) {
    ExplainedTable made;
    made.name = table.name;
    made.hit = table.hit;
    for (const DecisionTable::Column& column : table.columns) {
        made.columns.push_back({column.name, column.expression ? column.expression->text.text : "", column.type});
    }
    made.output_names = table.output_names;
    made.otherwise = texts_of(table.otherwise);
    made.rows = table.rows.size();
    made.cited = cited_text(incentive, table.provenance);
    made.place = table.declared;
    return made;
}

[[nodiscard]] ExplainedTable::Row explain_row(const Incentive& incentive, const DecisionTable& table, std::size_t number,
                                              Value matches) {
    const DecisionTable::Row& row = table.rows[number];
    ExplainedTable::Row made;
    made.number = number + 1;
    made.matches = std::move(matches);
    for (const auto& cell : row.cells) {
        made.cells.push_back(cell ? cell->text.text : "");
    }
    made.outputs = texts_of(row.outputs);
    made.cited = cited_text(incentive, row.provenance);
    made.place = row.span;
    return made;
}

/// Says which of the rows that match decide: of tables that take one all before the one that counts must be false.
void find_taken(const DecisionTable& table, const std::vector<std::uint32_t>& order, const Value::List& matches,
                ExplainedTable::Use& use) {
    const bool one = table.hit == HitPolicy::first || table.hit == HitPolicy::priority;
    std::size_t decides = matches.size();
    for (std::size_t at = 0; one && at < matches.size(); ++at) {
        const std::size_t row = order.empty() ? at : order[at];
        if (!matches[row].known() || matches[row].boolean()) {
            decides = matches[row].known() ? row : matches.size();
            break;
        }
    }
    for (ExplainedTable::Row& row : use.rows) {
        row.taken = row.matches.known() && (!one || row.number == decides + 1);
    }
}

[[nodiscard]] ExplainedTable::Use explain_use(const Incentive& incentive, const DecisionTable& table,
                                              const std::vector<std::uint32_t>& order, const Value::List& seen) {
    ExplainedTable::Use use;
    const auto columns = static_cast<std::ptrdiff_t>(table.columns.size());
    use.columns.assign(seen.begin(), seen.begin() + columns);
    const Value::List matches(seen.begin() + columns, seen.end());
    for (std::size_t at = 0; at < matches.size(); ++at) {
        if (!matches[at].known() || matches[at].boolean()) {
            use.rows.push_back(explain_row(incentive, table, at, matches[at]));
        }
    }
    find_taken(table, order, matches, use);
    use.otherwise = use.rows.empty();
    return use;
}

/// Adds a use, or counts it where the same values were looked up before; `known` has the place of each by its values.
void add_use(ExplainedTable& table, std::map<std::string, std::size_t>& known, ExplainedTable::Use use) {
    std::string values;
    for (std::size_t at = 0; at < use.columns.size(); ++at) {
        values += value_text(use.columns[at], table.columns[at].type, true) + '\n';
        for (const std::string& name : use.columns[at].state() == State::unknown ? use.columns[at].waits_for() : std::vector<std::string>()) {
            values += name + '\n';
        }
    }
    const auto [at, fresh] = known.try_emplace(std::move(values), table.uses.size());
    if (fresh) {
        table.uses.push_back(std::move(use));
    } else {
        ++table.uses[at->second].times;
    }
}

}  // namespace

std::vector<ExplainedTable> explain_tables(const Evaluator& evaluator, const Incentive& incentive,
                                           const IncentivePlan& plan, std::size_t row) {
    std::map<std::uint32_t, ExplainedTable> tables;   // in the order of the file
    std::map<std::uint32_t, std::map<std::string, std::size_t>> lookups;
    for (const IncentivePlan::TableUse& use : plan.table_uses) {
        const DecisionTable& table = incentive.tables[use.table];
        ExplainedTable& made = tables.try_emplace(use.table, explain_table(incentive, table)).first->second;
        each_record(evaluator.read(use.seen, row), use.depth, [&](const Value::List& seen) {
            add_use(made, lookups[use.table], explain_use(incentive, table, use.order, seen));
        });
    }
    std::vector<ExplainedTable> result;
    for (auto& [index, table] : tables) {
        result.push_back(std::move(table));
    }
    return result;
}

std::string_view hit_name(HitPolicy hit) noexcept {
    switch (hit) {
        case HitPolicy::unique: return "unique";
        case HitPolicy::first: return "first";
        case HitPolicy::any: return "any";
        case HitPolicy::sum: return "sum";
        case HitPolicy::max: return "max";
        case HitPolicy::min: return "min";
        case HitPolicy::list: return "list";
        case HitPolicy::priority: return "priority";
        case HitPolicy::rule_order: return "rule_order";
        case HitPolicy::output_order: return "output_order";
    }
    return {};
}

}  // namespace huiqi
