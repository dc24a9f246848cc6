#include "engine/evaluate/case_runner.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/evaluate/coverage.h"
#include "engine/evaluate/instalments.h"
#include "engine/evaluate/next_question.h"
#include "engine/evaluate/outcome.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/short_names.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : "、") + word;
    }
    return text.empty() ? "[]" : text;
}

/// What is expected to be unknown may wait for anything.
[[nodiscard]] bool matches(const Value& want, const Value& got) {
    return want.state() == State::unknown ? got.state() == State::unknown : want == got;
}

/// Compares the outcome of one incentive with what a case expects.
class Comparison {
public:
    Comparison(const Incentive& incentive, const Evaluator& evaluator, std::size_t index, std::size_t row, const Case& test,
               Language language)
        : incentive_(incentive), evaluator_(evaluator), index_(index), row_(row), test_(test), chinese_(language == Language::zh),
          outcome_(outcome(evaluator, incentive, index, row)) {}

    [[nodiscard]] std::vector<CaseMismatch> run() {
        eligible();
        amount();
        lists();
        if (test_.error) {
            error();
        }
        steps();
        extras();
        divisions();
        return std::move(mismatches_);
    }

private:
    void differ(Bilingual what, std::string expected, std::string actual) {
        mismatches_.push_back({std::move(what), std::move(expected), std::move(actual)});
    }

    void eligible() {
        if (!test_.eligible) {
            return;
        }
        const Value& value = outcome_.eligible;
        const std::string actual = value.known() ? (value.boolean() ? "true" : "false")
                                   : value.state() == State::unknown ? "unknown"
                                                                     : "error " + std::string(error_code(value.error()));
        if (actual != *test_.eligible) {
            differ({"符合", "eligible"}, *test_.eligible, actual);
        }
    }

    void amount() {
        if (test_.amount && !matches(*test_.amount, outcome_.award)) {
            const Type money = Type::number(incentive_.currency);
            differ({"金额", "amount"}, value_text(*test_.amount, money, chinese_), value_text(outcome_.award, money, chinese_));
        }
    }

    void list(Bilingual what, const std::optional<std::vector<std::string>>& expected, std::vector<std::string> actual) {
        if (!expected) {
            return;
        }
        std::vector<std::string> want = *expected;
        std::replace(want.begin(), want.end(), std::string("effective"), std::string(kPeriodId));
        std::sort(want.begin(), want.end());
        std::sort(actual.begin(), actual.end());
        if (want != actual) {
            differ(std::move(what), joined(want), joined(actual));
        }
    }

    void lists() {
        list({"不符合", "failed"}, test_.failed, outcome_.failed);
        list({"异常", "anomalies"}, test_.anomalies, outcome_.anomalies);
        if (test_.next) {
            const std::string actual = next_question(evaluator_, index_, row_).value_or("");
            if (actual != *test_.next) {
                differ({"下一问", "next"}, *test_.next, actual);
            }
        }
    }

    void error() {
        std::string codes;
        for (const Outcome::Failure& failure : outcome_.errors) {
            if (failure.code == *test_.error) {
                return;
            }
            codes += (codes.empty() ? "" : "、") + failure.code;
        }
        differ({"错误", "error"}, *test_.error, codes.empty() ? "-" : codes);
    }

    void steps() {
        if (!test_.steps) {
            return;
        }
        const IncentivePlan& plan = evaluator_.plan().incentives[index_];
        const std::size_t count = std::max(test_.steps->size(), plan.steps.size());
        for (std::size_t at = 0; at < count; ++at) {
            const Bilingual what{"过程" + std::to_string(at + 1), "step " + std::to_string(at + 1)};
            const Value none;
            const Value& want = at < test_.steps->size() ? (*test_.steps)[at] : none;
            const Value got = at < plan.steps.size() ? evaluator_.read(plan.steps[at].after, row_) : none;
            if (!matches(want, got)) {
                const Type type = at < plan.steps.size() ? plan.steps[at].after.type : Type::number(incentive_.currency);
                differ(what, value_text(want, type, chinese_), value_text(got, type, chinese_));
            }
        }
    }

    void extra(const std::string& name, const Value& want, const PlanValue& value) {
        const Value got = evaluator_.read(value, row_);
        if (!matches(want, got)) {
            differ({name, name}, value_text(want, value.type, chinese_), value_text(got, value.type, chinese_));
        }
    }

    void extras() {
        const IncentivePlan& plan = evaluator_.plan().incentives[index_];
        for (const auto& [name, want] : test_.parts) {
            for (const IncentivePlan::Named& part : plan.parts) {
                if (part.name == name) {
                    extra(name, want, part.value);
                }
            }
        }
        for (const auto& [name, want] : test_.extras) {
            for (const IncentivePlan::Extra& one : plan.extras) {
                if (one.name == name) {
                    extra(name, want, one.amount);
                }
            }
            for (std::size_t at = 0; at < plan.definitions.size(); ++at) {
                if (incentive_.definitions[at].name == name) {
                    extra(name, want, plan.definitions[at]);
                }
            }
        }
    }

    void share_amounts(const std::map<std::string, Value, std::less<>>& expected, const std::vector<IncentivePlan::Extra>& shares,
                       const Bilingual& what) {
        for (const IncentivePlan::Extra& share : shares) {
            if (const auto want = expected.find(share.name); want != expected.end()) {
                amount_of({what.zh + "." + share.name, what.en + "." + share.name}, want->second,
                          evaluator_.read(share.amount, row_));
            }
        }
    }

    void amount_of(Bilingual what, const Value& want, const Value& got) {
        if (!matches(want, got)) {
            const Type money = Type::number(incentive_.currency);
            differ(std::move(what), value_text(want, money, chinese_), value_text(got, money, chinese_));
        }
    }

    void instalments(const IncentivePlan& plan) {
        for (const IncentivePlan::Instalment& part : plan.schedule) {
            const std::string& name = part.planned.name;
            if (const auto want = test_.instalments.find(name); want != test_.instalments.end()) {
                amount_of({"分期." + name, "schedule." + name}, want->second, evaluator_.read(part.amount, row_));
            }
            const auto want = test_.states.find(name);
            const std::string_view got = state_word(instalment_state(evaluator_, plan, part, row_));
            if (want != test_.states.end() && want->second != got) {
                differ({"分期." + name, "schedule." + name}, word(want->second), word(got));
            }
        }
    }

    [[nodiscard]] std::string word(std::string_view state) const {
        const Spelling& row = spelling(Scope::instalment_word, state);
        return std::string(chinese_ ? row.zh : row.en);
    }

    void divisions() {
        const IncentivePlan& plan = evaluator_.plan().incentives[index_];
        share_amounts(test_.shares, plan.shares, {"分担", "shares"});
        share_amounts(test_.recipients, plan.recipients, {"收款", "recipients"});
        instalments(plan);
        if (test_.due) {
            amount_of({"应付", "due"}, *test_.due, amount_due(evaluator_, plan, row_));
        }
        if (test_.recovery && plan.recovery) {
            amount_of({"追回", "recover"}, *test_.recovery, evaluator_.read(plan.recovery->amount, row_));
        }
    }

    const Incentive& incentive_;
    const Evaluator& evaluator_;
    std::size_t index_;
    std::size_t row_;
    const Case& test_;
    bool chinese_;
    Outcome outcome_;
    std::vector<CaseMismatch> mismatches_;
};

/// Spells the parameters of a case, so that cases with the same ones share a plan.
[[nodiscard]] std::string spelled(const std::map<std::string, Value, std::less<>>& bind, const Incentive& incentive) {
    std::string text;
    for (const auto& [name, value] : bind) {
        for (const Parameter& parameter : incentive.parameters) {
            if (parameter.name == name) {
                text += name + "=" + value_text(value, parameter.type, true) + "\n";
            }
        }
    }
    return text;
}

[[nodiscard]] std::vector<Value> unanswered(const Plan& plan) {
    std::vector<Value> row;
    for (const FieldSchema& field : plan.schema.fields) {
        row.push_back(Value::unknown({field.name}));
    }
    return row;
}

/// Evaluates one application.
[[nodiscard]] Evaluator evaluated(const std::shared_ptr<const Plan>& plan, Batch& batch, const std::vector<Value>& row) {
    append_row(batch, plan->schema, row);
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    return evaluator;
}

/// Compiles for cases; the plan is empty when that is not possible, which is reported.
[[nodiscard]] std::shared_ptr<const Plan> plan_for(const std::vector<const Incentive*>& incentives, const Bundle* bundle,
                                                   const CompileOptions& options, Diagnostics& diagnostics) {
    Diagnostics faults;
    auto plan = std::make_shared<const Plan>(compile(incentives, bundle, options, faults));
    const bool broken = faults.has_errors();
    diagnostics.append(std::move(faults));
    return broken ? std::make_shared<const Plan>() : plan;
}

/// Reports parameters that are left to localities and that a case does not set; tells whether there are any.
[[nodiscard]] bool lacks_parameters(const Incentive& incentive, const Case& test, Diagnostics& diagnostics) {
    bool lacks = false;
    for (const Parameter& parameter : incentive.parameters) {
        const bool unset = std::find(incentive.unset.begin(), incentive.unset.end(), parameter.name) != incentive.unset.end();
        if (!unset || test.bind.contains(parameter.name)) {
            continue;
        }
        lacks = true;
        Diagnostic& fault = diagnostics.error(
            "E308", test.declared,
            {"用例“" + test.name + "”没有给出“" + parameter.name + "”的值，它由地方规定",
             "the case `" + test.name + "` sets no value for `" + parameter.name + "`, which is left to the locality"},
            {"在用例里加上“取: {" + parameter.name + ": …}”，或者把用例写到细则里",
             "add `bind: {" + parameter.name + ": …}` to the case, or put the case into an overlay"});
        fault.related.push_back({parameter.declared, {"参数在这里声明", "the parameter is declared here"}});
    }
    return lacks;
}

/// Tells of each total of a bundle whether it comes to more than 0.
void see_totals(const Bundle& bundle, const Evaluator& evaluator, std::size_t row, Coverage& coverage, const std::string* test_case) {
    for (const Bundle::Total& total : bundle.totals) {
        const std::vector<IncentivePlan::Named>& all = evaluator.plan().totals;
        const auto found = std::find_if(all.begin(), all.end(), [&](const IncentivePlan::Named& one) { return one.name == total.name; });
        if (found == all.end() || !found->value.type.without_optional().is(TypeKind::number)) {
            continue;
        }
        const Value value = evaluator.read(found->value, row);
        coverage.take({.key = {CoverageKey::Kind::award, total.declared, CoverageKey::Aspect::reached},
                       .possible = true,
                       .reached = value.known() && value.number() > 0,
                       .distance = {}},
                      bundle.id, test_case);
    }
}

/// Tells whether a case shows that what it reaches is right: one that fails, or that nobody has confirmed, shows nothing.
[[nodiscard]] bool shows(const CaseResult& result) { return result.mismatches.empty() && !result.unconfirmed; }

}  // namespace

void see_bundle(const Bundle& bundle, const std::vector<const Incentive*>& incentives, const Evaluator& evaluator, std::size_t row,
                Coverage& coverage, const std::string* test_case, const std::function<Compared(std::size_t)>& compared) {
    for (std::size_t member = 0; member < incentives.size(); ++member) {
        coverage.see(*incentives[member], evaluator, member, row, test_case, compared(member));
    }
    see_totals(bundle, evaluator, row, coverage, test_case);
}

std::vector<CaseMismatch> bundle_mismatches(const std::vector<const Incentive*>& incentives, const Evaluator& evaluator,
                                            std::size_t row, const std::vector<std::pair<std::size_t, Case>>& expected,
                                            const std::map<std::string, Value, std::less<>>& totals, Language language) {
    std::vector<CaseMismatch> mismatches;
    const std::vector<std::string> names = short_names(incentives);
    for (const auto& [member, wanted] : expected) {
        for (CaseMismatch& one : Comparison(*incentives[member], evaluator, member, row, wanted, language).run()) {
            const std::string prefix = names[member] + " ";
            one.what = {prefix + one.what.zh, prefix + one.what.en};
            mismatches.push_back(std::move(one));
        }
    }
    for (const auto& [name, want] : totals) {
        for (const IncentivePlan::Named& total : evaluator.plan().totals) {
            const Value got = total.name == name ? evaluator.read(total.value, row) : want;
            if (!matches(want, got)) {
                const bool chinese = language == Language::zh;
                mismatches.push_back({{name, name}, value_text(want, total.value.type, chinese),
                                      value_text(got, total.value.type, chinese)});
            }
        }
    }
    return mismatches;
}

std::vector<Value> row_of(const Plan& plan, const std::vector<std::pair<std::string, Value>>& given) {
    std::vector<Value> row = unanswered(plan);
    for (const auto& [name, value] : given) {
        if (const auto field = plan.schema.index(name)) {
            row[*field] = value;
        }
    }
    return row;
}

std::vector<Value> row_in_schema_order(const Plan& plan, std::size_t index, const std::vector<Value>& given) {
    std::vector<const Value*> answers(plan.schema.fields.size(), nullptr);
    const std::vector<std::uint32_t>& fields = plan.incentives[index].fields;
    for (std::size_t input = 0; input < fields.size() && input < given.size(); ++input) {
        if (fields[input] != kNoField) {
            answers[fields[input]] = &given[input];
        }
    }
    std::vector<Value> row;
    row.reserve(answers.size());
    for (std::size_t field = 0; field < answers.size(); ++field) {
        row.push_back(answers[field] != nullptr ? *answers[field] : Value::unknown({plan.schema.fields[field].name}));
    }
    return row;
}

void expect_coverage(const Incentive& incentive, Coverage& coverage) {
    CompileOptions options;
    options.watch = true;
    options.abstract = true;
    Diagnostics faults;
    const auto plan = plan_for({&incentive}, nullptr, options, faults);
    if (!plan->incentives.empty()) {
        Batch batch(plan->schema);
        coverage.see(incentive, evaluated(plan, batch, unanswered(*plan)), 0, 0, nullptr, {});
    }
}

std::vector<CaseResult> run_cases(const Incentive& incentive, Language language, Diagnostics& diagnostics, Coverage* coverage) {
    std::map<std::string, std::shared_ptr<const Plan>> plans;
    std::vector<CaseResult> results;
    for (const Case& test : incentive.cases) {
        if (lacks_parameters(incentive, test, diagnostics)) {
            continue;
        }
        std::shared_ptr<const Plan>& plan = plans[spelled(test.bind, incentive)];
        if (plan == nullptr) {
            CompileOptions options;
            options.bind = test.bind;
            options.watch = coverage != nullptr;
            plan = plan_for({&incentive}, nullptr, options, diagnostics);
        }
        if (plan->incentives.empty()) {
            continue;
        }
        Batch batch(plan->schema);
        const Evaluator evaluator = evaluated(plan, batch, row_in_schema_order(*plan, 0, test.given));
        results.push_back({.name = test.name, .declared = test.declared,
                           .mismatches = Comparison(incentive, evaluator, 0, 0, test, language).run(), .unconfirmed = test.unconfirmed});
        if (coverage != nullptr && shows(results.back())) {
            coverage->see(incentive, evaluator, 0, 0, &test.name, Compared::by(test));
        }
    }
    return results;
}

std::vector<CaseResult> run_cases(const Rulebook& rulebook, const Bundle& bundle, Language language, Diagnostics& diagnostics,
                                  Coverage* coverage) {
    std::vector<CaseResult> results;
    std::vector<const Incentive*> incentives;
    for (const std::string& id : bundle.incentives) {
        incentives.push_back(rulebook.find(id));
    }
    if (bundle.cases.empty() || std::find(incentives.begin(), incentives.end(), nullptr) != incentives.end()) {
        return results;
    }
    CompileOptions options;
    options.watch = coverage != nullptr;
    const auto plan = plan_for(incentives, &bundle, options, diagnostics);
    for (const BundleCase& test : bundle.cases) {
        if (plan->incentives.empty() || test.batch) {
            continue;
        }
        Batch batch(plan->schema);
        const Evaluator evaluator = evaluated(plan, batch, row_of(*plan, test.given));
        results.push_back({.name = test.name, .declared = test.declared,
                           .mismatches = bundle_mismatches(incentives, evaluator, 0, test.expected, test.totals, language),
                           .unconfirmed = test.unconfirmed});
        if (coverage != nullptr && shows(results.back())) {
            see_bundle(bundle, incentives, evaluator, 0, *coverage, &test.name,
                       [&](std::size_t member) { return Compared::by(member, test.expected, test.totals); });
        }
    }
    return results;
}

}  // namespace huiqi
