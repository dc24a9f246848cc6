#include "engine/rulebook/near_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Words that people write for a key, and the key.
constexpr std::array<std::pair<std::string_view, std::string_view>, 69> kUsualNames{{
    {"calculation", "define"},     {"calculations", "define"}, {"formula", "define"},      {"formulas", "define"},
    {"variables", "define"},       {"requirements", "conditions"}, {"criteria", "conditions"}, {"rules", "conditions"},
    {"amount", "award"},           {"reward", "award"},        {"rewards", "award"},       {"subsidy", "award"},
    {"grant", "award"},            {"name", "title"},          {"description", "note"},    {"validity", "effective"},
    {"fields", "inputs"},          {"questions", "inputs"},    {"constants", "parameters"}, {"tests", "cases"},
    {"params", "parameters"},      {"param", "parameters"},
    {"examples", "cases"},         {"basis", "sources"},       {"basis", "source"},        {"condition", "test"},
    {"requirement", "test"},       {"expression", "test"},     {"when", "test"},           {"if", "when"},
    {"because", "reason"},         {"message", "reason"},      {"max", "cap"},             {"maximum", "cap"},
    {"limit", "cap"},              {"minimum", "floor"},       {"multiply", "times"},      {"rate", "times"},
    {"rounding", "round"},         {"定义", "define"},         {"公式", "define"},         {"变量", "define"},
    {"要件", "conditions"},        {"补贴", "award"},          {"奖励", "award"},          {"标题", "title"},
    {"备注", "note"},              {"有效期", "effective"},    {"输入", "inputs"},         {"测试", "cases"},
    {"示例", "cases"},             {"条件", "test"},           {"原因", "reason"},         {"理由", "reason"},
    {"最高", "cap"},               {"封顶", "cap"},            {"最多", "cap"},            {"最低", "floor"},
    {"保底", "floor"},             {"乘以", "times"},          {"比例", "times"},          {"四舍五入", "round"},
    {"条款", "source"},            {"布尔", "boolean"},        {"字符串", "text"},         {"百分数", "rate"},
    {"百分比", "rate"},            {"string", "text"},         {"percent", "rate"},
}};

[[nodiscard]] bool is_usual_name(std::string_view written, std::string_view key) {
    return std::any_of(kUsualNames.begin(), kUsualNames.end(),
                       [&](const auto& one) { return one.first == written && one.second == key; });
}

/// Gives the word that begins like another but for its ending: `definitions`, `define`.
[[nodiscard]] std::optional<std::string_view> of_one_stem(std::string_view written, const std::vector<std::string_view>& candidates) {
    constexpr std::size_t kStem = 4;
    std::optional<std::string_view> found;
    std::size_t longest = kStem - 1;
    for (const std::string_view candidate : candidates) {
        const auto end = std::mismatch(written.begin(), written.end(), candidate.begin(), candidate.end()).second;
        const auto shared = static_cast<std::size_t>(end - candidate.begin());
        const bool ascii = !candidate.empty() && static_cast<unsigned char>(candidate.front()) < 0x80;
        if (ascii && shared > longest && shared + 1 >= std::min(candidate.size(), written.size())) {
            longest = shared;
            found = candidate;
        }
    }
    return found;
}

}  // namespace

std::optional<std::string_view> nearest_key(std::string_view written, const std::vector<const Spelling*>& keys) {
    std::vector<std::string_view> candidates;
    for (const Spelling* key : keys) {
        if (is_usual_name(written, key->en)) {
            return static_cast<unsigned char>(written.front()) >= 0x80 ? key->zh : key->en;   // in the spelling that was tried
        }
        candidates.push_back(key->zh);
        candidates.push_back(key->en);
    }
    const auto near = nearest(written, candidates);
    return near ? near : of_one_stem(written, candidates);
}

}  // namespace huiqi
