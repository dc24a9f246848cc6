#include "engine/plan/incentive_compiler.h"

#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

const Rational kCent = Rational(1) / 100;

[[nodiscard]] Type date_type() { return Type::date(); }

}  // namespace

IncentiveCompiler::IncentiveCompiler(PlanTools& tools, const Incentive& incentive, const CompileOptions& options,
                                     InputColumn input_column, Diagnostics& diagnostics)
    : tools_(tools),
      incentive_(incentive),
      options_(options),
      input_column_(std::move(input_column)),
      diagnostics_(diagnostics),
      expressions_(tools.builder, tools.numbers, tools.values, *this),
      tables_(tools.builder, tools.numbers, tools.values, expressions_),
      awards_(tools.builder, tools.numbers, tools.values, expressions_),
      cents_(tools.builder, tools.numbers, diagnostics),
      divisions_(tools.builder, tools.numbers, tools.values, expressions_, awards_, cents_, incentive.currency),
      table_uses_(tools.numbers, tools.values),
      watches_(tools.numbers, table_uses_),
      folds_(tools.builder, tools.numbers, tools.values, expressions_, table_uses_),
      inputs_(incentive.inputs.size()),
      definitions_(incentive.definitions.size()),
      definition_steps_(incentive.definitions.size()) {
    if (options.watch) {
        static_cast<void>(expressions_.watch(&watches_));
    }
    if (options.explain) {
        static_cast<void>(expressions_.trace(&table_uses_));
    }
}

PlanValue IncentiveCompiler::symbol(SymbolKind kind, std::uint32_t index) {
    switch (kind) {
        case SymbolKind::input: return input(index);
        case SymbolKind::definition: return definition(index);
        case SymbolKind::parameter: return parameter(index);
        case SymbolKind::table: return table(index, {});
        case SymbolKind::effective_from: return effective_day(incentive_.effective ? incentive_.effective->from : std::nullopt);
        case SymbolKind::effective_to: return effective_day(incentive_.effective ? incentive_.effective->to : std::nullopt);
        case SymbolKind::result: return result(static_cast<ResultName>(index));
        case SymbolKind::enum_value: break;   // the checker makes constants of them
    }
    expect(false, "an enumeration value is a constant");
    return {};
}

PlanValue IncentiveCompiler::effective_day(const std::optional<Date>& day) {
    return tools_.values.of_value(day ? Value::of(*day) : Value::absent(), day ? date_type() : date_type().as_optional());
}

PlanValue IncentiveCompiler::input(std::uint32_t index) {
    if (!inputs_[index]) {
        const Input& input = incentive_.inputs[index];
        const auto known = options_.given.find(input.field.name);
        PlanValue value = known != options_.given.end() ? tools_.values.of_value(known->second, input.field.type.without_optional())
                                                        : input_column_(index);
        if (input.when) {
            PlanValue absent;
            absent.type = input.field.type;
            absent.constant = Value::absent();
            value = tools_.values.select(tools_.values.node(expressions_.lower(*input.when)), value, absent);
        }
        value.type = input.field.type;
        inputs_[index] = std::move(value);
    }
    return *inputs_[index];
}

PlanValue IncentiveCompiler::definition(std::uint32_t index) {
    if (!definitions_[index]) {
        const Definition& definition = incentive_.definitions[index];
        if (definition.fold) {
            Folds::Lowered lowered = folds_.lower(*definition.fold, definition.type, options_.explain);
            definitions_[index] = std::move(lowered.value);
            passages_.push_back(
                {.definition = index, .elements = std::move(lowered.elements), .after = std::move(lowered.after)});
        } else if (definition.steps.empty()) {
            definitions_[index] = expressions_.lower(definition.expression);
        } else {
            definition_steps_[index] = awards_.lower(definition.steps);
            const PlanValue& last = definition_steps_[index].back().after;
            // what the 当 of a step proves present leaves no trace in the type of its value
            definitions_[index] = last.type.optional() && !definition.type.optional() ? tools_.values.present(last) : last;
        }
    }
    return *definitions_[index];
}

PlanValue IncentiveCompiler::unset_parameter(const Parameter& parameter) {
    PlanValue value = tools_.values.failed(RuntimeError::not_in_force, parameter.type);
    // what a locality sets may have decimals: cents for money, more for a rate
    value.scale = parameter.type.is(TypeKind::number) && parameter.type.unit().is_money() ? kCent : kCent * kCent * kCent;
    return value;
}

std::optional<PlanValue> IncentiveCompiler::given_parameter(const Parameter& parameter) {
    if (const auto bound = options_.bind.find(parameter.name); bound != options_.bind.end()) {
        return tools_.values.of_value(bound->second, parameter.type);
    }
    if (const auto asked = options_.asked.find({incentive_.id, parameter.name}); asked != options_.asked.end()) {
        return input(asked->second);
    }
    return std::nullopt;
}

PlanValue IncentiveCompiler::parameter(std::uint32_t index) {
    const Parameter& parameter = incentive_.parameters[index];
    if (std::optional<PlanValue> given = given_parameter(parameter)) {
        return *std::move(given);
    }
    if (parameter.versions.empty()) {
        return parameter.local == Parameter::Local::required
                   ? unset_parameter(parameter)
                   : tools_.values.of_value(Value::absent(), parameter.type);
    }
    if (parameter.versions.size() == 1 && !parameter.versions.front().from) {
        return tools_.values.of_value(parameter.versions.front().value, parameter.type);
    }
    if (!incentive_.effective || incentive_.effective->by.empty()) {
        diagnostics_.error("E330", parameter.declared,
                           {"参数“" + parameter.name + "”随时间变化，但没有说按哪一天取值",
                            "parameter `" + parameter.name + "` changes over time, but no date decides its value"},
                           {"在“施行”里写“按: 某个日期”，或写成 " + parameter.name + "(日期)",
                            "give `by` under `effective`, or write " + parameter.name + "(date)"});
        return unset_parameter(parameter);
    }
    return parameter_on(index, input(incentive_.effective->by_input));
}

PlanValue IncentiveCompiler::listed_parameter(std::uint32_t index) {
    const Parameter& parameter = incentive_.parameters[index];
    const bool dated = !parameter.versions.empty() && parameter.versions.back().from.has_value();
    const bool undecided = dated && (!incentive_.effective || incentive_.effective->by.empty());
    const bool traced = std::exchange(tracing_, false);   // it is told by itself
    // asked for on days of its own only: no one value is in force
    PlanValue value = undecided && !options_.bind.contains(parameter.name)
               ? tools_.values.of_value(Value::absent(), parameter.type.as_optional())
               : this->parameter(index);
    tracing_ = traced;
    return value;
}

PlanValue IncentiveCompiler::parameter_on(std::uint32_t index, const PlanValue& day) {
    const Parameter& parameter = incentive_.parameters[index];
    if (std::optional<PlanValue> given = given_parameter(parameter)) {
        return *std::move(given);
    }
    PlanValue value = tools_.values.failed(RuntimeError::not_in_force, parameter.type);
    std::vector<PlanValue> has_begun;
    for (const Parameter::Version& version : parameter.versions) {
        PlanValue mine = tools_.values.of_value(version.value, parameter.type);
        if (!version.from) {
            value = std::move(mine);
            continue;
        }
        const PlanValue start = tools_.values.of_value(Value::of(*version.from), date_type());
        const NodeIndex begun = tools_.values.compare(day, start, Relation::greater_equal);
        value = tools_.values.select(begun, mine, value);
        has_begun.push_back(tools_.values.of_node(begun, Type::boolean()));
        if (!is_over(version)) {
            watch_day(day, start, Relation::greater_equal, version.span, begun);
        }
    }
    if (options_.watch && !has_begun.empty()) {
        table_uses_.add({.kind = IncentivePlan::Watch::Kind::version, .place = parameter.declared, .parameter = index, .seen = {}},
                        has_begun);
    }
    value.type = parameter.type;
    if (options_.explain && tracing_ && !has_begun.empty() && !parameter.type.is(TypeKind::list)) {
        table_uses_.add(IncentivePlan::Trace{.place = tools_.builder.origin(), .parameter = index, .basis = {}, .seen = {}}, {day, value});
    }
    return value;
}

void IncentiveCompiler::watch_day(const PlanValue& day, const PlanValue& bound, Relation relation, const Span& place, NodeIndex truth) {
    if (options_.watch) {
        const bool before = watches_.in_cell(true);
        watches_.compare(place, relation, day, bound, tools_.values.of_node(truth, Type::boolean()));
        static_cast<void>(watches_.in_cell(before));
    }
}

PlanValue IncentiveCompiler::table(std::uint32_t index, const std::vector<PlanValue>& arguments) {
    if (!options_.explain) {
        return tables_.lower(incentive_.tables[index], arguments);
    }
    Tables::Use use;
    PlanValue value = tables_.lower(incentive_.tables[index], arguments, &use);
    table_uses_.add(index, use.columns, use.matches, std::move(use.order));
    return value;
}

std::optional<PlanValue> IncentiveCompiler::in_force() {
    if (!incentive_.effective || incentive_.effective->by.empty()) {
        return std::nullopt;
    }
    tools_.builder.set_origin(incentive_.effective->declared);
    const PlanValue day = input(incentive_.effective->by_input);
    NodeIndex inside = tools_.builder.boolean(true, 0);
    if (incentive_.effective->from) {
        const PlanValue first = effective_day(incentive_.effective->from);
        inside = tools_.values.compare(day, first, Relation::greater_equal);
        watch_day(day, first, Relation::greater_equal, incentive_.effective->declared, inside);
    }
    if (incentive_.effective->to) {
        const PlanValue last = effective_day(incentive_.effective->to);
        const NodeIndex before = tools_.values.compare(day, last, Relation::less_equal);
        watch_day(day, last, Relation::less_equal, incentive_.effective->declared, before);
        inside = incentive_.effective->from ? tools_.builder.both(inside, before) : before;
    }
    return tools_.values.of_node(inside, Type::boolean());
}

IncentivePlan::SentenceValues IncentiveCompiler::sentence(const Sentence& sentence) {
    IncentivePlan::SentenceValues values;
    Watches* const watched = expressions_.watch(nullptr);   // what is said decides nothing
    TableUses* const traces = expressions_.trace(nullptr);
    const bool traced = std::exchange(tracing_, false);
    const auto holes = [this](const std::vector<SentencePiece>& pieces, std::vector<PlanValue>& to) {
        for (const SentencePiece& piece : pieces) {
            if (piece.expression) {
                to.push_back(tools_.values.ready(expressions_.lower(*piece.expression), 0));
            }
        }
    };
    holes(sentence.zh, values.zh);
    holes(sentence.en, values.en);
    static_cast<void>(expressions_.watch(watched));
    static_cast<void>(expressions_.trace(traces));
    tracing_ = traced;
    return values;
}

void IncentiveCompiler::conditions(IncentivePlan& plan) {
    plan.in_force = in_force();
    std::vector<NodeIndex> tests;
    if (plan.in_force) {
        tests.push_back(plan.in_force->node);
    }
    for (const Condition& condition : incentive_.conditions) {
        plan.conditions.push_back(tools_.values.ready(expressions_.lower(condition.test), 0));
        tests.push_back(plan.conditions.back().node);
        plan.reasons.push_back(sentence(condition.reason));
    }
    tools_.builder.set_origin(incentive_.declared);
    NodeIndex eligible = tests.empty() ? tools_.builder.boolean(true, 0) : tests.front();
    for (std::size_t at = 1; at < tests.size(); ++at) {
        eligible = tools_.builder.both(eligible, tests[at]);
    }
    plan.eligible = tools_.values.of_node(eligible, Type::boolean());
    Node reason;
    reason.op = Op::first_false;
    reason.kind = LaneKind::int64;
    reason.operands.push_back(eligible);
    reason.operands.insert(reason.operands.end(), tests.begin(), tests.end());
    reason.aux = plan.in_force ? 1 : 0;
    reason.low = -1;
    reason.high = Integer(tests.size());
    plan.reason = tools_.numbers.of_node(tools_.builder.add(std::move(reason)), Type::number());
}

void IncentiveCompiler::alternatives(IncentivePlan& plan) {
    for (const Condition& condition : incentive_.conditions) {
        std::vector<PlanValue>& tests = plan.alternatives.emplace_back();
        for (const Condition& one : condition.alternatives) {
            tests.push_back(tools_.values.ready(expressions_.lower(one.test), 0));
        }
    }
}

void IncentiveCompiler::award(IncentivePlan& plan) {
    plan.has_award = !incentive_.award.empty();
    PlanValue amount = tools_.numbers.constant(0, Type::number(incentive_.currency));
    if (plan.has_award) {
        plan.steps = awards_.lower(incentive_.award);
        const Span last = incentive_.award.back().declared;
        const PlanValue& written = plan.steps.back().after;
        tools_.builder.set_origin(last);
        if (cents_.rounded(written, last, {"奖补金额", "the award"})) {
            amount = tools_.numbers.select(plan.eligible.node, cents_.not_negative(written, RuntimeError::negative_award), amount);
        }
    }
    divide(plan, amount);
}

void IncentiveCompiler::divide(IncentivePlan& plan, const PlanValue& amount) {
    plan.award = cents_.counted(amount);
    const Divisions::Whole whole{.award = amount, .eligible = plan.eligible.node};
    plan.shares = divisions_.shares(incentive_.shares, whole);
    plan.recipients = divisions_.shares(incentive_.recipients, whole);
    for (const auto& [written, made] : {std::pair{&incentive_.shares, &plan.shares},
                                        std::pair{&incentive_.recipients, &plan.recipients}}) {
        for (std::size_t at = 0; at < written->size(); ++at) {
            if ((*written)[at].rest) {
                plan.award = tools_.numbers.beside(plan.award, (*made)[at].amount);
            }
        }
    }
    if (incentive_.schedule) {
        plan.schedule = divisions_.schedule(*incentive_.schedule, {.award = cents_.reused(plan.award), .eligible = plan.eligible.node});
    }
}

void IncentiveCompiler::recovery(IncentivePlan& plan) {
    if (incentive_.recovery && !incentive_.recovery->steps.empty()) {
        if (incentive_.recovery->when) {
            plan.recovery_applies = tools_.values.ready(expressions_.lower(*incentive_.recovery->when), 0);
        }
        plan.recovery = divisions_.recovery(*incentive_.recovery, plan.recovery_applies);
    }
}

PlanValue IncentiveCompiler::result(ResultName name) {
    PlanValue record;
    std::vector<RecordField> fields;
    const auto add = [&](const std::string& part, const PlanValue& amount) {
        fields.push_back({part, Type::number(incentive_.currency)});
        record.parts.push_back(cents_.reused(amount));
    };
    switch (name) {
        case ResultName::award: return cents_.reused(made_.award);
        case ResultName::shares:
        case ResultName::recipients:
            for (const IncentivePlan::Extra& share : name == ResultName::shares ? made_.shares : made_.recipients) {
                add(share.name, share.amount);
            }
            break;
        case ResultName::schedule:
            for (const IncentivePlan::Instalment& part : made_.schedule) {
                add(part.planned.name, part.amount);
            }
            break;
    }
    record.type = Type::record(std::move(fields));
    return record;
}

void IncentiveCompiler::targets(IncentivePlan& plan) {
    const auto lowered = [this](const std::optional<CheckedExpression>& expression) -> std::optional<PlanValue> {
        if (!expression) {
            return std::nullopt;
        }
        return tools_.values.ready(expressions_.lower(*expression), 0);
    };
    for (const Target& target : incentive_.targets) {
        tools_.builder.set_origin(target.declared);
        plan.targets.push_back({.when = lowered(target.when), .year = lowered(target.year), .value = lowered(target.value),
                                .over = lowered(target.over), .distinct = lowered(target.distinct)});
    }
}

void IncentiveCompiler::extras(IncentivePlan& plan) {
    for (const ExtraAmount& extra : incentive_.extras) {
        IncentivePlan::Extra made{.name = extra.name, .steps = awards_.lower(extra.steps), .amount = {}};
        made.amount = made.steps.empty() ? plan.award : made.steps.back().after;
        plan.extras.push_back(std::move(made));
    }
}

PlanValue IncentiveCompiler::part(const Part& part, NodeIndex eligible) {
    const PlanValue value = definition(part.definition);
    tools_.builder.set_origin(part.declared);
    bool whole = false;
    if (value.type.is(TypeKind::number) && value.type.unit().is_money()) {
        whole = cents_.rounded(value, part.declared, {"分项“" + part.name + "”", "the part `" + part.name + "`"});
    }
    if (!value.type.is(TypeKind::number) || value.type.optional()) {
        PlanValue absent;
        absent.type = value.type.as_optional();
        absent.constant = Value::absent();
        return tools_.values.ready(tools_.values.select(eligible, value, absent), 0);
    }
    const PlanValue amount = tools_.numbers.select(eligible, value, tools_.numbers.constant(0, value.type));
    return whole ? cents_.counted(amount) : tools_.values.ready(amount, 0);
}

void IncentiveCompiler::parts(IncentivePlan& plan) {
    for (const Part& part : incentive_.parts) {
        plan.parts.push_back({.name = part.name, .value = this->part(part, plan.eligible.node)});
    }
    for (const IncentivePlan::Extra& extra : plan.extras) {
        plan.parts.push_back({.name = extra.name, .value = tools_.values.ready(extra.amount, 0)});
    }
}

void IncentiveCompiler::populations(IncentivePlan& plan) {
    const auto ready = [this](const CheckedExpression& expression) {
        return tools_.values.ready(expressions_.lower(expression), 0);
    };
    for (const Population& one : incentive_.populations) {
        IncentivePlan::Population made;
        for (const CheckedExpression& per : one.per) {
            made.per.push_back(ready(per));
        }
        for (const Population::Rank& rank : one.ranks) {
            made.ranks.push_back(ready(rank.by));
        }
        if (one.when) {
            made.when = ready(*one.when);
        }
        if (one.value) {
            made.value = ready(*one.value);
            const FieldSchema& field = incentive_.inputs[one.input].field;
            if (one.kind != Population::Kind::mean && made.value->type.is(TypeKind::number) && !Numbers::on_step(*made.value, field.step)) {
                diagnostics_.error("E336", one.declared,
                                   {"“" + field.name + "”的值可能有比 " + std::to_string(field.decimals) + " 位更多的小数",
                                    "`" + field.name + "` can have more than " + std::to_string(field.decimals) + " decimals"},
                                   {"在“值”里取整，或者写“小数: …”", "round in its `value`, or say `decimals: …`"});
            }
        }
        plan.populations.push_back(std::move(made));
    }
}

IncentivePlan IncentiveCompiler::compile() {
    IncentivePlan& plan = made_;
    plan.id = incentive_.id;
    for (std::uint32_t index = 0; index < incentive_.inputs.size(); ++index) {
        plan.inputs.push_back(input(index));
    }
    // each after those it uses: a long chain of definitions is no deep recursion
    for (std::uint32_t index = 0; index < incentive_.definitions.size(); ++index) {
        static_cast<void>(definition(index));
        if (tools_.builder.too_large()) {
            return plan;
        }
    }
    Watches* const watched = expressions_.watch(nullptr);   // a case states what comes of the batch
    populations(plan);
    static_cast<void>(expressions_.watch(watched));
    if (!options_.populations) {
        plan.populations.clear();   // looked at for what is wrong with them
    }
    conditions(plan);
    award(plan);
    extras(plan);
    parts(plan);
    recovery(plan);
    for (const Anomaly& anomaly : incentive_.anomalies) {
        plan.anomalies.push_back(tools_.values.ready(expressions_.lower(anomaly.test), 0));
        plan.descriptions.push_back(sentence(anomaly.description));
    }
    if (options_.targets) {
        targets(plan);
    }
    if (options_.explain) {
        explain(plan);
    } else {
        leave_out_explanations(plan);
    }
    return std::move(made_);
}

/// What a worksheet, the cases and coverage read, besides what is decided.
void IncentiveCompiler::explain(IncentivePlan& plan) {
    alternatives(plan);
    for (std::uint32_t index = 0; index < incentive_.parameters.size(); ++index) {
        plan.parameters.push_back(listed_parameter(index));
    }
    for (std::uint32_t index = 0; index < incentive_.definitions.size(); ++index) {
        plan.definitions.push_back(definition(index));
    }
    plan.definition_steps = definition_steps_;
    plan.passages = passages_;
    plan.table_uses = table_uses_.of_applications(tools_.builder.plan());
    plan.traces = table_uses_.traced(tools_.builder.plan());
    plan.watches = table_uses_.watched(tools_.builder.plan());
    if (!options_.all_inputs) {
        plan.inputs.clear();
    }
}

void IncentiveCompiler::leave_out_explanations(IncentivePlan& plan) {
    plan.inputs.clear();
    plan.steps.clear();
    plan.extras.clear();
    for (std::vector<IncentivePlan::Extra>* shares : {&plan.shares, &plan.recipients}) {
        for (IncentivePlan::Extra& share : *shares) {
            share.steps.clear();
        }
    }
    for (IncentivePlan::Instalment& part : plan.schedule) {
        part.planned.steps.clear();
    }
    if (plan.recovery) {
        plan.recovery->steps.clear();
    }
}

}  // namespace huiqi
