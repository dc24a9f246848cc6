#include "tools/huiqi/author/bundle_case_text.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "engine/api/settled_case.h"
#include "engine/numeric/decimal_text.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/short_names.h"
#include "tools/huiqi/author/case_text.h"

namespace huiqi {
namespace {

/// Writes the cases of one bundle.
class Writer {
public:
    Writer(const Selection& rules, bool chinese) : rules_(rules), chinese_(chinese), names_(short_names(rules.incentives)) {
        Diagnostics faults;
        CompileOptions options;
        plan_ = std::make_shared<const Plan>(compile(rules.incentives, rules.bundle, options, faults));
    }

    [[nodiscard]] std::string text(const FoundBatch& found, const std::string& name, const std::string& note) const {
        std::vector<std::vector<std::string>> outcomes(found.batch.applications.size());
        const SettledCase settled(rules_, plan_, found.batch, [&](const Evaluator& evaluator, std::size_t application, std::size_t row) {
            outcomes[application] = decided(evaluator, row);
        });
        std::string made = "  - " + own("name") + ": " + name + "\n" + bound(found.batch) + history(found.batch);
        made += "    " + own("applications") + ":\n";
        for (std::size_t at = 0; at < found.batch.applications.size(); ++at) {
            const BatchCase::Application& one = found.batch.applications[at];
            made += "      " + yaml_scalar(one.number) + ":\n        " + case_key(Scope::batch_application, "given", chinese_) + ": {" + given(one) + "}\n" +
                    "        " + case_key(Scope::batch_application, "expect", chinese_) + ": {" + expected(settled, outcomes[at], at) + "}\n";
        }
        const std::string sums = figures(settled.settled(0, found.batch.applications.size(), std::nullopt), {"award", "payable", "paid"});
        made += "    " + own("expect") + ": {" + case_key(Scope::batch_expectation, "settled", chinese_) + ": {" + sums + "}}\n";
        return made + "    " + own("note") + ": " + yaml_scalar(note) + "\n    " + own("unconfirmed") + ": " + (chinese_ ? "是" : "true") + "\n";
    }

private:
    [[nodiscard]] std::string own(std::string_view name) const { return case_key(Scope::bundle_case, name, chinese_); }
    [[nodiscard]] std::string yuan(const Rational& amount) const {
        return yaml_scalar(value_text(Value::of(amount), Type::number(Unit::of("CNY")), chinese_));
    }
    /// Puts another entry behind those of a mapping.
    static void add(std::string& text, const std::string& key, const std::string& value) { text += (text.empty() ? "" : ", ") + key + ": " + value; }

    /// What stands in the place of the rule's own number.
    [[nodiscard]] std::string bound(const BatchCase& batch) const {
        std::string text;
        const auto one = [&](std::string_view name, const std::optional<Value>& value, bool count) {
            if (value) {
                add(text, case_key(Scope::batch_bind, name, chinese_), count ? decimal_text(value->number()) : yuan(value->number()));
            }
        };
        one("quota", batch.quota, true);
        one("budget", batch.budget, false);
        one("limits", batch.limit, false);
        return text.empty() ? "" : "    " + own("bind") + ": {" + text + "}\n";
    }

    [[nodiscard]] std::string history(const BatchCase& batch) const {
        std::string text;
        const auto word = [&](std::string_view name) { return case_key(Scope::prior_payment, name, chinese_); };
        for (const BatchCase::Payment& one : batch.history) {
            std::string entry;
            add(entry, word("incentive"), yaml_scalar(names_[one.member]));
            add(entry, word("date"), std::to_string(one.year) + "-01-01");
            add(entry, word("amount"), yuan(one.amount.number()));
            for (const auto& [name, key] : one.keys) {
                add(entry, yaml_scalar(name), yaml_scalar(key));
            }
            text += "      - {" + entry + "}\n";
        }
        return text.empty() ? "" : "    " + own("history") + ":\n" + text;
    }

    [[nodiscard]] std::string given(const BatchCase::Application& one) const {
        const Bundle::Keys& keys = rules_.bundle->keys;
        std::string text;
        for (const auto& [name, column] : {std::pair(&keys.applicant, &one.applicant), std::pair(&keys.sequence, &one.sequence),
                                           std::pair(&keys.period_date, &one.period_date)}) {
            const bool answer = std::any_of(one.given.begin(), one.given.end(), [&](const auto& other) { return other.first == *name; });
            if (!name->empty() && !column->empty() && !answer) {
                add(text, yaml_scalar(*name), yaml_scalar(*column));
            }
        }
        for (const auto& [name, value] : one.given) {
            if (const auto field = plan_->schema.index(name); field && value.state() != State::unknown) {
                add(text, yaml_scalar(name), given_text(value, plan_->schema.fields[*field], chinese_));
            }
        }
        return text;
    }

    /// What each incentive decided by itself, then the totals.
    [[nodiscard]] std::vector<std::string> decided(const Evaluator& evaluator, std::size_t row) const {
        std::vector<std::string> texts;
        for (std::size_t member = 0; member < rules_.incentives.size(); ++member) {
            const FoundCase one{.bind = {}, .given = {}, .like = {}, .changed = {}, .reaches = {},
                                .outcome = outcome(evaluator, *rules_.incentives[member], member, row),
                                .has_award = plan_->incentives[member].has_award};
            texts.push_back(expectation_text(*rules_.incentives[member], one, chinese_));
        }
        std::string totals;
        for (const IncentivePlan::Named& total : plan_->totals) {
            const Value value = evaluator.read(total.value, row);
            const std::string written = value.known() ? value_text(value, total.value.type, chinese_) : std::string();
            if (!written.empty() && !written.ends_with("…")) {   // a cut number is no expectation
                add(totals, yaml_scalar(total.name), yaml_scalar(written));
            }
        }
        texts.push_back(std::move(totals));
        return texts;
    }

    [[nodiscard]] std::string expected(const SettledCase& settled, const std::vector<std::string>& decided, std::size_t at) const {
        std::string text;
        for (std::size_t member = 0; member < rules_.incentives.size(); ++member) {
            const SettledFigures one = settled.settled(at, at + 1, member);
            std::string inner = decided[member];
            if (one.figures.at("award") > 0) {
                add(inner, case_key(Scope::expectation, "settled", chinese_), "{" + claim(one, settled.held_by(at)) + "}");
            }
            add(text, yaml_scalar(names_[member]), "{" + inner + "}");
        }
        if (!decided.back().empty()) {
            add(text, case_key(Scope::bundle_expectation, "totals", chinese_), "{" + decided.back() + "}");
        }
        return text;
    }

    [[nodiscard]] std::string claim(const SettledFigures& one, const std::string& held) const {
        std::string text = figures(one, {"payable"});
        for (const std::string_view name : {"rank", "waiting"}) {
            if (one.figures.at(std::string(name)) > 0) {
                add(text, case_key(Scope::settled, name, chinese_), decimal_text(one.figures.at(std::string(name))));
            }
        }
        if (one.reductions.contains("held") && !held.empty()) {
            add(text, case_key(Scope::settled, "error", chinese_), held.substr(0, held.find(' ')));
        }
        return text;
    }

    /// Amounts, what they are less by, and who pays.
    [[nodiscard]] std::string figures(const SettledFigures& one, const std::vector<std::string_view>& names) const {
        std::string text;
        for (const std::string_view name : names) {
            const Rational& figure = one.figures.at(std::string(name));
            add(text, case_key(Scope::settled, name, chinese_), name == "paid" ? decimal_text(figure) : yuan(figure));
        }
        std::string cuts;
        for (const auto& [cause, amount] : one.reductions) {
            if (amount > 0) {
                add(cuts, yaml_scalar(case_key(Scope::cause_word, cause, chinese_)), yuan(amount));
            }
        }
        add(text, case_key(Scope::settled, "reductions", chinese_), "{" + cuts + "}");
        std::string shares;
        for (const auto& [payer, amount] : one.shares) {
            if (amount > 0) {
                add(shares, yaml_scalar(payer), yuan(amount));
            }
        }
        if (!shares.empty()) {
            add(text, case_key(Scope::settled, "shares", chinese_), "{" + shares + "}");
        }
        return text;
    }

    const Selection& rules_;
    bool chinese_;
    std::shared_ptr<const Plan> plan_;
    std::vector<std::string> names_;   ///< of the incentives, no two alike
};

}  // namespace

std::string bundle_cases_text(const Selection& rules, const std::vector<FoundBatch>& cases, const std::vector<std::string>& notes, bool chinese) {
    const Writer writer(rules, chinese);
    std::set<std::string, std::less<>> taken;
    for (const BundleCase& one : rules.bundle->cases) {
        taken.insert(one.name);
    }
    std::string text = case_key(Scope::cases_file, "kind", chinese) + ": " + (chinese ? "用例" : "cases") + "\n" +
                       case_key(Scope::cases_file, "incentive", chinese) + ": " + yaml_scalar(rules.bundle->id) + "\n" +
                       case_key(Scope::cases_file, "cases", chinese) + ":\n";
    std::size_t number = 0;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        std::string name;
        do {
            name = (chinese ? "待确认" : "to confirm ") + std::to_string(++number);
        } while (taken.contains(name));
        text += writer.text(cases[at], name, notes[at]);
    }
    return text;
}

}  // namespace huiqi
