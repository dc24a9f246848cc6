#include "engine/rulebook/lints/rule_warnings.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/rulebook/expression_meaning.h"
#include "engine/rulebook/lints/doubtful_numbers.h"
#include "engine/rulebook/lints/number_warnings.h"
#include "engine/rulebook/lints/renewable_keys.h"
#include "engine/rulebook/lints/step_warnings.h"
#include "engine/rulebook/lints/version_warnings.h"

namespace huiqi {
namespace {

/// Marks the inputs, definitions and tables that something asks for; one that only an unused definition asks for is
/// marked too, since that is a matter of the definition.
class Uses {
public:
    explicit Uses(const Incentive& incentive) {
        const auto adds = [this](const CheckedExpression& one) { add(one); };
        if (incentive.effective && !incentive.effective->by.empty()) {
            used_.emplace(SymbolKind::input, incentive.effective->by_input);
        }
        for (const Input& input : incentive.inputs) {
            add(input.when);
        }
        for (const Definition& definition : incentive.definitions) {
            for_each_expression_of_definition(definition, adds);
        }
        for (const DecisionTable& table : incentive.tables) {
            for_each_expression_of_table(table, adds);
        }
        for (const Population& population : incentive.populations) {
            for (const CheckedExpression* one : population.expressions()) {
                add(*one);
            }
        }
        for (const Condition& condition : incentive.conditions) {
            add(condition.test);
            for_each_expression_of_sentence(condition.reason, adds);
        }
        for (const Anomaly& anomaly : incentive.anomalies) {
            add(anomaly.test);
            for_each_expression_of_sentence(anomaly.description, adds);
        }
        for (const Target& target : incentive.targets) {
            for (const auto* expression : {&target.value, &target.over, &target.distinct, &target.when, &target.year}) {
                add(*expression);
            }
        }
        add(incentive.award);
        for (const ExtraAmount& extra : incentive.extras) {
            add(extra.steps);
        }
        for (const Share& share : incentive.shares) {
            add(share.steps);
        }
        for (const Share& share : incentive.recipients) {
            add(share.steps);
        }
        if (incentive.schedule) {
            for (const Instalment& part : incentive.schedule->parts) {
                add(part.share.steps);
                add(part.test);
                add(part.date);
            }
        }
        for (const Part& part : incentive.parts) {
            used_.emplace(SymbolKind::definition, part.definition);
        }
        if (incentive.recovery) {
            add(incentive.recovery->steps);
            add(incentive.recovery->when);
        }
    }

    [[nodiscard]] bool of(SymbolKind kind, std::size_t index) const {
        return used_.contains({kind, static_cast<std::uint32_t>(index)});
    }
    /// Whether the rows of a list are counted, and nothing else is asked of it.
    [[nodiscard]] bool only_counted(std::size_t input) const {
        return counted_.contains(static_cast<std::uint32_t>(input)) && !looked_into_.contains(static_cast<std::uint32_t>(input));
    }

private:
    void add(const CheckedExpression& expression) {
        add_counted(expression);
        for (const CoreNode& node : expression.nodes) {
            if (node.op == CoreOp::symbol) {
                used_.emplace(node.symbol_kind, node.index);
            } else if (node.op == CoreOp::parameter_on) {
                used_.emplace(SymbolKind::parameter, node.index);
            } else if (node.op == CoreOp::table) {
                used_.emplace(SymbolKind::table, node.index);
            }
        }
    }

    /// Parts the inputs that stand in `count(input)` from those that something else is done with.
    void add_counted(const CheckedExpression& expression) {
        std::vector<bool> otherwise(expression.nodes.size(), false);
        for (const CoreNode& node : expression.nodes) {
            const bool counts = node.op == CoreOp::call && node.builtin == BuiltinId::count;
            for (const CoreId child : node.children) {
                otherwise[child] = otherwise[child] || !counts;
            }
        }
        for (CoreId id = 0; id < expression.nodes.size(); ++id) {
            const CoreNode& node = expression[id];
            if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::input) {
                (otherwise[id] || id == expression.root ? looked_into_ : counted_).insert(node.index);
            }
        }
    }

    void add(const std::optional<CheckedExpression>& expression) {
        if (expression) {
            add(*expression);
        }
    }

    void add(const std::vector<AwardStep>& steps) {
        for_each_expression_of_steps(steps, [this](const CheckedExpression& one) { add(one); });
    }

    std::set<std::pair<SymbolKind, std::uint32_t>> used_;
    std::set<std::uint32_t> counted_, looked_into_;   ///< inputs
};

void warn_no_source(Span place, const Bilingual& what, Diagnostics& diagnostics) {
    diagnostics.warning("W504", place,
                        {fmt::format("{}没有写依据", what.zh), fmt::format("{} has no source", what.en)},
                        {"加上“依据: …”，说明它出自哪一条", "add `source: …`, the clause it comes from"});
}

void warn_missing_sources(const Incentive& incentive, Diagnostics& diagnostics) {
    for (const Condition& condition : incentive.conditions) {
        const auto cited = [](const Condition& one) { return !one.provenance.source.empty(); };
        const std::vector<Condition>& alternatives = condition.alternatives;
        const bool all_cited = !alternatives.empty() && std::all_of(alternatives.begin(), alternatives.end(), cited);
        if (!cited(condition) && !all_cited) {
            warn_no_source(condition.declared,
                           {fmt::format("条件“{}”", condition.id), fmt::format("the condition `{}`", condition.id)},
                           diagnostics);
        }
    }
    for (const Target& target : incentive.targets) {
        if (target.provenance.source.empty()) {
            warn_no_source(target.declared,
                           {fmt::format("目标“{}”", target.id), fmt::format("the target `{}`", target.id)}, diagnostics);
        }
    }
    for (const Parameter& parameter : incentive.parameters) {
        if (parameter.provenance.source.empty()) {
            warn_no_source(parameter.declared,
                           {fmt::format("参数“{}”", parameter.name), fmt::format("the parameter `{}`", parameter.name)},
                           diagnostics);
        }
    }
}

/// What one kind of name is called.
struct NameKind {
    SymbolKind kind;
    Bilingual word;
};

/// A parameter that is a text names something, such as the paper by which a city acts, and is no figure.
bool is_an_answer(const Incentive& /*incentive*/, const Parameter& parameter) {
    return parameter.type.without_optional().is(TypeKind::text);
}

/// A definition that cases expect is given for its own sake.
bool is_an_answer(const Incentive& incentive, const Definition& definition) {
    return std::any_of(incentive.cases.begin(), incentive.cases.end(),
                       [&](const Case& one) { return one.extras.contains(definition.name); });
}

bool is_an_answer(const Incentive& /*incentive*/, const DecisionTable& /*table*/) { return false; }

/// A figure that stands in the file and changes nothing: a cap that was written down and never applied. What the file
/// of another rule declares is told of there.
template <typename Declarations>
void warn_without_effect(const Incentive& incentive, const Declarations& declarations, const NameKind& kind, const Uses& uses,
                         const WordsElsewhere& elsewhere, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
        const auto& one = declarations[i];
        if (uses.of(kind.kind, i) || elsewhere.contains(one.name) || one.declared.source != incentive.declared.source ||
            is_an_answer(incentive, one)) {
            continue;
        }
        diagnostics.warning("W527", one.declared,
                            {fmt::format("{}“{}”没有用到，不影响任何结果", kind.word.zh, one.name),
                             fmt::format("nothing uses the {} `{}`, which changes no result", kind.word.en, one.name)},
                            {"检查是不是漏写了一步（例如“上限: …”）；不需要的去掉",
                             "see whether a step that uses it is missing, such as `cap: …`; leave out what is not needed"});
    }
}

/// A row of a list counts though every cell of it is empty, a confirmation without its day for one: what the rule asks for in
/// each row should be looked at.
void warn_of_counted_rows(const Input& input, Diagnostics& diagnostics) {
    const std::vector<FieldSchema>& fields = input.field.fields;
    const bool filled_in = input.field.of_applicant || input.field.of_payments;   // no form that somebody left empty
    if (input.field.kind != ColumnKind::list || filled_in || fields.empty() || fields.front().name.empty()) {
        return;
    }
    const std::string& field = fields.front().name;
    diagnostics.warning("W514", input.declared,
                        {fmt::format("“{}”只数了行数：每项的“{}”空着，这一行也算", input.field.name, field),
                         fmt::format("only the rows of `{}` are counted: one whose `{}` was left empty counts too", input.field.name, field)},
                        {fmt::format("写出怎样的一项才算，例如 count({}[对{}的要求]) > 0；只要行数就不必问“{}”", input.field.name, field, field),
                         fmt::format("say which elements count, such as `count({}[a condition on {}]) > 0`; where rows alone matter, do not ask for `{}`",
                                     input.field.name, field, field)});
}

}  // namespace

void warn_unused_names(const Incentive& incentive, const WordsElsewhere& elsewhere, Diagnostics& diagnostics) {
    const Uses uses(incentive);
    warn_without_effect(incentive, incentive.parameters, {SymbolKind::parameter, {"参数", "parameter"}}, uses, elsewhere, diagnostics);
    warn_without_effect(incentive, incentive.definitions, {SymbolKind::definition, {"计算", "definition"}}, uses, elsewhere, diagnostics);
    warn_without_effect(incentive, incentive.tables, {SymbolKind::table, {"对照表", "table"}}, uses, elsewhere, diagnostics);
    for (std::size_t i = 0; i < incentive.inputs.size(); ++i) {
        const Input& input = incentive.inputs[i];
        if (!uses.of(SymbolKind::input, i) && !elsewhere.contains(input.field.name)) {
            diagnostics.warning("W501", input.declared,
                                {fmt::format("申报项“{}”没有用到", input.field.name),
                                 fmt::format("nothing depends on the input `{}`", input.field.name)},
                                {"去掉它，少问一个问题；或者检查是不是漏写了条件",
                                 "leave it out to ask one question less, or see whether a condition is missing"});
        } else if (uses.only_counted(i) && !elsewhere.contains(input.field.name)) {
            warn_of_counted_rows(input, diagnostics);
        }
    }
}

void warn_about_rules(const Incentive& incentive, Diagnostics& diagnostics) {
    warn_missing_sources(incentive, diagnostics);
    warn_of_roundings(incentive, diagnostics);
    warn_of_doubtful_numbers(incentive, diagnostics);
    warn_of_days_without_value(incentive, diagnostics);
    warn_of_endless_series(incentive, diagnostics);
    warn_of_renewable_keys(incentive, diagnostics);
    warn_of_readings(incentive.parameters, incentive.citations, incentive.declared.source, diagnostics);
}

}  // namespace huiqi
