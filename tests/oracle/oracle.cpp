#include "tests/oracle/oracle.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "tests/oracle/award_steps.h"
#include "tests/oracle/divisions.h"
#include "tests/oracle/expression.h"
#include "tests/oracle/folds.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"
#include "tests/oracle/tables.h"

namespace huiqi::oracle {
namespace {

/// What the names of one incentive mean for one application.
class Application final : public Meanings {
public:
    Application(const Incentive& incentive, const std::vector<Value>& data, const Bindings& bind)
        : incentive_(incentive),
          data_(data),
          bind_(bind),
          inputs_(incentive.inputs.size()),
          definitions_(incentive.definitions.size()) {}

    [[nodiscard]] Value symbol(SymbolKind kind, std::uint32_t index) override {
        switch (kind) {
            case SymbolKind::input: return input(index);
            case SymbolKind::definition: return definition(index);
            case SymbolKind::parameter: return parameter(index);
            case SymbolKind::table: return table(index, {});
            case SymbolKind::effective_from: return day_of(incentive_.effective->from);
            case SymbolKind::effective_to: return day_of(incentive_.effective->to);
            case SymbolKind::result: return results_.at(index);
            case SymbolKind::enum_value: break;
        }
        expect(false, "a value of an enumeration is a constant");
        return {};
    }

    [[nodiscard]] Value table(std::uint32_t index, const std::vector<Value>& columns) override {
        return decide(incentive_.tables[index], *this, columns);
    }

    /// "Its value on day d; before the first day R11": the last version that has begun.
    [[nodiscard]] Value parameter_on(std::uint32_t index, const Value& day) override {
        const Parameter& parameter = incentive_.parameters[index];
        if (const auto bound = bind_.find(parameter.name); bound != bind_.end()) {
            return bound->second;
        }
        if (const auto stop = held_up({day})) {
            return *stop;
        }
        Value value = Value::failed(RuntimeError::not_in_force);
        for (const Parameter::Version& version : parameter.versions) {
            if (!version.from || *version.from <= day.date()) {
                value = version.value;
            }
        }
        return value;
    }

    /// "Where c is true and the datum says that there is none, it is not answered", unless it is 可无.
    [[nodiscard]] Value answered(std::uint32_t index) const {
        const Input& input = incentive_.inputs[index];
        const bool none = data_[index].state() == State::absent && !input.may_be_absent;
        return none ? Value::unknown({input.field.name}) : data_[index];
    }

    /// "An input with 当: c is asked only where c is true; where c is false it is absent."
    [[nodiscard]] Value input(std::uint32_t index) {
        if (!inputs_[index]) {
            const Input& input = incentive_.inputs[index];
            inputs_[index] = !input.when ? data_[index]
                                         : choice(evaluate(*input.when, *this), input.field.type,
                                                  [&] { return answered(index); }, [] { return Value::absent(); });
        }
        return *inputs_[index];
    }

    [[nodiscard]] Value definition(std::uint32_t index) {
        if (!definitions_[index]) {
            const Definition& definition = incentive_.definitions[index];
            definitions_[index] = definition.fold            ? folded(*definition.fold, *this).value
                                  : definition.steps.empty() ? evaluate(definition.expression, *this)
                                                             : run_steps(definition.steps, *this).back().after;
        }
        return *definitions_[index];
    }

    /// "A bare name is the value on the basis date."
    [[nodiscard]] Value parameter(std::uint32_t index) {
        const Parameter& parameter = incentive_.parameters[index];
        if (const auto bound = bind_.find(parameter.name); bound != bind_.end()) {
            return bound->second;
        }
        if (parameter.versions.empty()) {
            return Value::absent();
        }
        if (parameter.versions.size() == 1 && !parameter.versions.front().from) {
            return parameter.versions.front().value;
        }
        if (!incentive_.effective || incentive_.effective->by.empty()) {
            return Value::failed(RuntimeError::not_in_force);   // only its value on a day can be asked for
        }
        return parameter_on(index, input(incentive_.effective->by_input));
    }

    /// "Whether the incentive is in force — an implied first condition": both days are included.
    [[nodiscard]] std::optional<Value> in_force() {
        const std::optional<Effective>& effective = incentive_.effective;
        if (!effective || effective->by.empty()) {
            return std::nullopt;
        }
        const Value day = input(effective->by_input);
        std::vector<Value> tests;
        if (effective->from) {
            tests.push_back(compares(CoreOp::greater_equal, day, Value::of(*effective->from), Type::date()));
        }
        if (effective->to) {
            tests.push_back(compares(CoreOp::less_equal, day, Value::of(*effective->to), Type::date()));
        }
        return conjunction(tests);
    }

    /// Says what a result is, for the expressions that come after it.
    void set_result(ResultName name, Value value) { results_[static_cast<std::uint32_t>(name)] = std::move(value); }

private:
    [[nodiscard]] static Value day_of(const std::optional<Date>& day) { return day ? Value::of(*day) : Value::absent(); }

    const Incentive& incentive_;
    const std::vector<Value>& data_;
    const Bindings& bind_;
    std::vector<std::optional<Value>> inputs_;
    std::vector<std::optional<Value>> definitions_;
    std::map<std::uint32_t, Value> results_;
};

/// "The first false one in file order is the reason": 施行期 counts −1, the written ones 1, 2, …
[[nodiscard]] Value first_reason(const Verdict& verdict) {
    if (!verdict.eligible.known()) {
        return verdict.eligible;
    }
    const auto fails = [](const Value& value) { return value.known() && !value.boolean(); };
    if (verdict.in_force && fails(*verdict.in_force)) {
        return Value::of(Rational(-1));
    }
    const auto found = std::find_if(verdict.conditions.begin(), verdict.conditions.end(), fails);
    return Value::of(Rational(verdict.eligible.boolean() ? 0 : found - verdict.conditions.begin() + 1));
}

[[nodiscard]] Value award_of(const Verdict& verdict) {
    if (verdict.steps.empty()) {
        return Value::of(Rational(0));
    }
    Value amount = verdict.steps.back().after;
    if (amount.known() && amount.number() < 0) {
        amount = Value::failed(RuntimeError::negative_award);
    }
    return choice(verdict.eligible, Type::number(Unit::of("CNY")), [&] { return amount; },
                  [] { return Value::of(Rational(0)); });
}

[[nodiscard]] Value amounts(const std::vector<ShareResult>& shares) {
    Value::List fields;
    for (const ShareResult& share : shares) {
        fields.push_back(share.amount);
    }
    return Value::record(std::move(fields));
}

/// "An award is decided when its shares are."
[[nodiscard]] Value beside_rest(const Value& award, const std::vector<Share>& written, const std::vector<ShareResult>& shares) {
    for (std::size_t at = 0; at < written.size(); ++at) {
        if (written[at].rest) {
            const auto stop = held_up({shares[at].amount, award});
            return stop ? *stop : award;
        }
    }
    return award;
}

void divide_award(const Incentive& incentive, Application& meanings, Verdict& verdict) {
    const Value award = verdict.award;
    meanings.set_result(ResultName::award, award);
    verdict.shares = divide(incentive.shares, award, verdict.eligible, meanings);
    meanings.set_result(ResultName::shares, amounts(verdict.shares));
    verdict.recipients = divide(incentive.recipients, award, verdict.eligible, meanings);
    meanings.set_result(ResultName::recipients, amounts(verdict.recipients));
    verdict.award = beside_rest(beside_rest(award, incentive.shares, verdict.shares), incentive.recipients, verdict.recipients);
    meanings.set_result(ResultName::award, verdict.award);
    if (incentive.schedule) {
        verdict.schedule = divide(*incentive.schedule, verdict.award, verdict.eligible, meanings);
        Value::List fields;
        for (const InstalmentResult& part : verdict.schedule) {
            fields.push_back(part.amount);
        }
        meanings.set_result(ResultName::schedule, Value::record(std::move(fields)));
    }
    if (incentive.recovery) {
        verdict.recovery = recover(*incentive.recovery, meanings);
    }
}

/// "0 where the applicant is not eligible, or absent when it is no number"; 另算 whether or not.
[[nodiscard]] std::vector<Value> parts_of(const Incentive& incentive, const Verdict& verdict) {
    std::vector<Value> parts;
    for (const Part& part : incentive.parts) {
        const Type& type = incentive.definitions[part.definition].type;
        const bool always = type.is(TypeKind::number) && !type.optional();
        parts.push_back(choice(verdict.eligible, type, [&] { return verdict.definitions[part.definition]; },
                               [always] { return always ? Value::of(Rational(0)) : Value::absent(); }));
    }
    for (const auto& extra : verdict.extras) {
        parts.push_back(extra.second);
    }
    return parts;
}

}  // namespace

Verdict judge(const Incentive& incentive, const std::vector<Value>& application, const Bindings& bind) {
    Application meanings(incentive, application, bind);
    Verdict verdict;
    for (std::uint32_t at = 0; at < incentive.inputs.size(); ++at) {
        verdict.inputs.push_back(meanings.input(at));
    }
    for (std::uint32_t at = 0; at < incentive.parameters.size(); ++at) {
        verdict.parameters.push_back(meanings.parameter(at));
    }
    for (std::uint32_t at = 0; at < incentive.definitions.size(); ++at) {
        verdict.definitions.push_back(meanings.definition(at));
        verdict.definition_steps.push_back(run_steps(incentive.definitions[at].steps, meanings));
        const std::optional<Fold>& fold = incentive.definitions[at].fold;
        verdict.passages.push_back(fold ? folded(*fold, meanings).after : std::vector<Value>());
    }
    verdict.in_force = meanings.in_force();
    for (const Condition& condition : incentive.conditions) {
        std::vector<Value>& alternatives = verdict.alternatives.emplace_back();
        for (const Condition& alternative : condition.alternatives) {
            alternatives.push_back(evaluate(alternative.test, meanings));
        }
        // "it holds when one of them does"
        verdict.conditions.push_back(alternatives.empty() ? evaluate(condition.test, meanings) : disjunction(alternatives));
    }
    std::vector<Value> all = verdict.conditions;
    if (verdict.in_force) {
        all.insert(all.begin(), *verdict.in_force);
    }
    verdict.eligible = conjunction(all);
    verdict.reason = first_reason(verdict);
    verdict.steps = run_steps(incentive.award, meanings);
    verdict.award = award_of(verdict);
    divide_award(incentive, meanings, verdict);
    for (const ExtraAmount& extra : incentive.extras) {
        auto steps = run_steps(extra.steps, meanings);
        Value amount = steps.back().after;
        verdict.extras.emplace_back(std::move(steps), std::move(amount));
    }
    verdict.parts = parts_of(incentive, verdict);
    for (const Anomaly& anomaly : incentive.anomalies) {
        verdict.anomalies.push_back(evaluate(anomaly.test, meanings));
    }
    return verdict;
}

}  // namespace huiqi::oracle
