#include "engine/api/batch_cases.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/api/selection.h"
#include "engine/api/settled_case.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/short_names.h"
#include "engine/settle/settlement_sightings.h"

namespace huiqi {
namespace {

/// Runs one case.
class BatchCaseRun {
public:
    BatchCaseRun(const Selection& rules, const std::shared_ptr<const Plan>& plan, const BundleCase& test, Language language, Coverage* coverage)
        : rules_(rules), test_(test), batch_(*test.batch), language_(language), coverage_(test.unconfirmed ? nullptr : coverage),
          names_(short_names(rules.incentives)),
          settled_(rules, plan, batch_, [this](const Evaluator& evaluator, std::size_t application, std::size_t row) {
              see(evaluator, batch_.applications[application], row);
          }) {}

    [[nodiscard]] CaseResult run() {
        see_settlement();
        compare_applications();
        compare_sums();
        return {.name = test_.name, .declared = test_.declared, .mismatches = std::move(mismatches_), .unconfirmed = test_.unconfirmed};
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language_ == Language::zh ? zh : en);
    }

    /// Compares what an application comes to by itself.
    void see(const Evaluator& evaluator, const BatchCase::Application& one, std::size_t row) {
        add_mismatches(one, bundle_mismatches(rules_.incentives, evaluator, row, one.expected, one.totals, language_));
        if (coverage_ != nullptr) {
            const bool sums = batch_.all.has_value() || !batch_.sums.empty();
            see_bundle(*rules_.bundle, rules_.incentives, evaluator, row, *coverage_, &test_.name, [&](std::size_t member) {
                Compared compared = Compared::by(member, one.expected, one.totals);
                compared.award = compared.award || sums;
                return compared;
            });
        }
    }

    void see_settlement() {
        for (const DataFault& fault : settled_.faults()) {
            mismatches_.push_back({{std::string(fault.code), std::string(fault.code)}, "-", say(fault.message.zh, fault.message.en)});
        }
        if (coverage_ != nullptr && compares_settlement()) {
            const SettledBatch done = settled_.batch();
            read_settlement(rules_.bundle->settlement, &done,
                            [&](const Sighting& one) { coverage_->take(one, rules_.bundle->id, &test_.name); });
        }
    }

    /// Tells whether the case says anything of what is settled: else it would not see that it went wrong.
    [[nodiscard]] bool compares_settlement() const {
        const auto settled = [](const BatchCase::Application& one) {
            return std::any_of(one.expected.begin(), one.expected.end(), [](const auto& each) { return each.second.settled != nullptr; });
        };
        return batch_.all.has_value() || !batch_.sums.empty() || std::any_of(batch_.applications.begin(), batch_.applications.end(), settled);
    }

    void add_mismatches(const BatchCase::Application& one, std::vector<CaseMismatch> found) {
        for (CaseMismatch& mismatch : found) {
            mismatch.what = {one.number + " " + mismatch.what.zh, one.number + " " + mismatch.what.en};
            mismatches_.push_back(std::move(mismatch));
        }
    }

    void compare_applications() {
        for (std::size_t row = 0; row < batch_.applications.size(); ++row) {
            const BatchCase::Application& one = batch_.applications[row];
            for (const auto& [member, expected] : one.expected) {
                if (expected.settled != nullptr) {
                    const std::string who = one.number + " " + names_[member] + " ";
                    compare(who, *expected.settled, settled_.settled(row, row + 1, member));
                    compare_error(who, row, *expected.settled);
                }
            }
        }
    }

    void compare_sums() {
        const std::size_t rows = batch_.applications.size();
        if (batch_.all) {
            compare("", *batch_.all, settled_.settled(0, rows, std::nullopt));
        }
        for (const auto& [member, expected] : batch_.sums) {
            compare(names_[member] + " ", expected, settled_.settled(0, rows, member));
        }
    }

    /// What a person must decide first; each application has the code of what it is held for.
    void compare_error(const std::string& who, std::size_t row, const SettledExpectation& expected) {
        const std::string codes = expected.error ? settled_.held_by(row) : std::string();
        if (expected.error && codes.find(*expected.error) == std::string::npos) {
            mismatches_.push_back({{who + "错误", who + "error"}, *expected.error, codes.empty() ? "-" : codes});
        }
    }

    void compare(const std::string& who, const SettledExpectation& expected, const SettledFigures& got) {
        for (const auto& [key, want] : expected.figures) {
            const bool count = key == "rank" || key == "waiting" || key == "paid";
            differ(who, spelling(Scope::settled, key), "", want.number(), got.figures.at(key), count);
        }
        const Spelling& cuts = spelling(Scope::settled, "reductions");
        for (std::size_t at = 0; expected.reductions && at < kReductionCauses; ++at) {
            const std::string_view cause = cause_key(static_cast<ReductionCause>(at));
            const auto want = expected.reductions->find(cause);
            const auto cut = got.reductions.find(cause);
            const Spelling& word = spelling(Scope::cause_word, cause);
            differ(who, cuts, say(word.zh, word.en), want == expected.reductions->end() ? Rational(0) : want->second.number(),
                   cut == got.reductions.end() ? Rational(0) : cut->second, false);
        }
        const Spelling& shares = spelling(Scope::settled, "shares");
        for (const auto& [payer, want] : expected.shares) {
            const auto share = got.shares.find(payer);
            if (share == got.shares.end()) {
                const std::string none = say("没有这一方", "no such party");
                mismatches_.push_back({name(who, shares, payer), value_text(want, Type::number(Unit::of("CNY")), true), none});
            } else {
                differ(who, shares, payer, want.number(), share->second, false);
            }
        }
    }

    [[nodiscard]] static Bilingual name(const std::string& who, const Spelling& key, const std::string& part) {
        const std::string of = part.empty() ? "" : "." + part;
        return {who + std::string(key.zh) + of, who + std::string(key.en) + of};
    }

    void differ(const std::string& who, const Spelling& key, const std::string& part, const Rational& want,
                const Rational& got, bool count) {
        if (want != got) {
            const Type type = count ? Type::number() : Type::number(Unit::of("CNY"));
            const bool chinese = language_ == Language::zh;
            mismatches_.push_back({name(who, key, part), value_text(Value::of(want), type, chinese),
                                   value_text(Value::of(got), type, chinese)});
        }
    }

    const Selection& rules_;
    const BundleCase& test_;
    const BatchCase& batch_;
    Language language_;
    Coverage* coverage_;
    std::vector<std::string> names_;   ///< of the incentives, no two alike
    std::vector<CaseMismatch> mismatches_;   ///< before `settled_`, which adds to them
    SettledCase settled_;
};

}  // namespace

Selection members_of(const Rulebook& rulebook, const Bundle& bundle) {
    Selection rules{.bundle = &bundle, .incentives = {}};
    for (const std::string& id : bundle.incentives) {
        const Incentive* member = rulebook.find(id);
        if (member == nullptr) {
            return {.bundle = &bundle, .incentives = {}};
        }
        rules.incentives.push_back(member);
    }
    return rules;
}

void expect_coverage(const Bundle& bundle, Coverage& coverage) {
    const auto take = [&](const Sighting& one) { coverage.take(one, bundle.id, nullptr); };
    for (const Bundle::Total& total : bundle.totals) {
        if (total.expression.type().without_optional().is(TypeKind::number)) {
            take({.key = {CoverageKey::Kind::award, total.declared, CoverageKey::Aspect::reached}, .distance = {}});
        }
    }
    read_settlement(bundle.settlement, nullptr, take);
}

std::vector<CaseResult> run_batch_cases(const Rulebook& rulebook, const Bundle& bundle, Language language, Coverage* coverage) {
    std::vector<CaseResult> results;
    const bool any = std::any_of(bundle.cases.begin(), bundle.cases.end(), [](const BundleCase& one) { return one.batch.has_value(); });
    const Selection rules = members_of(rulebook, bundle);
    if (!any || rules.incentives.empty()) {
        return results;
    }
    Diagnostics told;   // by run_cases of the bundle
    CompileOptions options;
    options.watch = coverage != nullptr;
    const auto plan = std::make_shared<const Plan>(compile(rules.incentives, &bundle, options, told));
    for (const BundleCase& test : bundle.cases) {
        if (test.batch && !told.has_errors()) {
            results.push_back(BatchCaseRun(rules, plan, test, language, nullptr).run());
            if (coverage != nullptr && results.back().mismatches.empty()) {   // one that fails shows nothing
                static_cast<void>(BatchCaseRun(rules, plan, test, language, coverage).run());
            }
        }
    }
    return results;
}

}  // namespace huiqi
