#include "tools/huiqi/author/feel_case.h"

#include <utility>

#include "engine/evaluate/case_runner.h"
#include "tools/huiqi/author/feel_values.h"

namespace huiqi {
namespace {

using nlohmann::json;

/// Gives a member that may be left out; null then.
[[nodiscard]] const json& member(const json& object, const char* name) {
    static const json kNone;
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found == object.end() ? kNone : *found;
}

[[nodiscard]] HitPolicy hit_policy(const json& table) {
    const std::string policy = table.value("hit_policy", "UNIQUE");
    const std::string aggregation =
        member(table, "aggregation").is_string() ? member(table, "aggregation").get<std::string>() : "";
    if (policy == "UNIQUE") {
        return HitPolicy::unique;
    }
    if (policy == "FIRST") {
        return HitPolicy::first;
    }
    if (policy == "ANY") {
        return HitPolicy::any;
    }
    if (policy == "PRIORITY") {
        return HitPolicy::priority;
    }
    if (policy == "RULE ORDER") {
        return HitPolicy::rule_order;
    }
    if (policy == "OUTPUT ORDER") {
        return HitPolicy::output_order;
    }
    if (aggregation == "SUM") {
        return HitPolicy::sum;
    }
    if (aggregation == "MIN") {
        return HitPolicy::min;
    }
    if (aggregation == "MAX") {
        return HitPolicy::max;
    }
    if (aggregation.empty()) {
        return HitPolicy::list;
    }
    throw NotSupported{policy + " " + aggregation};
}

[[nodiscard]] bool gives_list(HitPolicy hit) {
    return hit == HitPolicy::list || hit == HitPolicy::rule_order || hit == HitPolicy::output_order;
}

}  // namespace

/// The names of a case: its context, then its definitions in order.
class FeelCase::Names : public NameSource {
public:
    explicit Names(const Incentive& incentive) : incentive_(incentive) {}

    [[nodiscard]] std::optional<Symbol> find(std::string_view name) override {
        for (std::uint32_t at = 0; at < incentive_.definitions.size(); ++at) {
            if (incentive_.definitions[at].name == name) {
                return Symbol{.kind = SymbolKind::definition,
                              .index = at,
                              .type = incentive_.definitions[at].type,
                              .declared = {}};
            }
        }
        for (std::uint32_t at = 0; at < incentive_.inputs.size(); ++at) {
            if (incentive_.inputs[at].field.name == name) {
                return Symbol{.kind = SymbolKind::input,
                              .index = at,
                              .type = incentive_.inputs[at].field.type,
                              .declared = {}};
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::shared_ptr<const Enumeration> enumeration(std::string_view /*name*/) override {
        return nullptr;
    }
    [[nodiscard]] std::vector<std::string_view> names() override { return {}; }
    [[nodiscard]] std::vector<RecordField> table_columns(std::uint32_t /*table*/) override { return {}; }

private:
    const Incentive& incentive_;
};

MappedText FeelCase::mapped(const std::string& text) {
    const SourceId source = sources_.add("<expression>", text);
    return MappedText::verbatim(
        sources_, {.source = source, .begin = 0, .end = static_cast<std::uint32_t>(text.size())});
}

CheckedExpression FeelCase::checked(const std::string& text, const std::optional<Type>& expected) {
    const SyntaxTree tree = parse_expression(mapped(text), {}, diagnostics_);
    Names names(incentive_);
    return check_expression(tree, names, expected, {}, diagnostics_);
}

void FeelCase::define(const std::string& name, const std::string& text, const std::optional<Type>& expected) {
    Definition definition;
    definition.name = name;
    definition.expression = checked(text, expected);
    definition.type = definition.expression.type();
    incentive_.definitions.push_back(std::move(definition));
}

void FeelCase::add_input(const std::string& name, const json& declared, const json& value) {
    Input input;
    const Type type = feel_type(declared, value);
    if (type.is(TypeKind::null)) {  // a null of no declared type is the literal
        define(name, "null", std::nullopt);
        return;
    }
    const Value given = feel_value(value, type, name);
    input.field = feel_field(name, type, given);
    incentive_.inputs.push_back(std::move(input));
    given_.push_back(given);
}

void FeelCase::add_columns(const json& table, DecisionTable& made) {
    for (const json& input : table.at("inputs")) {
        DecisionTable::Column column;
        column.expression = checked(input.at("expression").get<std::string>(), std::nullopt);
        column.type = column.expression->type();
        made.columns.push_back(std::move(column));
    }
}

void FeelCase::add_row(const json& rule, std::size_t outputs, DecisionTable& made) {
    std::vector<BoundVariable> bound;
    for (const DecisionTable::Column& column : made.columns) {
        bound.push_back({.name = "", .type = column.type});
    }
    DecisionTable::Row row;
    Names names(incentive_);
    if (rule.at("when").size() != made.columns.size() || rule.at("then").size() != outputs) {
        throw NotSupported{"a row that has not a cell for each column"};
    }
    for (std::uint32_t at = 0; at < made.columns.size(); ++at) {
        const std::string text = rule.at("when").at(at).get<std::string>();
        if (text == "-") {
            row.cells.emplace_back();
            continue;
        }
        std::vector<BoundVariable> about = bound;
        about[at].name = "?";
        row.cells.push_back(
            check_cell(parse_cell(mapped(text), {}, diagnostics_), names, at, about, diagnostics_));
    }
    for (const json& then : rule.at("then")) {
        row.outputs.push_back(checked(then.get<std::string>(), std::nullopt));
    }
    made.rows.push_back(std::move(row));
}

void FeelCase::add_priorities(const json& outputs, DecisionTable& made) {
    for (const json& output : outputs) {
        std::vector<Value> order;
        if (member(output, "allowed").is_string()) {
            const CheckedExpression list =
                checked("[" + member(output, "allowed").get<std::string>() + "]", std::nullopt);
            for (const CoreId element : list[list.root].children) {
                order.push_back(list[element].constant);
            }
        }
        made.priorities.push_back(std::move(order));
    }
}

void FeelCase::add_table(const json& table) {
    DecisionTable made;
    made.name = "table";
    made.hit = hit_policy(table);
    add_columns(table, made);
    const json& outputs = table.at("outputs");
    for (const json& rule : table.at("rules")) {
        add_row(rule, outputs.size(), made);
    }
    if (made.rows.empty() || outputs.empty()) {
        throw NotSupported{"a table without rows or outputs"};
    }
    std::vector<RecordField> fields;
    for (std::size_t at = 0; at < outputs.size(); ++at) {
        fields.push_back({.name = member(outputs.at(at), "name").is_string()
                                      ? member(outputs.at(at), "name").get<std::string>()
                                      : "",
                          .type = made.rows.front().outputs[at].type()});
        if (member(outputs.at(at), "default").is_string()) {
            made.otherwise.push_back(
                checked(member(outputs.at(at), "default").get<std::string>(), std::nullopt));
        }
        made.output_names.push_back(fields.back().name);
    }
    if (made.otherwise.size() != outputs.size()) {
        made.otherwise.clear();
    }
    made.output = fields.size() == 1 ? fields.front().type : Type::record(fields);
    add_priorities(outputs, made);
    CoreNode node;
    node.op = CoreOp::symbol;
    node.symbol_kind = SymbolKind::table;
    node.type = gives_list(made.hit) ? Type::list(made.output) : made.output;
    Definition definition;
    definition.name = "result";
    definition.type = node.type;
    definition.expression.text = mapped("table");
    definition.expression.nodes.push_back(std::move(node));
    incentive_.tables.push_back(std::move(made));
    incentive_.definitions.push_back(std::move(definition));
}

FeelCase::FeelCase(const json& request) {
    incentive_.id = "case";
    const json types = request.value("input_types", json::object());
    const json context = request.value("context", json::object());
    for (const auto& [name, value] : context.items()) {
        add_input(name, types.contains(name) ? types[name] : json(), value);
    }
    for (const json& let : request.value("let", json::array())) {
        define(let.at(0).get<std::string>(), let.at(1).get<std::string>(), std::nullopt);
    }
    if (request.contains("table") && request["table"].is_object()) {
        add_table(request["table"]);
    } else {
        define("", request.at("expression").get<std::string>(), std::nullopt);
    }
}

std::vector<Value> FeelCase::row(const Plan& plan) const {
    return row_in_schema_order(plan, 0, given_);
}

}  // namespace huiqi
