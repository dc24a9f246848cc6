#include "engine/rulebook/changes/rule_parts.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/rulebook/expression_meaning.h"

namespace huiqi {
namespace {

Bilingual named(const char* zh, const char* en, const std::string& name) {
    return {fmt::format("{}“{}”", zh, name), fmt::format("the {} `{}`", en, name)};
}

void add(RulePart& part, const std::optional<CheckedExpression>& expression) {
    if (expression) {
        part.expressions.push_back(&*expression);
    }
}

bool says_something(const Provenance& provenance) {
    return !provenance.source.empty() || !provenance.interpretation.empty();
}

void add_row(RulePart& part, const DecisionTable::Row& row) {
    for_each_expression_of_row(row, [&](const CheckedExpression& one) { part.expressions.push_back(&one); });
}

/// Adds the rows that have a source of their own.
void add_cited_rows(std::vector<RulePart>& parts, const DecisionTable& table) {
    for (const DecisionTable::Row& row : table.rows) {
        if (says_something(row.provenance)) {
            RulePart part{.what = named("对照表", "table", table.name), .declared = row.span, .provenance = &row.provenance,
                          .expressions = {}, .step = {}};
            add_row(part, row);
            parts.push_back(std::move(part));
        }
    }
}

/// The table without the rows that have a source of their own.
RulePart table_part(const DecisionTable& table) {
    RulePart part{.what = named("对照表", "table", table.name), .declared = table.declared,
                  .provenance = &table.provenance, .expressions = {}, .step = {}};
    for (const DecisionTable::Column& column : table.columns) {
        add(part, column.expression);
    }
    for (const DecisionTable::Row& row : table.rows) {
        if (!says_something(row.provenance)) {
            add_row(part, row);
        }
    }
    for (const CheckedExpression& otherwise : table.otherwise) {
        part.expressions.push_back(&otherwise);
    }
    return part;
}

/// Adds steps; one that says nothing of its own comes from where their definition comes from.
void add_steps(std::vector<RulePart>& parts, const std::vector<AwardStep>& steps, const Provenance* around = nullptr) {
    for (const AwardStep& step : steps) {
        const bool says_none = step.provenance.source.empty() && step.provenance.interpretation.empty();
        RulePart part{.what = {"这一步", "this step"}, .declared = step.declared,
                      .provenance = says_none && around != nullptr ? around : &step.provenance, .expressions = {},
                      .step = {}};
        for_each_expression_of_step(step, [&](const CheckedExpression& one) { part.expressions.push_back(&one); });
        if (step.kind == AwardStep::Kind::round) {
            part.step = step.round_step;
        }
        part.points = step.kind == AwardStep::Kind::uplift && step.uplift == AwardStep::Uplift::points;
        parts.push_back(std::move(part));
    }
}

/// Marks the places in lists and texts and the numbers of decimals: they say how to compute, not what a document grants.
std::vector<bool> places(const CheckedExpression& expression) {
    std::vector<bool> marked(expression.nodes.size());
    for (const CoreNode& user : expression.nodes) {
        if (user.children.size() < 2) {
            continue;
        }
        const CoreId second = user.children[1];
        if (user.op == CoreOp::index) {
            marked[second] = true;
        }
        if (user.op != CoreOp::call) {
            continue;
        }
        switch (user.builtin) {
            case BuiltinId::round_half_up:
            case BuiltinId::round_half_down:
            case BuiltinId::round_half_even:
            case BuiltinId::round_up:
            case BuiltinId::round_down:
            case BuiltinId::floor:
            case BuiltinId::ceiling: marked[second] = marked[second] || expression[second].type.unit().plain(); break;
            case BuiltinId::substring:
            case BuiltinId::sublist:
                for (std::size_t i = 1; i < user.children.size(); ++i) {
                    marked[user.children[i]] = true;
                }
                break;
            default: break;
        }
    }
    return marked;
}

/// Adds a condition, or its alternatives in its place; one that says nothing of its own comes from where they all do.
void add_condition(std::vector<RulePart>& parts, const Condition& condition, const Provenance& around) {
    for (const Condition& alternative : condition.alternatives) {
        add_condition(parts, alternative, condition.provenance);
    }
    if (condition.alternatives.empty()) {
        const bool says_none = condition.provenance.source.empty() && condition.provenance.interpretation.empty();
        parts.push_back({.what = named("条件", "condition", condition.id), .declared = condition.declared,
                         .provenance = says_none ? &around : &condition.provenance, .expressions = {&condition.test},
                         .step = {}});
    }
}

/// Adds what the award is divided into, and what comes back of it.
void add_divisions(std::vector<RulePart>& parts, const Incentive& incentive) {
    for (const std::vector<Share>* shares : {&incentive.shares, &incentive.recipients}) {
        for (const Share& share : *shares) {
            add_steps(parts, share.steps, &share.provenance);
        }
    }
    if (incentive.schedule) {
        for (const Instalment& one : incentive.schedule->parts) {
            add_steps(parts, one.share.steps, &one.share.provenance);
            RulePart part{.what = named("分期", "instalment", one.share.name), .declared = one.share.declared,
                          .provenance = &one.share.provenance, .expressions = {}, .step = {}};
            add(part, one.test);
            add(part, one.date);
            parts.push_back(std::move(part));
        }
    }
    if (incentive.recovery) {
        const Recovery& recovery = *incentive.recovery;
        add_steps(parts, recovery.steps, &recovery.provenance);
        RulePart part{.what = {"追回", "what to recover"}, .declared = recovery.declared,
                      .provenance = &recovery.provenance, .expressions = {}, .step = {}};
        add(part, recovery.when);
        parts.push_back(std::move(part));
    }
}

}  // namespace

std::vector<RulePart> rule_parts(const Incentive& incentive) {
    std::vector<RulePart> parts;
    for (const Input& input : incentive.inputs) {
        if (input.when) {
            parts.push_back({.what = named("申报项", "input", input.field.name), .declared = input.declared,
                             .provenance = &input.provenance, .expressions = {&*input.when}, .step = {}});
        }
    }
    for (const Population& one : incentive.populations) {
        const Input& formed = incentive.inputs[one.input];
        parts.push_back({.what = named("全批", "value of the batch", formed.field.name), .declared = one.declared,
                         .provenance = &formed.provenance, .expressions = one.expressions(), .step = {}});
        if (one.kind == Population::Kind::mean) {
            parts.back().step = one.round_step;
        }
    }
    for (const Definition& definition : incentive.definitions) {
        parts.push_back({.what = named("计算", "definition", definition.name), .declared = definition.declared,
                         .provenance = &definition.provenance, .expressions = {&definition.expression}, .step = {}});
        if (definition.fold) {
            parts.back().expressions = definition.fold->expressions();
        }
        add_steps(parts, definition.steps, &definition.provenance);
    }
    for (const DecisionTable& table : incentive.tables) {
        parts.push_back(table_part(table));
        add_cited_rows(parts, table);
    }
    for (const Condition& condition : incentive.conditions) {
        add_condition(parts, condition, condition.provenance);
    }
    add_steps(parts, incentive.award);
    for (const ExtraAmount& extra : incentive.extras) {
        add_steps(parts, extra.steps);
    }
    add_divisions(parts, incentive);
    for (const Anomaly& anomaly : incentive.anomalies) {
        parts.push_back({.what = named("异常", "anomaly", anomaly.id), .declared = anomaly.declared,
                         .provenance = &anomaly.provenance, .expressions = {&anomaly.test}, .step = {}});
    }
    for (const Target& target : incentive.targets) {
        RulePart part{.what = named("目标", "target", target.id), .declared = target.declared,
                      .provenance = &target.provenance, .expressions = {}, .step = {}};
        for (const auto* expression : {&target.value, &target.over, &target.when}) {
            add(part, *expression);
        }
        for (const CheckedExpression& number : target.numbers) {
            part.expressions.push_back(&number);
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<WrittenNumber> written_numbers(const CheckedExpression& expression) {
    std::vector<WrittenNumber> found;
    const std::vector<bool> place = places(expression);
    for (CoreId id = 0; id < expression.nodes.size(); ++id) {
        const CoreNode& node = expression[id];
        const bool number = node.type.is(TypeKind::number);
        if (node.op != CoreOp::constant || !node.constant.known() || !(number || node.type.is(TypeKind::date)) ||
            node.begin >= node.end) {
            continue;
        }
        if (number && (node.constant.number() == 0 || node.constant.number() == 1 || place[id])) {
            continue;
        }
        const Span span = expression.span(id);
        if (found.empty() || found.back().span != span) {
            found.push_back({node.constant, node.type, span, expression.text.text.substr(node.begin, node.end - node.begin)});
        }
    }
    return found;
}

}  // namespace huiqi
