#include <nlohmann/json.hpp>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/run_summary.h"

namespace huiqi {

std::string summary_text(const RunSummary& summary, const Selected& rules, Language language) {
    const bool chinese = language == Language::zh;
    std::string text = (chinese ? "读入 " : "rows read ") + std::to_string(summary.rows_read) +
                       (chinese ? " 行 = 核定 " : " = decided ") + std::to_string(summary.rows_decided) +
                       (chinese ? " 行 + 退回 " : " + set aside ") + std::to_string(summary.rows_rejected) +
                       (chinese ? " 行" : "");
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        const RunSummary::PerIncentive& one = summary.incentives[index];
        text += "\n  " + std::string(rules.incentives[index]->id) + (chinese ? "：符合 " : ": eligible ") +
                std::to_string(one.eligible) + (chinese ? "，不符合 " : ", refused ") + std::to_string(one.refused);
        if (one.open != 0) {
            text += (chinese ? "，缺材料 " : ", waiting for answers ") + std::to_string(one.open);
        }
        if (one.failed != 0) {
            text += (chinese ? "，出错 " : ", in error ") + std::to_string(one.failed);
        }
        text += (chinese ? "，合计 " : ", sum ") + fixed_text(one.award_cents, 2) + (chinese ? " 元" : " yuan");
    }
    return text;
}

std::string summary_json(const RunSummary& summary, const Selected& rules) {
    nlohmann::ordered_json out;
    out["rows_read"] = summary.rows_read;
    out["rows_decided"] = summary.rows_decided;
    out["rows_set_aside"] = summary.rows_rejected;
    Integer sum = 0;
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        const RunSummary::PerIncentive& one = summary.incentives[index];
        nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
        for (const auto& [reason, times] : one.reasons) {
            reasons[std::to_string(reason)] = times;
        }
        out["incentives"].push_back({{"id", rules.incentives[index]->id},
                                     {"eligible", one.eligible},
                                     {"refused", one.refused},
                                     {"unknown", one.open},
                                     {"error", one.failed},
                                     {"sum", fixed_text(one.award_cents, 2)},
                                     {"reasons", std::move(reasons)}});
        sum += one.award_cents;
    }
    out["sum"] = fixed_text(sum, 2);
    return out.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace huiqi
