#include "tests/oracle/comparison.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/diagnostic/render.h"
#include "engine/evaluate/outcome.h"
#include "engine/plan/compile.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] Agreement worse(Agreement left, Agreement right) { return std::max(left, right); }

[[nodiscard]] Agreement compare_lists(const Value& expected, const Value& got, const Type& element) {
    if (expected.elements().size() != got.elements().size()) {
        return Agreement::different;
    }
    Agreement all = Agreement::same;
    for (std::size_t at = 0; at < expected.elements().size(); ++at) {
        all = worse(all, compare(expected.elements()[at], got.elements()[at], element));
    }
    return all;
}

[[nodiscard]] Agreement compare_records(const Value& expected, const Value& got, const Type& type) {
    Agreement all = Agreement::same;
    for (std::size_t at = 0; at < type.fields().size(); ++at) {
        all = worse(all, compare(expected.elements()[at], got.elements()[at], type.fields()[at].type));
    }
    return all;
}

[[nodiscard]] bool is_there(const PlanValue& value) {
    return value.constant || value.node != kNoNode || !value.parts.empty();
}

const Value kNone;

void each_step(const std::string& where, const std::vector<AwardStep>& steps,
               const std::vector<IncentivePlan::Step>& planned, const std::vector<StepResult>& expected,
               const Visit& visit) {
    const Type amount = steps.empty() ? Type::number() : steps.front().value->type();
    for (std::size_t at = 0; at < planned.size(); ++at) {
        const std::string what = fmt::format("{} step {}", where, at + 1);
        visit({what + " before", planned[at].before, amount, expected[at].before});
        visit({what + " after", planned[at].after, amount, expected[at].after});
        // a step that is left out looks at no value; a worksheet shows one there only when it is known
        const auto& applies = expected[at].applies;
        const bool left_out = applies && applies->known() && !applies->boolean();
        const bool looked_at = !left_out || (expected[at].value && expected[at].value->known());
        if (is_there(planned[at].value) && looked_at) {
            visit({what + " value", planned[at].value, amount, expected[at].value ? *expected[at].value : kNone});
        }
        if (planned[at].applies) {
            visit({what + " applies", *planned[at].applies, Type::boolean(),
                   expected[at].applies ? *expected[at].applies : kNone});
        }
    }
}

[[nodiscard]] std::vector<std::string> false_ones(const Incentive& incentive, const Verdict& verdict) {
    std::vector<std::string> ids;
    const auto fails = [](const Value& value) { return value.known() && !value.boolean(); };
    if (verdict.in_force && fails(*verdict.in_force)) {
        ids.emplace_back(kPeriodId);
    }
    for (std::size_t at = 0; at < verdict.conditions.size(); ++at) {
        if (fails(verdict.conditions[at])) {
            ids.push_back(incentive.conditions[at].id);
        }
    }
    return ids;
}

/// The outcome is read from the same registers; its lists are compared on their own.
void compare_outcome(const Ready& ready, const Evaluator& evaluator, std::size_t row, const Verdict& verdict,
                     std::vector<Difference>& found) {
    const Outcome got = outcome(evaluator, ready.incentive(), 0, row);
    const auto failed = false_ones(ready.incentive(), verdict);
    if (failed != got.failed) {
        found.push_back({"outcome failed", fmt::format("{}", failed), fmt::format("{}", got.failed), false});
    }
    std::vector<std::string> raised;
    for (std::size_t at = 0; at < verdict.anomalies.size(); ++at) {
        if (verdict.anomalies[at].known() && verdict.anomalies[at].boolean()) {
            raised.push_back(ready.incentive().anomalies[at].id);
        }
    }
    if (raised != got.anomalies) {
        found.push_back({"outcome anomalies", fmt::format("{}", raised), fmt::format("{}", got.anomalies), false});
    }
    const bool open = verdict.eligible.state() == State::unknown ||
                      (!(verdict.eligible.known() && !verdict.eligible.boolean()) && verdict.award.state() == State::unknown);
    if (open == got.missing.empty()) {
        found.push_back({"outcome missing", open ? "some" : "none", fmt::format("{}", got.missing), false});
    }
}

}  // namespace

Loaded load(const std::string& text) {
    Loaded result;
    Diagnostics diagnostics;
    Ready ready;
    ready.rulebook = load_rulebook_text("generated.yaml", text, diagnostics);
    if (!diagnostics.has_errors() && !ready.rulebook.incentives.empty()) {
        ready.plan = std::make_shared<const Plan>(compile(ready.incentive(), {}, diagnostics));
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity == Severity::error) {
            result.codes.emplace_back(diagnostic.code);
            result.messages +=
                render_text(diagnostic, *ready.rulebook.sources, {.language = Language::en, .color = false}) + "\n";
        }
    }
    if (!diagnostics.has_errors() && ready.plan) {
        result.ready = std::move(ready);
    }
    return result;
}

Agreement compare(const Value& expected, const Value& got, const Type& type) {
    // Where several operands are wrong or open at once, which error is told first, or whether the error is told before
    // the open answer is given, may differ; nothing decided ever does.
    if (expected.state() == State::error && (got.state() == State::error || got.state() == State::unknown)) {
        return expected.error() == got.error() ? Agreement::same : Agreement::other_names;
    }
    if (expected.state() != got.state()) {
        return Agreement::different;
    }
    switch (expected.state()) {
        case State::absent: return Agreement::same;
        case State::error: return expected.error() == got.error() ? Agreement::same : Agreement::different;
        case State::unknown:
            return expected.waits_for() == got.waits_for() ? Agreement::same : Agreement::other_names;
        case State::known: break;
    }
    if (type.is(TypeKind::list)) {
        return compare_lists(expected, got, type.element());
    }
    if (type.is(TypeKind::record)) {
        return compare_records(expected, got, type);
    }
    return expected == got ? Agreement::same : Agreement::different;
}

std::string shown(const Value& value, const Type& type) {
    switch (value.state()) {
        case State::absent: return "absent";
        case State::unknown: return fmt::format("unknown{}", value.waits_for());
        case State::error: return std::string(error_code(value.error()));
        case State::known: break;
    }
    if (type.is(TypeKind::number)) {
        return value.number().str();
    }
    if (type.is(TypeKind::nothing) || type.is(TypeKind::null)) {
        return "a value of no type";
    }
    if (!type.is(TypeKind::list) && !type.is(TypeKind::record)) {
        return value_text(value, type, true);
    }
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < value.elements().size(); ++at) {
        const Type& part = type.is(TypeKind::list) ? type.element() : type.fields()[at].type;
        parts.push_back(shown(value.elements()[at], part));
    }
    return fmt::format("[{}]", fmt::join(parts, ", "));
}

namespace {

void each_share(const std::string& where, const std::vector<Share>& shares, const std::vector<IncentivePlan::Extra>& planned,
                const std::vector<ShareResult>& expected, const Visit& visit) {
    for (std::size_t at = 0; at < planned.size(); ++at) {
        const std::string what = where + " " + shares[at].name;
        each_step(what, shares[at].steps, planned[at].steps, expected[at].steps, visit);
        visit({what, planned[at].amount, Type::number(), expected[at].amount});
    }
}

void each_instalment(const Incentive& incentive, const IncentivePlan& plan, const Verdict& verdict, const Visit& visit) {
    for (std::size_t at = 0; at < plan.schedule.size(); ++at) {
        const Instalment& written = incentive.schedule->parts[at];
        const IncentivePlan::Instalment& part = plan.schedule[at];
        const InstalmentResult& expected = verdict.schedule[at];
        const std::string what = "instalment " + written.share.name;
        each_share("planned", {written.share}, {part.planned}, {expected.planned}, visit);
        visit({what + " goes on", part.goes_on, Type::boolean(), expected.goes_on});
        visit({what + " passes", part.passes, Type::boolean(), expected.passes});
        visit({what, part.amount, Type::number(), expected.amount});
        if (part.date) {
            visit({what + " date", *part.date, Type::date(), expected.date ? *expected.date : kNone});
        }
    }
    if (plan.recovery) {
        each_step("recovery", incentive.recovery->steps, plan.recovery->steps, verdict.recovery->steps, visit);
        visit({"recovery", plan.recovery->amount, Type::number(), verdict.recovery->amount});
    }
    if (plan.recovery_applies) {
        visit({"recovery applies", *plan.recovery_applies, Type::boolean(), verdict.recovery->applies ? *verdict.recovery->applies : kNone});
    }
}

}  // namespace

void each_value(const Incentive& incentive, const IncentivePlan& plan, const Verdict& verdict, const Visit& visit) {
    for (std::size_t at = 0; at < plan.inputs.size(); ++at) {
        const FieldSchema& field = incentive.inputs[at].field;
        visit({"input " + field.name, plan.inputs[at], field.type, verdict.inputs[at]});
    }
    for (std::size_t at = 0; at < plan.parameters.size(); ++at) {
        const Parameter& parameter = incentive.parameters[at];
        visit({"parameter " + parameter.name, plan.parameters[at], parameter.type, verdict.parameters[at]});
    }
    for (std::size_t at = 0; at < plan.definitions.size(); ++at) {
        const Definition& definition = incentive.definitions[at];
        visit({"definition " + definition.name, plan.definitions[at], definition.type, verdict.definitions[at]});
        each_step("definition " + definition.name, definition.steps, plan.definition_steps[at],
                  verdict.definition_steps[at], visit);
    }
    for (const IncentivePlan::Passage& passage : plan.passages) {
        const Definition& definition = incentive.definitions[passage.definition];
        for (std::size_t at = 0; at < passage.after.size(); ++at) {
            const Fold::State& state = definition.fold->states[at];
            visit({"definition " + definition.name + " state " + state.name, passage.after[at], Type::list(state.type),
                   verdict.passages[passage.definition][at]});
        }
    }
    for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
        visit({"condition " + incentive.conditions[at].id, plan.conditions[at], Type::boolean(), verdict.conditions[at]});
        // of a plan that explains nothing there are none
        for (std::size_t one = 0; at < plan.alternatives.size() && one < plan.alternatives[at].size(); ++one) {
            visit({"alternative " + incentive.conditions[at].alternatives[one].id, plan.alternatives[at][one], Type::boolean(),
                   verdict.alternatives[at][one]});
        }
    }
    if (plan.in_force) {
        visit({"in force", *plan.in_force, Type::boolean(), verdict.in_force ? *verdict.in_force : kNone});
    }
    visit({"eligible", plan.eligible, Type::boolean(), verdict.eligible});
    visit({"reason", plan.reason, Type::number(), verdict.reason});
    each_step("award", incentive.award, plan.steps, verdict.steps, visit);
    visit({"award", plan.award, Type::number(), verdict.award});
    for (std::size_t at = 0; at < plan.extras.size(); ++at) {
        const ExtraAmount& extra = incentive.extras[at];
        each_step("extra " + extra.name, extra.steps, plan.extras[at].steps, verdict.extras[at].first, visit);
        visit({"extra " + extra.name, plan.extras[at].amount, Type::number(), verdict.extras[at].second});
    }
    for (std::size_t at = 0; at < plan.parts.size(); ++at) {
        visit({"part " + plan.parts[at].name, plan.parts[at].value, plan.parts[at].value.type, verdict.parts[at]});
    }
    each_share("share", incentive.shares, plan.shares, verdict.shares, visit);
    each_share("recipient", incentive.recipients, plan.recipients, verdict.recipients, visit);
    each_instalment(incentive, plan, verdict, visit);
    for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
        visit({"anomaly " + incentive.anomalies[at].id, plan.anomalies[at], Type::boolean(), verdict.anomalies[at]});
    }
}

Batch batch_of(const Ready& ready, const std::vector<ApplicationData>& applications) {
    const Schema& schema = ready.plan->schema;
    std::vector<std::size_t> places;   // of each column, its input
    for (const FieldSchema& field : schema.fields) {
        const auto& inputs = ready.incentive().inputs;
        const auto input = std::find_if(inputs.begin(), inputs.end(),
                                        [&field](const Input& one) { return one.field.name == field.name; });
        places.push_back(static_cast<std::size_t>(input - inputs.begin()));
    }
    Batch batch(schema);
    for (const ApplicationData& application : applications) {
        std::vector<Value> row;
        for (const std::size_t place : places) {
            row.push_back(application[place]);
        }
        append_row(batch, schema, row);
    }
    return batch;
}

std::vector<Difference> differences(const Ready& ready, const Evaluator& evaluator, std::size_t row,
                                    const Verdict& verdict, std::size_t& compared) {
    std::vector<Difference> found;
    const auto visit = [&](const Pair& pair) {
        ++compared;
        const Value got = evaluator.read(pair.planned, row);
        const Agreement agreement = compare(pair.expected, got, pair.type);
        if (agreement != Agreement::same) {
            found.push_back({pair.what, shown(pair.expected, pair.type), shown(got, pair.type),
                             agreement == Agreement::other_names});
        }
    };
    each_value(ready.incentive(), ready.plan->incentives.front(), verdict, visit);
    compare_outcome(ready, evaluator, row, verdict, found);
    return found;
}

std::vector<Difference> differences(const Ready& ready, const std::vector<ApplicationData>& applications,
                                    std::size_t chunk, std::size_t& compared) {
    std::vector<Difference> found;
    const Batch batch = batch_of(ready, applications);
    Evaluator evaluator(ready.plan);
    for (std::size_t first = 0; first < applications.size(); first += chunk) {
        const std::size_t count = std::min(chunk, applications.size() - first);
        evaluator.run(batch, first, count);
        for (std::size_t row = 0; row < count; ++row) {
            const Verdict verdict = judge(ready.incentive(), applications[first + row]);
            const auto more = differences(ready, evaluator, row, verdict, compared);
            found.insert(found.end(), more.begin(), more.end());
        }
    }
    return found;
}

std::string shown(const Incentive& incentive, const ApplicationData& application) {
    std::string text;
    for (std::size_t at = 0; at < application.size(); ++at) {
        const FieldSchema& field = incentive.inputs[at].field;
        text += fmt::format("  {} = {}\n", field.name, shown(application[at], field.type));
    }
    return text;
}

}  // namespace huiqi::oracle
