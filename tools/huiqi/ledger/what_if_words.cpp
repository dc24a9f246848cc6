#include "tools/huiqi/ledger/what_if_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace huiqi {

std::vector<Bilingual> told_of_decision(const BatchDecision& decision) {
    static const std::array<std::pair<const char*, Bilingual>, 3> kValues{{{"budget", {"预算", "budget"}},
                                                                          {"limit", {"总额上限", "limit"}},
                                                                          {"quota", {"名额", "quota"}}}};
    std::vector<Bilingual> told;
    const std::string reason_zh = decision.reason.empty() ? "没有写理由" : "理由：" + decision.reason;
    const std::string reason_en = decision.reason.empty() ? "no reason is given" : "the reason: " + decision.reason;
    for (const auto& [name, words] : kValues) {
        if (const auto value = decision.options.find(name); value != decision.options.end()) {
            told.push_back({"注意：这一批没有按规则的" + words.zh + "结算，用的是 " + value->second + "（" + reason_zh + "）",
                            "note: this batch was not settled with the " + words.en + " of its rules but with " + value->second + " (" + reason_en + ")"});
        }
    }
    for (const KeptFile& file : decision.history) {
        told.push_back({"注意：上限、补差还算进了台账以外的拨付：" + file.path, "note: payments from outside the ledger count as well: " + file.path});
    }
    std::string batches;
    for (const std::string& batch : decision.supplement) {
        batches += (batches.empty() ? "" : ", ") + batch;
    }
    if (!batches.empty()) {
        told.push_back({"注意：这一批是批次 " + batches + " 的补充或更正，里面有那里核定过的申报（" + reason_zh + "）",
                        "note: this batch is a supplement to " + batches + " and has applications that were decided there (" + reason_en + ")"});
    }
    if (!decision.carried.empty()) {
        constexpr std::size_t kNamed = 10;
        std::string zh;
        std::string en;
        for (std::size_t at = 0; at < std::min(decision.carried.size(), kNamed); ++at) {
            const CarriedHold& one = decision.carried[at];
            zh += (at == 0 ? "" : "、") + one.application + " " + one.id + "（批次 " + one.batch + (one.confirmed_by.empty() ? "）" : "，" + one.confirmed_by + " 查实）");
            en += (at == 0 ? "" : ", ") + one.application + " " + one.id + " (batch " + one.batch + (one.confirmed_by.empty() ? ")" : ", confirmed by " + one.confirmed_by + ")");
        }
        const bool more = decision.carried.size() > kNamed;
        told.push_back({"注意：以前的批次里拦下、还没有放行的，这一批继续拦：" + zh + (more ? "……" : ""),
                        "note: what earlier batches held and nobody cleared is held here too: " + en + (more ? " …" : "")});
    }
    if (!decision.not_evaluated.empty()) {
        std::string zh;
        std::string en;
        for (const auto& [detector, count] : decision.not_evaluated) {
            zh += (zh.empty() ? "" : "、") + detector + (count == 0 ? "（说不出是哪些）" : "（" + std::to_string(count) + " 件）");
            en += (en.empty() ? "" : ", ") + detector + (count == 0 ? " (which ones is not known)" : " (" + std::to_string(count) + ")");
        }
        told.push_back({"注意：有申报检测没有看，或者没有看全，没有发现不等于没有问题：" + zh,
                        "note: detectors could not look at some applications, or not in full; finding nothing there clears nobody: " + en});
    }
    const auto batch_holds = std::count_if(decision.held.begin(), decision.held.end(), [](const HeldStatement& held) { return held.with_batch; });
    if (const auto until = decision.options.find("hold_until"); until != decision.options.end() && batch_holds != 0) {
        const std::string count = std::to_string(batch_holds);
        told.push_back({"注意：拦下的 " + count + " 笔只拦到 " + until->second + "，过了这天没有人查实的照付",
                        "note: " + count + " payments are held until " + until->second + " only: what nobody confirms by then is paid"});
    }
    if (decision.options.contains("supplement")) {
        told.push_back({"注意：这一批按补充结算，名额、预算减去了同一组合其他批次已付的（" + reason_zh + "）",
                        "note: this batch was settled as a supplement: what other batches of its bundle were paid is taken off quotas and budgets (" + reason_en + ")"});
    }
    return told;
}

}  // namespace huiqi
