#include <nlohmann/json.hpp>

#include "engine/data/unit.h"
#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/decide/run_summary.h"

namespace huiqi {
namespace {

/// Writes the summary of one incentive in one language.
class IncentiveText {
public:
    IncentiveText(const RunSummary::PerIncentive& one, const Incentive& incentive, Language language)
        : one_(one), incentive_(incentive), chinese_(language == Language::zh) {}

    [[nodiscard]] std::string write() const {
        std::string text = "\n  " + incentive_.id + (chinese_ ? "：符合 " : ": eligible ") + std::to_string(one_.eligible);
        if (one_.zero != 0 && !incentive_.award.empty()) {
            text += (chinese_ ? "（其中金额为 0 的 " : " (with an award of 0: ") + std::to_string(one_.zero) + (chinese_ ? "）" : ")");
        }
        text += (chinese_ ? "，不符合 " : ", refused ") + std::to_string(one_.refused);
        text += counted(one_.open, "，缺材料 ", ", waiting for answers ") + counted(one_.failed, "，出错 ", ", in error ");
        if (!incentive_.award.empty()) {
            text += (chinese_ ? "，合计 " : ", sum ") + money(one_.award_cents);
        }
        text += shares(incentive_.shares, one_.shares, "分担", "shares");
        text += shares(incentive_.recipients, one_.recipients, "收款", "recipients");
        return text + schedule() + recovery();
    }

private:
    [[nodiscard]] std::string money(const Integer& cents) const { return fixed_text(cents, 2) + " " + unit_name(incentive_.currency, chinese_); }

    [[nodiscard]] std::string counted(std::uint64_t count, const char* zh, const char* en) const {
        return count == 0 ? std::string() : (chinese_ ? zh : en) + std::to_string(count);
    }

    [[nodiscard]] std::string shares(const std::vector<Share>& names, const std::vector<Integer>& sums, const char* zh,
                                     const char* en) const {
        std::string text;
        for (std::size_t at = 0; at < sums.size() && at < names.size(); ++at) {
            text += (text.empty() ? "" : chinese_ ? "，" : ", ") + names[at].name + " " + money(sums[at]);
        }
        return text.empty() ? text : "\n    " + std::string(chinese_ ? zh : en) + (chinese_ ? "：" : ": ") + text;
    }

    [[nodiscard]] std::string schedule() const {
        std::string text;
        for (std::size_t at = 0; at < one_.schedule.size(); ++at) {
            const RunSummary::Instalment& part = one_.schedule[at];
            text += "\n    " + std::string(chinese_ ? "分期 " : "schedule ") + incentive_.schedule->parts[at].share.name +
                    (chinese_ ? "：应付 " : ": due ") + std::to_string(part.due) + (chinese_ ? " 笔 " : ", ") + money(part.cents) +
                    counted(part.waiting, "，待复核 ", ", waiting ") + counted(part.failed, "，未通过 ", ", failed ") +
                    counted(part.stopped, "，已终止 ", ", stopped ") + counted(part.error, "，出错 ", ", in error ");
        }
        return text;
    }

    [[nodiscard]] std::string recovery() const {
        if (!one_.recovery) {
            return {};
        }
        return "\n    " + std::string(chinese_ ? "追回：" : "recover: ") + std::to_string(one_.recovery->count) +
               (chinese_ ? " 笔 " : ", ") + money(one_.recovery->cents) +
               counted(one_.recovery->open, "，未知 ", ", unknown ") + counted(one_.recovery->failed, "，出错 ", ", in error ");
    }

    const RunSummary::PerIncentive& one_;
    const Incentive& incentive_;
    bool chinese_;
};

[[nodiscard]] nlohmann::ordered_json shares_json(const std::vector<Share>& names, const std::vector<Integer>& sums) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (std::size_t at = 0; at < sums.size() && at < names.size(); ++at) {
        out[names[at].name] = fixed_text(sums[at], 2);
    }
    return out;
}

/// Adds what an award is divided into, and what comes back, where the rule has them.
void add_parts(nlohmann::ordered_json& out, const RunSummary::PerIncentive& one, const Incentive& incentive) {
    if (!one.shares.empty()) {
        out["shares"] = shares_json(incentive.shares, one.shares);
    }
    if (!one.recipients.empty()) {
        out["recipients"] = shares_json(incentive.recipients, one.recipients);
    }
    for (std::size_t at = 0; at < one.schedule.size(); ++at) {
        const RunSummary::Instalment& part = one.schedule[at];
        out["schedule"].push_back({{"id", incentive.schedule->parts[at].share.name},
                                   {"due", part.due},
                                   {"waiting", part.waiting},
                                   {"failed", part.failed},
                                   {"stopped", part.stopped},
                                   {"error", part.error},
                                   {"sum", fixed_text(part.cents, 2)}});
    }
    if (one.recovery) {
        out["recover"] = {{"count", one.recovery->count},
                          {"unknown", one.recovery->open},
                          {"error", one.recovery->failed},
                          {"sum", fixed_text(one.recovery->cents, 2)}};
    }
}

/// Writes a sum of yuan with two decimals, or with as many as it has.
[[nodiscard]] std::string total_text(const Rational& sum) {
    const Rational cents = sum * 100;
    return is_integer(cents) ? fixed_text(numerator(cents), 2) : decimal_text(sum);
}

}  // namespace

std::string summary_text(const RunSummary& summary, const Selected& rules, std::span<const TableCount> tables, std::uint64_t notes, Language language) {
    const bool chinese = language == Language::zh;
    std::string text = (chinese ? "读入 " : "rows read ") + std::to_string(summary.rows_read) +
                       (chinese ? " 行 = 核定 " : " = decided ") + std::to_string(summary.rows_decided) +
                       (chinese ? " 行 + 退回 " : " + set aside ") + std::to_string(summary.rows_rejected) +
                       (chinese ? " 行" : "") + notes_aside(notes, language) + tables_aside(tables, language) + table_lines(tables, language);
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        text += IncentiveText(summary.incentives[index], *rules.incentives[index], language).write();
    }
    for (std::size_t index = 0; index < summary.totals.size(); ++index) {
        const RunSummary::PerTotal& one = summary.totals[index];
        const Bundle::Total& total = rules.bundle->totals[index];
        text += "\n  " + total.name + (chinese ? "：合计 " : ": sum ") + total_text(one.sum) +
                (total.expression.type().unit().is_money() ? " " + unit_name(total.expression.type().unit(), chinese) : "");
        if (one.not_known != 0) {
            text += (chinese ? "，另有 " : ", not known in ") + std::to_string(one.not_known) +
                    (chinese ? " 行还不知道" : one.not_known == 1 ? " row" : " rows");
        }
    }
    return text;
}

std::string summary_json(const RunSummary& summary, const Selected& rules, std::span<const TableCount> tables, std::uint64_t notes) {
    nlohmann::ordered_json out;
    out["rows_read"] = summary.rows_read;
    out["rows_decided"] = summary.rows_decided;
    out["rows_set_aside"] = summary.rows_rejected;
    if (notes != 0) {
        out["rows_of_notes"] = notes;   // of those set aside
    }
    if (!tables.empty()) {
        out["tables"] = tables_json(tables);
    }
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        const RunSummary::PerIncentive& one = summary.incentives[index];
        nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
        for (const auto& [reason, times] : one.reasons) {
            reasons[std::to_string(reason)] = times;
        }
        const bool own = !rules.incentives[index]->award.empty();
        nlohmann::ordered_json incentive{{"id", rules.incentives[index]->id},
                                         {"eligible", one.eligible},
                                         {"eligible_zero", own ? one.zero : 0},
                                         {"refused", one.refused},
                                         {"unknown", one.open},
                                         {"error", one.failed},
                                         {"sum", own ? nlohmann::ordered_json(fixed_text(one.award_cents, 2)) : nlohmann::ordered_json(nullptr)},
                                         {"reasons", std::move(reasons)}};
        add_parts(incentive, one, *rules.incentives[index]);
        out["incentives"].push_back(std::move(incentive));
    }
    out["totals"] = nlohmann::ordered_json::array();
    for (std::size_t index = 0; index < summary.totals.size(); ++index) {
        const RunSummary::PerTotal& one = summary.totals[index];
        out["totals"].push_back(
            {{"name", rules.bundle->totals[index].name}, {"sum", total_text(one.sum)}, {"not_known", one.not_known}});
    }
    return out.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace huiqi
