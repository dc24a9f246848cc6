#include <nlohmann/json.hpp>

#include "engine/evaluate/explained_tables.h"
#include "tools/huiqi/decide/explain_text.h"
#include "tools/huiqi/json_values.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

[[nodiscard]] json uses_json(const std::vector<ExplainedUse>& uses, const Sources& sources) {
    json list = json::array();
    for (const ExplainedUse& one : uses) {
        json days = json::array();
        for (const Value& day : one.days) {
            days.push_back(value_json(day, Type::date()));
        }
        json made{{"expression", one.expression}, {"parameter", one.parameter.empty() ? json(nullptr) : json(one.parameter)},
                  {"days", std::move(days)}, {"value", value_json(one.value, one.type)},
                  {"unit", unit_name(one.type.is(TypeKind::number) ? one.type.unit() : Unit(), false)}, {"times", one.times}};
        if (!one.parameter.empty()) {
            made["from"] = day_json(one.from);
            made["to"] = day_json(one.to);
        }
        if (!one.basis.empty()) {
            made["basis"] = one.basis;
            for (const auto& [days_of, year] : one.parts) {
                made["day_count"].push_back({{"days", value_json(Value::of(days_of), Type::number())}, {"year", year}});
            }
        }
        made["source"] = cited_json(one.cited);
        made["place"] = place_json(one.place, sources);
        list.push_back(std::move(made));
    }
    return list;
}

[[nodiscard]] json condition_json(const ExplainedCondition& one, const Sources& sources) {
    json made{{"id", one.id}, {"expression", one.expression}, {"holds", value_json(one.holds, Type::boolean())},
              {"reason", prose_json(one.reason)}, {"uses", uses_json(one.uses, sources)}, {"source", cited_json(one.cited)},
              {"place", place_json(one.place, sources)}};
    for (const ExplainedCondition& alternative : one.alternatives) {
        made["alternatives"].push_back(condition_json(alternative, sources));
    }
    return made;
}

[[nodiscard]] json conditions_json(const std::vector<ExplainedCondition>& conditions, const Sources& sources) {
    json list = json::array();
    for (const ExplainedCondition& one : conditions) {
        list.push_back(condition_json(one, sources));
    }
    return list;
}

[[nodiscard]] json period_json(const ExplainedPeriod& one, const Sources& sources) {
    json made = condition_json(one.test, sources);
    made["by"] = one.by;
    made["day"] = value_json(one.day, Type::date());
    made["from"] = day_json(one.from);
    made["to"] = day_json(one.to);
    return made;
}

[[nodiscard]] json bands_json(const ExplainedStep& step) {
    json list = json::array();
    for (const ExplainedBand& one : step.bands) {
        list.push_back({{"band", list.size() + 1}, {"upto", one.upto.empty() ? json(nullptr) : json(one.upto)},
                        {"edge", value_json(one.edge, step.type)}, {"edge_included", one.edge_included},
                        {one.is_rate ? "rate" : "amount", one.worth}, {"value", value_json(one.value, Type::number())},
                        {"applies", value_json(one.applies, Type::boolean())}, {"inside", value_json(one.inside, step.type)}});
    }
    return list;
}

[[nodiscard]] json table_row_json(const ExplainedTable::Row& row, const Sources& sources) {
    json cells = json::array();
    for (const std::string& cell : row.cells) {
        cells.push_back(cell.empty() ? json(nullptr) : json(cell));
    }
    return {{"row", row.number}, {"matches", value_json(row.matches, Type::boolean())}, {"taken", row.taken},
            {"cells", std::move(cells)}, {"outputs", row.outputs}, {"source", cited_json(row.cited)},
            {"place", place_json(row.place, sources)}};
}

[[nodiscard]] json tables_json(const std::vector<ExplainedTable>& tables, const Sources& sources) {
    json list = json::array();
    for (const ExplainedTable& table : tables) {
        json columns = json::array();
        for (const ExplainedTable::Column& column : table.columns) {
            columns.push_back({{"name", column.name.empty() ? json(nullptr) : json(column.name)}, {"expression", column.expression}});
        }
        json uses = json::array();
        for (const ExplainedTable::Use& use : table.uses) {
            json values = json::array();
            for (std::size_t at = 0; at < use.columns.size(); ++at) {
                values.push_back(value_json(use.columns[at], table.columns[at].type));
            }
            json rows = json::array();
            for (const ExplainedTable::Row& row : use.rows) {
                rows.push_back(table_row_json(row, sources));
            }
            uses.push_back({{"values", std::move(values)}, {"rows", std::move(rows)}, {"else", use.otherwise && !table.otherwise.empty()}, {"times", use.times}});
        }
        list.push_back({{"name", table.name}, {"hit", hit_name(table.hit)}, {"rows", table.rows}, {"columns", std::move(columns)},
                        {"outputs", table.output_names}, {"else", table.otherwise.empty() ? json(nullptr) : json(table.otherwise)},
                        {"uses", std::move(uses)}, {"dated", uses_json(table.dated, sources)}, {"source", cited_json(table.cited)}, {"place", place_json(table.place, sources)}});
    }
    return list;
}

[[nodiscard]] json steps_json(const std::vector<ExplainedStep>& steps, const Sources& sources) {
    json list = json::array();
    for (const ExplainedStep& one : steps) {
        list.push_back({{"step", prose_json(one.what)}, {"expression", one.expression}, {"before", value_json(one.before, one.type)},
                        {"value", value_json(one.value, Type::number())}, {"after", value_json(one.after, one.type)},
                        {"when", one.when.empty() ? json(nullptr) : json(one.when)},
                        {"holds", one.when.empty() ? json(nullptr) : value_json(one.holds, Type::boolean())},
                        {"applies", one.applies}, {"bands", bands_json(one)}, {"uses", uses_json(one.uses, sources)}, {"note", prose_json(one.note)}, {"source", cited_json(one.cited)},
                        {"place", place_json(one.place, sources)}});
    }
    return list;
}

[[nodiscard]] json passage_json(const ExplainedPassage& passage) {
    json rounds = json::array();
    for (const ExplainedPassage::Round& round : passage.rounds) {
        json after = json::object();
        for (std::size_t at = 0; at < passage.states.size(); ++at) {
            after[passage.states[at].name] = value_json(round.after[at], passage.states[at].type);
        }
        rounds.push_back({{"element", value_json(round.element, passage.element_type)}, {"after", std::move(after)}});
    }
    return {{"each", passage.source}, {"gives", passage.gives}, {"rounds", std::move(rounds)}};
}

[[nodiscard]] json values_json(const std::vector<ExplainedValue>& values, const Sources& sources) {
    json list = json::array();
    for (const ExplainedValue& one : values) {
        list.push_back({{"name", one.name}, {"value", value_json(one.value, one.type)}, {"unit", unit_name(one.type.is(TypeKind::number) ? one.type.unit() : Unit(), false)},
                        {"expression", one.expression}, {"source", cited_json(one.cited)}, {"place", place_json(one.place, sources)}});
        if (one.parameter) {
            list.back()["from"] = day_json(one.parameter->from);
            list.back()["to"] = day_json(one.parameter->to);
        }
        if (!one.uses.empty()) {
            list.back()["uses"] = uses_json(one.uses, sources);
        }
        if (!one.steps.empty()) {
            list.back()["steps"] = steps_json(one.steps, sources);
        }
        if (one.passage) {
            list.back()["fold"] = passage_json(*one.passage);
        }
    }
    return list;
}

[[nodiscard]] json by_hand_json(const std::vector<Clause>& clauses, const Sources& sources) {
    json list = json::array();
    for (const Clause& one : clauses) {
        list.push_back({{"document", one.document}, {"clause", one.label}, {"note", prose_json(one.note)},
                        {"place", place_json(one.declared, sources)}});
    }
    return list;
}

[[nodiscard]] json share_json(const ExplainedShare& one, const Type& money, const Sources& sources) {
    return {{"name", one.name}, {"amount", value_json(one.amount, money)}, {"rest", one.rest},
            {"steps", steps_json(one.steps, sources)}, {"note", prose_json(one.note)}, {"source", cited_json(one.cited)},
            {"place", place_json(one.place, sources)}};
}

[[nodiscard]] json shares_json(const std::vector<ExplainedShare>& shares, const Type& money, const Sources& sources) {
    json list = json::array();
    for (const ExplainedShare& one : shares) {
        list.push_back(share_json(one, money, sources));
    }
    return list;
}

[[nodiscard]] json schedule_json(const std::vector<ExplainedInstalment>& schedule, const Type& money, const Sources& sources) {
    json list = json::array();
    for (const ExplainedInstalment& one : schedule) {
        list.push_back({{"id", one.planned.name}, {"state", state_word(one.state)}, {"due", value_json(one.amount, money)},
                        {"planned", share_json(one.planned, money, sources)},
                        {"test", one.test.empty() ? json(nullptr) : json(one.test)},
                        {"passes", value_json(one.passes, Type::boolean())},
                        {"date", one.date ? value_json(*one.date, Type::date()) : json(nullptr)}});
    }
    return list;
}

[[nodiscard]] json recovery_json(const std::optional<ExplainedRecovery>& one, const Type& money, const Sources& sources) {
    if (!one) {
        return nullptr;
    }
    return {{"amount", value_json(one->amount, money)}, {"when", one->when.empty() ? json(nullptr) : json(one->when)},
            {"applies", value_json(one->applies, Type::boolean())}, {"steps", steps_json(one->steps, sources)},
            {"note", prose_json(one->note)}, {"source", cited_json(one->cited)}, {"place", place_json(one->place, sources)}};
}

}  // namespace

std::string explanation_json(const Explanation& explanation, const Sources& sources,
                             const std::optional<std::string>& next) {
    const Outcome& outcome = explanation.outcome;
    json errors = json::array();
    for (const Outcome::Failure& failure : outcome.errors) {
        errors.push_back({{"code", failure.code}, {"place", place_json(failure.place, sources)}});
    }
    json extras = json::object();
    for (const auto& [name, steps] : explanation.extras) {
        extras[name] = steps_json(steps, sources);
    }
    const json out{{"incentive", explanation.id},
                   {"title", prose_json(explanation.title)},
                   {"eligible", value_json(outcome.eligible, Type::boolean())},
                   {"award", value_json(outcome.award, explanation.money)},
                   {"reason", outcome.reason},
                   {"failed", outcome.failed},
                   {"missing", outcome.missing},
                   {"next", next ? json(*next) : json(nullptr)},
                   {"errors", std::move(errors)},
                   {"inputs", values_json(explanation.inputs, sources)},
                   {"parameters", values_json(explanation.parameters, sources)},
                   {"definitions", values_json(explanation.definitions, sources)},
                   {"tables", tables_json(explanation.tables, sources)},
                   {"period", explanation.period ? period_json(*explanation.period, sources) : json(nullptr)},
                   {"conditions", conditions_json(explanation.conditions, sources)},
                   {"steps", steps_json(explanation.steps, sources)},
                   {"parts", values_json(explanation.parts, sources)},
                   {"also", std::move(extras)},
                   {"shares", shares_json(explanation.shares, explanation.money, sources)},
                   {"recipients", shares_json(explanation.recipients, explanation.money, sources)},
                   {"schedule", schedule_json(explanation.schedule, explanation.money, sources)},
                   {"due", value_json(explanation.due, explanation.money)},
                   {"recover", recovery_json(explanation.recovery, explanation.money, sources)},
                   {"anomalies", conditions_json(explanation.anomalies, sources)},
                   {"left_to_a_person", by_hand_json(explanation.by_hand, sources)}};
    return out.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace huiqi
