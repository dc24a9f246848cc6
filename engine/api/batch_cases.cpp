#include "engine/api/batch_cases.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/api/batch_input.h"
#include "engine/api/population_values.h"
#include "engine/api/selection.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/short_names.h"
#include "engine/settle/claim_gatherer.h"
#include "engine/settle/payers.h"
#include "engine/settle/settlement.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

/// The spellings of causes, by ReductionCause.
constexpr std::array<std::string_view, kReductionCauses> kCauses{"held",   "stacking", "limit",  "quota",
                                                                  "budget", "not_due",  "stopped"};

/// What settlement gave, for one claim or several together.
struct Settled {
    std::map<std::string, Rational, std::less<>> figures;
    std::map<std::string, Rational, std::less<>> reductions;   ///< those above 0
    std::map<std::string, Rational, std::less<>> shares;
};

[[nodiscard]] Rational yuan(std::int64_t minor) { return Rational(minor) / 100; }

/// Runs one case.
class BatchCaseRun {
public:
    BatchCaseRun(const Selection& rules, std::shared_ptr<const Plan> plan, const BundleCase& test, Language language, Coverage* coverage)
        : rules_(rules), plan_(std::move(plan)), test_(test), batch_(*test.batch), language_(language), coverage_(coverage),
          names_(short_names(rules.incentives)), gatherer_(*rules.bundle, rules.incentives, *plan_) {}

    [[nodiscard]] CaseResult run() {
        decide();
        claims_ = gatherer_.finish();
        settlement_ = huiqi::settle(claims_, history(), bound_rules());
        compare_applications();
        compare_sums();
        return {.name = test_.name, .declared = test_.declared, .mismatches = std::move(mismatches_)};
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language_ == Language::zh ? zh : en);
    }

    /// Decides the applications, a chunk at a time, and compares what each comes to by itself.
    void decide() {
        Batch data(plan_->schema);
        for (const BatchCase::Application& one : batch_.applications) {
            append_row(data, plan_->schema, row_of(*plan_, one.given));
        }
        form_values(data);
        Evaluator evaluator(plan_);
        const bool sums = batch_.all.has_value() || !batch_.sums.empty();
        std::size_t count = 0;
        for (std::size_t first = 0; first < data.rows(); first += count) {
            count = evaluator.run_some(data, first, std::min(kChunk, data.rows() - first));
            gather(evaluator, first, count);
            for (std::size_t row = 0; row < count; ++row) {
                const BatchCase::Application& one = batch_.applications[first + row];
                add_mismatches(one, bundle_mismatches(rules_.incentives, evaluator, row, one.expected, one.totals, language_));
                for (std::size_t member = 0; coverage_ != nullptr && member < rules_.incentives.size(); ++member) {
                    coverage_->see(*rules_.incentives[member], evaluator, member, row, &test_.name,
                                   sums || compares_values_of(member, one.expected, one.totals));
                }
            }
        }
    }

    /// Fills in the values of the whole batch (全批).
    void form_values(Batch& data) {
        const auto populations = PopulationPlan::of(rules_);
        if (populations == nullptr) {
            return;
        }
        PopulationValues values(populations);
        ParsedBlock nowhere(plan_->schema);
        const auto each_chunk = [&](const auto& take) {
            Evaluator evaluator(populations->plan());
            std::size_t count = 0;
            for (std::size_t first = 0; first < data.rows(); first += count) {
                count = evaluator.run_some(data, first, std::min(kChunk, data.rows() - first));
                take(evaluator, first, count);
            }
        };
        each_chunk([&](const Evaluator& evaluator, std::size_t first, std::size_t) { values.add(evaluator, nowhere, first); });
        for (const DataFault& fault : values.settle(plan_->schema)) {
            if (fault.severity == Severity::error) {
                mismatches_.push_back({{std::string(fault.code), std::string(fault.code)}, "-",
                                       say(fault.message.zh, fault.message.en)});
            }
        }
        std::vector<std::vector<Value>> columns(populations->all().size());
        each_chunk([&](const Evaluator& evaluator, std::size_t, std::size_t count) {
            for (std::size_t which = 0; which < columns.size(); ++which) {
                for (std::size_t row = 0; row < count; ++row) {
                    columns[which].push_back(values.value(which, evaluator, row));
                }
            }
        });
        for (std::size_t which = 0; which < columns.size(); ++which) {
            replace_column(data, plan_->schema, populations->all()[which].field, columns[which]);
        }
    }

    void gather(const Evaluator& evaluator, std::size_t first, std::size_t count) {
        std::array<std::vector<std::string_view>, 4> keys;
        for (std::size_t row = first; row < first + count; ++row) {
            const BatchCase::Application& one = batch_.applications[row];
            keys[0].push_back(one.number);
            keys[1].push_back(one.applicant);
            keys[2].push_back(one.sequence);
            keys[3].push_back(one.period_date);
        }
        gatherer_.add(evaluator, {keys[0], keys[1], keys[2], keys[3]});
    }

    [[nodiscard]] std::vector<PriorPayment> history() const {
        std::vector<PriorPayment> payments;
        for (const BatchCase::Payment& one : batch_.history) {
            PriorPayment payment;
            for (const std::string& name : gatherer_.key_names()) {
                const auto found = one.keys.find(name);
                payment.keys.push_back(found == one.keys.end() ? std::string() : found->second);
            }
            payment.incentive = one.member;
            payment.year = one.year;
            payment.paid = fen(one.amount.number()).value_or(Money());
            payments.push_back(std::move(payment));
        }
        return payments;
    }

    /// The rules of the bundle, with what the case has in their place.
    [[nodiscard]] SettlementRules& bound_rules() {
        settlement_rules_ = gatherer_.rules();
        if (batch_.quota) {
            settlement_rules_.quotas[0].count = static_cast<std::uint64_t>(to_int64(numerator(batch_.quota->number())));
        }
        if (batch_.budget) {
            settlement_rules_.budgets[0].amount = fen(batch_.budget->number()).value_or(Money());
        }
        if (batch_.limit) {
            settlement_rules_.limits[0].cap = fen(batch_.limit->number()).value_or(Money());
        }
        return settlement_rules_;
    }

    void add_mismatches(const BatchCase::Application& one, std::vector<CaseMismatch> found) {
        for (CaseMismatch& mismatch : found) {
            mismatch.what = {one.number + " " + mismatch.what.zh, one.number + " " + mismatch.what.en};
            mismatches_.push_back(std::move(mismatch));
        }
    }

    /// Adds up the claims of some rows, of one incentive or of all.
    [[nodiscard]] Settled settled(std::size_t first, std::size_t end, std::optional<std::size_t> member) const {
        const PayerDivision division(claims_, settlement_, settlement_rules_.payers);
        Settled sum;
        sum.figures = {{"award", 0}, {"payable", 0}, {"paid", 0}};
        for (const std::string& payer : division.payers()) {
            sum.shares.emplace(payer, 0);
        }
        std::vector<std::int64_t> parts(division.payers().size());
        for (std::size_t row = first; row < end; ++row) {
            for (std::size_t incentive = 0; incentive < claims_.incentives; ++incentive) {
                if (member && incentive != *member) {
                    continue;
                }
                const std::size_t cell = claims_.cell(row, incentive);
                const std::int64_t paid = settlement_.payable[cell].minor();
                sum.figures["award"] += claims_.state[cell] == ClaimState::eligible ? yuan(claims_.award[cell].minor()) : 0;
                sum.figures["payable"] += yuan(paid);
                sum.figures["paid"] += paid > 0 ? 1 : 0;
                division.divide(cell, parts);
                for (std::size_t payer = 0; payer < parts.size(); ++payer) {
                    sum.shares[division.payers()[payer]] += yuan(parts[payer]);
                }
                sum.figures["rank"] = Rational(settlement_.rank[cell]);
                sum.figures["waiting"] = Rational(settlement_.waiting[cell]);
            }
        }
        for (const Reduction& cut : settlement_.reductions) {
            if (cut.row >= first && cut.row < end && (!member || cut.incentive == *member)) {
                sum.reductions[std::string(kCauses[static_cast<std::size_t>(cut.cause)])] += yuan(cut.amount.minor());
            }
        }
        return sum;
    }

    void compare_applications() {
        for (std::size_t row = 0; row < batch_.applications.size(); ++row) {
            const BatchCase::Application& one = batch_.applications[row];
            for (const auto& [member, expected] : one.expected) {
                if (expected.settled != nullptr) {
                    const std::string who = one.number + " " + names_[member] + " ";
                    compare(who, *expected.settled, settled(row, row + 1, member));
                    compare_error(who, row, *expected.settled);
                }
            }
        }
    }

    void compare_sums() {
        const std::size_t rows = claims_.rows();
        if (batch_.all) {
            compare("", *batch_.all, settled(0, rows, std::nullopt));
        }
        for (const auto& [member, expected] : batch_.sums) {
            compare(names_[member] + " ", expected, settled(0, rows, member));
        }
    }

    /// What a person must decide first; each application has the code of what it is held for.
    void compare_error(const std::string& who, std::size_t row, const SettledExpectation& expected) {
        if (!expected.error) {
            return;
        }
        std::string codes;
        for (const SettlementFault& fault : settlement_.faults) {
            if (std::find(fault.rows.begin(), fault.rows.end(), row) != fault.rows.end()) {
                codes += (codes.empty() ? "S10" : " S10") + std::to_string(1 + static_cast<int>(fault.kind));
            }
        }
        if (codes.find(*expected.error) == std::string::npos) {
            mismatches_.push_back({{who + "错误", who + "error"}, *expected.error, codes.empty() ? "-" : codes});
        }
    }

    void compare(const std::string& who, const SettledExpectation& expected, const Settled& got) {
        for (const auto& [key, want] : expected.figures) {
            const bool count = key == "rank" || key == "waiting" || key == "paid";
            differ(who, spelling(Scope::settled, key), "", want.number(), got.figures.at(key), count);
        }
        const Spelling& cuts = spelling(Scope::settled, "reductions");
        for (const std::string_view cause : kCauses) {
            if (!expected.reductions) {
                break;
            }
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
    std::shared_ptr<const Plan> plan_;
    const BundleCase& test_;
    const BatchCase& batch_;
    Language language_;
    Coverage* coverage_;
    std::vector<std::string> names_;   ///< of the incentives, no two alike
    ClaimGatherer gatherer_;
    Claims claims_;
    SettlementRules settlement_rules_;
    Settlement settlement_;
    std::vector<CaseMismatch> mismatches_;
};

}  // namespace

std::vector<CaseResult> run_batch_cases(const Rulebook& rulebook, const Bundle& bundle, Language language, Coverage* coverage) {
    std::vector<CaseResult> results;
    const bool any = std::any_of(bundle.cases.begin(), bundle.cases.end(), [](const BundleCase& one) { return one.batch.has_value(); });
    Selection rules{.bundle = &bundle, .incentives = {}};
    for (const std::string& id : bundle.incentives) {
        rules.incentives.push_back(rulebook.find(id));
    }
    if (!any || std::find(rules.incentives.begin(), rules.incentives.end(), nullptr) != rules.incentives.end()) {
        return results;
    }
    Diagnostics told;   // by run_cases of the bundle
    CompileOptions options;
    options.watch = coverage != nullptr;
    const auto plan = std::make_shared<const Plan>(compile(rules.incentives, &bundle, options, told));
    for (const BundleCase& test : bundle.cases) {
        if (test.batch && !told.has_errors()) {
            results.push_back(BatchCaseRun(rules, plan, test, language, coverage).run());
        }
    }
    return results;
}

}  // namespace huiqi
