#include "tools/huiqi/ledger/reduction_words.h"

#include <array>
#include <string>
#include <variant>
#include <vector>

namespace huiqi {
namespace {

[[nodiscard]] Bilingual stacking_words(const StackingRule& rule) {
    static const std::array<Bilingual, 5> kMethods{Bilingual{"各项合计", "all of them"}, Bilingual{"就高不重复，只给最高的一项", "the largest alone stays"},
                                                   Bilingual{"只给申请人选的一项", "the one that the applicant chose alone stays"},
                                                   Bilingual{"只补差额：以前付过的、同一申请人这一批里先算的申报得到的都扣掉",
                                                             "what was paid before, or goes to earlier applications of the same applicant, is taken off"}, Bilingual{"合起来不超过成本", "together not above the cost"}};
    const Bilingual& method = kMethods[static_cast<std::size_t>(rule.method)];
    return {"叠加规则：" + method.zh, "stacking: " + method.en};
}

[[nodiscard]] Bilingual limit_words(const SettlementRun& run, const LimitRule& rule) {
    const std::string key = run.key_names()[rule.key];
    const auto* fixed = std::get_if<Money>(&rule.cap);
    const std::string years = std::to_string(rule.years);
    const Bilingual period = !rule.yearly        ? Bilingual{"累计", "in all"}
                             : rule.years == 1 ? Bilingual{"一个自然年", "a calendar year"}
                                               : Bilingual{"连续 " + years + " 个自然年", years + " calendar years in a row"};
    const Bilingual cap = fixed == nullptr ? Bilingual{"申报写的上限", "the cap that the application names"} : Bilingual{fixed->text() + " 元", fixed->text() + " yuan"};
    return {"总额上限：同一“" + key + "”" + period.zh + "最多 " + cap.zh, "limit: at most " + cap.en + " " + period.en + " for one `" + key + "`"};
}

[[nodiscard]] Bilingual budget_words(const BudgetRule& rule) {
    const bool shared = rule.method == BudgetRule::Method::pro_rata;
    return {"预算：总额 " + rule.amount.text() + " 元，" + (shared ? "按比例分" : "按排序分"), "budget: " + rule.amount.text() + " yuan, " + (shared ? "shared in proportion" : "in the order of the ranking")};
}

/// What holds a claim: anomalies and detectors by their ids, or what a person must decide first.
[[nodiscard]] Bilingual held_words(const SettlementRun& run, const Reduction& cut) {
    std::string ids;
    for (const std::string& id : run.claims().barred.empty() ? std::vector<std::string>() : run.holds_of(run.claims().cell(cut.row, cut.incentive))) {
        ids += (ids.empty() ? "" : ", ") + id;
    }
    return ids.empty() ? Bilingual{"待人工决定", "held until a person decides"} : Bilingual{"拦截：" + ids, "held by " + ids};
}

}  // namespace

Bilingual reduction_words(const SettlementRun& run, const Reduction& cut) {
    const SettlementRules& rules = run.settlement_rules();
    switch (cut.cause) {
        case ReductionCause::held: return held_words(run, cut);
        case ReductionCause::stacking: return stacking_words(rules.stacking[cut.rule]);
        case ReductionCause::limit: return limit_words(run, rules.limits[cut.rule]);
        case ReductionCause::quota: {
            const std::string count = std::to_string(rules.quotas[cut.rule].count);
            return {"名额：" + count + " 个，排在后面", "quota: " + count + ", others are ranked before"};
        }
        case ReductionCause::budget: return budget_words(rules.budgets[cut.rule]);
        case ReductionCause::not_due: return {"尚未应付：等以后的复查", "not due yet: it waits for its re-check"};
        case ReductionCause::stopped: return {"已终止：复查没有通过", "stopped for good: its re-check failed"};
    }
    return {};
}

}  // namespace huiqi
