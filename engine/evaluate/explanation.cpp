#include "engine/evaluate/explanation.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/explained_steps.h"
#include "engine/evaluate/explained_tables.h"
#include "engine/evaluate/explained_uses.h"
#include "engine/evaluate/sentence_text.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

[[nodiscard]] const Citation* find_citation(const Incentive& incentive, const std::string& name) {
    const auto at = std::find_if(incentive.citations.begin(), incentive.citations.end(),
                                 [&name](const Citation& one) { return one.name == name; });
    return at == incentive.citations.end() ? nullptr : &*at;
}

[[nodiscard]] ExplainedPassage explain_passage(const Evaluator& evaluator, const Fold& fold,
                                               const IncentivePlan::Passage& passage, std::size_t row) {
    ExplainedPassage result;
    result.source = fold.source.text.text;
    result.gives = fold.result ? fold.result->text.text : fold.yields ? fold.yields->text.text : "";
    result.element = fold.element;
    result.element_type = fold.source.type().element();
    for (const Fold::State& state : fold.states) {
        result.states.push_back({state.name, state.type});
    }
    const Value elements = evaluator.read(passage.elements, row);
    if (!elements.known()) {
        return result;
    }
    for (const Value& element : elements.elements()) {
        result.rounds.push_back({.element = element, .after = {}});
    }
    for (const PlanValue& after : passage.after) {
        const Value states = evaluator.read(after, row);
        for (std::size_t round = 0; round < result.rounds.size(); ++round) {
            result.rounds[round].after.push_back(states.elements()[round]);
        }
    }
    return result;
}

/// Gives the value of a parameter that decided: on the basis day, else the only one.
[[nodiscard]] std::optional<ParameterPeriod> decisive(const Evaluator& evaluator, const Incentive& incentive,
                                                      const IncentivePlan& plan, const Parameter& parameter, std::size_t row) {
    if (parameter.versions.size() == 1 && !parameter.versions.front().from) {
        return parameter_periods(parameter).front();
    }
    if (!incentive.effective || incentive.effective->by.empty()) {
        return std::nullopt;
    }
    const Value day = evaluator.read(plan.inputs[incentive.effective->by_input], row);
    return day.known() ? parameter_on(parameter, day.date()) : std::nullopt;
}

/// A parameter is shown with where its value comes from: the source that the value cites, the line on which it stands.
void explain_parameters(Explanation& result, const Evaluator& evaluator, const Incentive& incentive,
                        const IncentivePlan& plan, std::size_t row) {
    for (std::size_t at = 0; at < plan.parameters.size(); ++at) {
        const Parameter& parameter = incentive.parameters[at];
        ExplainedValue value{.name = parameter.name, .expression = {}, .type = parameter.type, .unit = parameter.entry,
                             .value = evaluator.read(plan.parameters[at], row), .cited = {}, .place = parameter.declared,
                             .steps = {}, .parameter = {}};
        Provenance provenance = parameter.provenance;
        if (const auto period = decisive(evaluator, incentive, plan, parameter, row)) {
            provenance.source = source_of(parameter, *period->version);
            provenance.also = period->version->source.empty() ? parameter.provenance.also : period->version->also;
            value.place = period->version->span;
            value.parameter = ExplainedValue::Days{period->from, period->to, 1};
        } else if (const std::vector<ParameterPeriod> periods = parameter_periods(parameter); periods.size() > 1) {
            value.parameter = ExplainedValue::Days{periods.front().from, periods.back().to, periods.size()};
        }
        value.cited = cited_text(incentive, provenance);
        result.parameters.push_back(std::move(value));
    }
}

/// Says where a value comes from that was not asked.
[[nodiscard]] std::string feed_text(const Feed& feed) {
    switch (feed.kind) {
        case Feed::Kind::amount: return feed.incentive + ".award";
        case Feed::Kind::eligible: return feed.incentive + ".eligible";
        case Feed::Kind::part: return feed.incentive + ".part." + feed.part;
        case Feed::Kind::history: break;
    }
    return {};
}

void explain_values(Explanation& result, const Evaluator& evaluator, const Incentive& incentive, const IncentivePlan& plan,
                    const ExplainedUses& uses, std::size_t row) {
    for (std::size_t at = 0; at < plan.inputs.size(); ++at) {
        const Input& input = incentive.inputs[at];
        result.inputs.push_back({.name = input.field.name, .expression = plan.fields[at] == kNoField ? feed_text(*input.feed) : "",
                                 .type = input.field.type, .unit = input.field.entry,
                                 .value = evaluator.read(plan.inputs[at], row), .cited = {}, .place = input.declared, .steps = {}, .parameter = {}});
    }
    explain_parameters(result, evaluator, incentive, plan, row);
    for (std::size_t at = 0; at < plan.definitions.size(); ++at) {
        const Definition& definition = incentive.definitions[at];
        result.definitions.push_back({.name = definition.name, .expression = definition.expression.text.text,
                                      .type = definition.type, .unit = definition.entry,
                                      .value = evaluator.read(plan.definitions[at], row),
                                      .cited = cited_text(incentive, definition.provenance), .place = definition.declared,
                                      .steps = explain_steps(evaluator, incentive, definition.steps, plan.definition_steps[at], uses, row),
                                      .parameter = {}});
        result.definitions.back().uses =
            definition.steps.empty() ? uses.in(definition) : std::vector<ExplainedUse>();   // of steps beside each
    }
    for (const IncentivePlan::Passage& passage : plan.passages) {
        result.definitions[passage.definition].passage =
            explain_passage(evaluator, *incentive.definitions[passage.definition].fold, passage, row);
    }
    for (std::size_t at = 0; at < incentive.parts.size(); ++at) {
        const Part& part = incentive.parts[at];
        const Definition& definition = incentive.definitions[part.definition];
        result.parts.push_back({.name = part.name, .expression = {}, .type = plan.parts[at].value.type, .unit = definition.entry,
                                .value = evaluator.read(plan.parts[at].value, row),
                                .cited = cited_text(incentive, definition.provenance), .place = part.declared, .steps = {}, .parameter = {}});
    }
}

[[nodiscard]] std::vector<ExplainedCondition> explain_alternatives(const Evaluator& evaluator, const Incentive& incentive,
                                                                   const IncentivePlan& plan, std::size_t condition,
                                                                   const ExplainedUses& uses, std::size_t row) {
    std::vector<ExplainedCondition> all;
    const std::vector<Condition>& alternatives = incentive.conditions[condition].alternatives;
    for (std::size_t at = 0; at < alternatives.size(); ++at) {
        const Condition& one = alternatives[at];
        all.push_back({.id = one.id, .expression = one.test.text.text,
                       .holds = evaluator.read(plan.alternatives[condition][at], row), .reason = {},
                       .cited = cited_text(incentive, one.provenance), .place = one.declared, .alternatives = {},
                       .uses = uses.in(one.test)});
    }
    return all;
}

/// The days in force as a test: `申报日 in [2024-01-01..2026-12-31]`.
[[nodiscard]] std::string period_text(const Effective& effective) {
    if (effective.from && effective.to) {
        return effective.by + " in [" + effective.from->text() + ".." + effective.to->text() + "]";
    }
    return effective.by + (effective.from ? " >= " + effective.from->text() : "") +
           (effective.to ? " <= " + effective.to->text() : "");
}

void explain_tests(Explanation& result, const Evaluator& evaluator, const Incentive& incentive, std::size_t index,
                   const ExplainedUses& uses, std::size_t row) {
    const IncentivePlan& plan = evaluator.plan().incentives[index];
    const auto reason = [&](const Value& holds, std::int32_t number) -> Bilingual {
        if (!holds.known() || holds.boolean()) {
            return {};
        }
        return {reason_text(evaluator, incentive, index, number, row, Language::zh),
                reason_text(evaluator, incentive, index, number, row, Language::en)};
    };
    if (plan.in_force) {
        const Value holds = evaluator.read(*plan.in_force, row);
        const Effective& effective = *incentive.effective;
        result.period = ExplainedPeriod{
            .test = {.id = std::string(kPeriodId), .expression = period_text(effective), .holds = holds,
                     .reason = reason(holds, -1), .cited = cited_text(incentive, effective.provenance),
                     .place = effective.declared, .alternatives = {}},
            .by = effective.by, .day = evaluator.read(plan.inputs[effective.by_input], row), .from = effective.from, .to = effective.to};
    }
    for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
        const Condition& condition = incentive.conditions[at];
        const Value holds = evaluator.read(plan.conditions[at], row);
        const bool plain = condition.alternatives.empty();
        result.conditions.push_back({.id = condition.id, .expression = plain ? condition.test.text.text : "", .holds = holds,
                                     .reason = reason(holds, static_cast<std::int32_t>(at + 1)),
                                     .cited = cited_text(incentive, condition.provenance), .place = condition.declared,
                                     .alternatives = explain_alternatives(evaluator, incentive, plan, at, uses, row),
                                     .uses = plain ? uses.in(condition.test) : std::vector<ExplainedUse>()});
    }
    for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
        const Anomaly& anomaly = incentive.anomalies[at];
        result.anomalies.push_back(
            {.id = anomaly.id, .expression = anomaly.test.text.text, .holds = evaluator.read(plan.anomalies[at], row),
             .reason = {sentence_text(anomaly.description, plan.descriptions[at], evaluator, row, Language::zh),
                        sentence_text(anomaly.description, plan.descriptions[at], evaluator, row, Language::en)},
             .cited = cited_text(incentive, anomaly.provenance), .place = anomaly.declared, .alternatives = {},
             .uses = uses.in(anomaly.test)});
    }
}

[[nodiscard]] ExplainedShare explain_share(const Evaluator& evaluator, const Incentive& incentive, const Share& written,
                                           const IncentivePlan::Extra& plan, const ExplainedUses& uses, std::size_t row) {
    return {.name = written.name,
            .rest = written.rest,
            .stated = written.rest ? written.stated : std::string(),
            .steps = explain_steps(evaluator, incentive, written.steps, plan.steps, uses, row),
            .amount = evaluator.read(plan.amount, row),
            .cited = cited_text(incentive, written.provenance),
            .note = written.note,
            .place = written.declared};
}

void explain_divisions(Explanation& result, const Evaluator& evaluator, const Incentive& incentive,
                       const IncentivePlan& plan, const ExplainedUses& uses, std::size_t row) {
    for (std::size_t at = 0; at < plan.shares.size(); ++at) {
        result.shares.push_back(explain_share(evaluator, incentive, incentive.shares[at], plan.shares[at], uses, row));
    }
    for (std::size_t at = 0; at < plan.recipients.size(); ++at) {
        result.recipients.push_back(explain_share(evaluator, incentive, incentive.recipients[at], plan.recipients[at], uses, row));
    }
    for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
        const IncentivePlan::Instalment& part = plan.schedule[at];
        const Instalment& written = incentive.schedule->parts[at];
        result.schedule.push_back({.planned = explain_share(evaluator, incentive, written.share, part.planned, uses, row),
                                   .test = written.test ? written.test->text.text : "",
                                   .passes = evaluator.read(part.passes, row),
                                   .state = instalment_state(evaluator, plan, part, row),
                                   .amount = evaluator.read(part.amount, row),
                                   .date = part.date ? std::optional(evaluator.read(*part.date, row)) : std::nullopt});
    }
    result.due = amount_due(evaluator, plan, row);
}

[[nodiscard]] ExplainedRecovery explain_recovery(const Evaluator& evaluator, const Incentive& incentive,
                                                 const IncentivePlan& plan, const ExplainedUses& uses, std::size_t row) {
    const Recovery& written = *incentive.recovery;
    return {.when = written.when ? written.when->text.text : "",
            .applies = plan.recovery_applies ? evaluator.read(*plan.recovery_applies, row) : Value::of(true),
            .steps = explain_steps(evaluator, incentive, written.steps, plan.recovery->steps, uses, row),
            .amount = evaluator.read(plan.recovery->amount, row),
            .cited = cited_text(incentive, written.provenance),
            .note = written.note,
            .place = written.declared};
}

}  // namespace

CitedText cited_text(const Incentive& incentive, const Provenance& provenance) {
    CitedText text;
    text.interpretation = provenance.interpretation;
    const Citation* citation = find_citation(incentive, provenance.source);
    // a chain of part_of is short; a loop in it would be a fault of the file, reported when it was loaded
    for (int depth = 0; citation != nullptr && depth < 16; ++depth) {
        const auto take = [](std::string& into, const std::string& from) { into = into.empty() ? from : into; };
        take(text.document, citation->document);
        take(text.number, citation->number);
        take(text.clause, citation->clause);
        take(text.quote, citation->quote);
        citation = citation->part_of.empty() ? nullptr : find_citation(incentive, citation->part_of);
    }
    for (const std::string& name : provenance.also) {
        if (const Citation* other = find_citation(incentive, name)) {
            text.clause += (text.clause.empty() ? "" : "、") + (other->clause.empty() ? other->document : other->clause);
            text.quote += (text.quote.empty() || other->quote.empty() ? "" : " ") + other->quote;
        }
    }
    return text;
}

Explanation explain(const Evaluator& evaluator, const Incentive& incentive, std::size_t index, std::size_t row) {
    const IncentivePlan& plan = evaluator.plan().incentives[index];
    const ExplainedUses uses(evaluator, incentive, plan, row);
    Explanation result;
    result.id = incentive.id;
    result.title = incentive.title;
    result.money = Type::number(incentive.currency);
    result.by_hand = incentive.by_hand;
    result.outcome = outcome(evaluator, incentive, index, row);
    explain_values(result, evaluator, incentive, plan, uses, row);
    explain_tests(result, evaluator, incentive, index, uses, row);
    result.tables = explain_tables(evaluator, incentive, plan, row);
    for (ExplainedTable& table : result.tables) {
        const auto named = std::find_if(incentive.tables.begin(), incentive.tables.end(), [&](const DecisionTable& one) { return one.name == table.name; });
        table.dated = uses.in(*named);
    }
    result.steps = explain_steps(evaluator, incentive, incentive.award, plan.steps, uses, row);
    for (std::size_t at = 0; at < plan.extras.size(); ++at) {
        result.extras.emplace_back(plan.extras[at].name,
                                   explain_steps(evaluator, incentive, incentive.extras[at].steps, plan.extras[at].steps, uses, row));
    }
    explain_divisions(result, evaluator, incentive, plan, uses, row);
    if (plan.recovery) {
        result.recovery = explain_recovery(evaluator, incentive, plan, uses, row);
    }
    return result;
}

}  // namespace huiqi
