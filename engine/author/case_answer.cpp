#include "engine/author/case_answer.h"

#include <memory>
#include <utility>

#include "engine/data/batch.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

[[nodiscard]] std::optional<CaseAnswer> computed(const Incentive& incentive, const Case& asked) {
    CompileOptions options;
    options.bind = asked.bind;
    Diagnostics faults;
    const auto plan = std::make_shared<const Plan>(compile({&incentive}, nullptr, options, faults));
    if (faults.has_errors() || plan->incentives.empty()) {
        return std::nullopt;
    }
    Batch batch(plan->schema);
    append_row(batch, plan->schema, row_in_schema_order(*plan, 0, asked.given));
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    return CaseAnswer{.incentive = &incentive, .asked = &asked, .explanation = explain(evaluator, incentive, 0, 0)};
}

}  // namespace

std::optional<CaseAnswer> case_at(const RuleFileView& view, const FileOutline& outline, std::size_t offset) {
    for (const CasePlace& place : outline.cases) {
        if (offset < place.begin || offset > place.end) {
            continue;
        }
        for (const Incentive& incentive : view.rulebook.incentives) {
            for (const Case& one : incentive.cases) {
                const bool here = one.declared.source == view.source && one.declared.begin >= place.begin && one.declared.begin < place.end;
                if (here && one.name == place.name) {
                    return computed(incentive, one);
                }
            }
        }
    }
    return std::nullopt;
}

std::optional<std::string> value_in_case(const CaseAnswer& answer, std::string_view name, Language language) {
    const bool chinese = language == Language::zh;
    const Explanation& all = answer.explanation;
    for (const auto* values : {&all.definitions, &all.inputs, &all.parameters, &all.parts}) {
        for (const ExplainedValue& one : *values) {
            if (one.name == name) {
                return value_text(one.value, one.type, chinese, one.unit.text.empty() ? nullptr : &one.unit);
            }
        }
    }
    for (const auto* tests : {&all.conditions, &all.anomalies}) {
        for (const ExplainedCondition& one : *tests) {
            if (one.id == name) {
                return value_text(one.holds, Type::boolean(), chinese);
            }
        }
    }
    return std::nullopt;
}

std::string outcome_in_words(const CaseAnswer& answer, Language language) {
    const bool chinese = language == Language::zh;
    const Outcome& outcome = answer.explanation.outcome;
    std::string words = (chinese ? "符合：" : "eligible: ") + value_text(outcome.eligible, Type::boolean(), chinese);
    if (!answer.incentive->award.empty()) {
        words += (chinese ? "，金额：" : ", amount: ") + value_text(outcome.award, answer.explanation.money, chinese);
    }
    for (const std::string& one : outcome.failed) {
        words += (chinese ? "；不符合" : "; fails ") + one;
    }
    for (const Outcome::Failure& one : outcome.errors) {
        words += (chinese ? "；错误" : "; error ") + one.code;
    }
    return words;
}

}  // namespace huiqi
