#include "engine/io/result_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace huiqi {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kState = "状态";
constexpr std::string_view kEligible = "是否符合";

constexpr std::array<Words, 26> kHeadings{{{"application", "申报编号"}, {"incentive", "事项"}, {"state", kState}, {"eligible", kEligible},
                                           {"award", "核定（元）"}, {"reason", "理由编号"}, {"reason_text", "理由"}, {"failed", "未满足的条件"},
                                           {"missing", "待补"}, {"errors", "错误"}, {"anomalies", "异常"}, {"due", "现在应付（元）"},
                                           {"held", "待人工决定（元）"}, {"stacking", "叠加规则（元）"}, {"limit", "总额上限（元）"},
                                           {"quota", "名额（元）"}, {"budget", "预算（元）"}, {"not_due", "尚未应付（元）"},
                                           {"stopped", "已终止（元）"}, {"payable", "应付（元）"}, {"waiting", "候补位次"},
                                           {"waiting_list", "候补名单"}, {"rank", "名次"}, {"findings", "检测发现"}, {"date", "日期"},
                                           {"recover", "追回（元）"}}};
/// Words that stand before the name of a part.
constexpr std::array<Words, 5> kParts{{{"part.", "分项 "}, {"share.", "分担 "}, {"recipient.", "收款 "}, {"schedule.", "分期 "}, {"payer.", "承担 "}}};
constexpr std::array<Words, 10> kStates{{{"true", "是"}, {"false", "否"}, {"eligible", "符合"}, {"refused", "不符合"}, {"unknown", "待补"}, {"open", "待补"},
                                        {"error", "出错"}, {"due", "应付"}, {"waiting", "待复核"}, {"failed", "未通过"}}};

/// Gives what stands for a word, or nothing.
template <std::size_t N>
[[nodiscard]] std::string_view word_for(std::string_view word, const std::array<Words, N>& words) {
    const auto found = std::find_if(words.begin(), words.end(), [word](const Words& one) { return one.first == word; });
    return found == words.end() ? std::string_view() : found->second;
}

}  // namespace

std::string chinese_heading(std::string_view heading) {
    const std::size_t dot = heading.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? heading : heading.substr(dot + 1);
    const std::string_view known = word_for(last, kHeadings);
    std::string before(dot == std::string_view::npos ? std::string_view() : heading.substr(0, known.empty() ? heading.size() : dot));
    bool part = false;
    for (const auto& [word, chinese] : kParts) {
        const std::size_t at = before.rfind(word);
        if (at != std::string::npos && (at == 0 || before[at - 1] == '.')) {
            before.replace(at, word.size(), chinese);
            if (at > 0) {
                before[at - 1] = ' ';
            }
            part = true;
        }
    }
    if (known.empty()) {
        return part ? before : std::string(heading);
    }
    return before.empty() ? std::string(known) : before + " " + std::string(known);
}

bool is_state_heading(std::string_view heading) {
    const auto last = heading.substr(heading.rfind(' ') + 1);
    return last == kState || last == kEligible;
}

std::string_view chinese_state(std::string_view word) {
    const std::string_view known = word_for(word, kStates);
    return known.empty() ? word : known;
}

}  // namespace huiqi
