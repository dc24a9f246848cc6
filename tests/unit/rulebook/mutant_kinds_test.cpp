#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "engine/rulebook/changes/mutants.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// The mistakes of a rule by their kind: `from → to`.
[[nodiscard]] std::map<std::string, std::set<std::string>> mistakes(const std::string& body) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + body, diagnostics);
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, std::string(one.code), " ", one.message.en);
    }
    std::map<std::string, std::set<std::string>> found;
    for (const Mutant& one : mutants_of(rulebook, {rulebook.incentives.front().declared.source})) {
        found[std::string(mutant_kind_name(one.kind))].insert(one.from + " → " + one.to);
        CHECK(one.owner == one.incentive);
        CHECK((one.step != nullptr || one.kind != Mutant::Kind::rounding || !one.rounding));
    }
    return found;
}

}  // namespace

TEST_CASE("each kind of mistake is made where people make it") {
    const auto found = mistakes(
        "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  起: {类型: 日期}\n  止: {类型: 日期}\n"
        "计算:\n  年数: {值: '相差天数(起, 止) / 365天'}\n"
        "条件:\n  - {编号: 够, 要求: '额 >= 100元 且 止 >= 起', 不符合时: 否}\n  - {编号: 内, 要求: '额 属于 [1元..5万元)', 不符合时: 否}\n"
        "奖补:\n  - 基数: 孰低(额, 1万元) * 年数\n  - 乘: 5%\n  - 取整: 四舍五入到分\n  - 加: 1.5元\n");
    const auto has = [&](const char* kind, const char* one) {
        const auto of = found.find(kind);
        CHECK_MESSAGE(of != found.end(), kind);
        CHECK_MESSAGE((of != found.end() && of->second.contains(one)), std::string(one));
    };
    has("comparison", "额 >= 100元 → 额 > 100元");
    has("edge", "..5万元) → ..5万元]");
    has("amount", "100元 → 100.01元");
    has("amount", "100元 → 99.99元");
    has("rate", "5% → 6%");
    has("day_count", "365天 → 366天");
    has("day_count", "365天 → 360天");
    has("rounding", "四舍五入 → 截尾");
    has("rounding", "四舍五入 → 向上进位");
    has("dropped", "乘: 5% → ");
    has("dropped", "额 >= 100元 且 止 >= 起 → true");
    has("joined", "额 >= 100元 且 止 >= 起 → 额 >= 100元 或 止 >= 起");
    has("extreme", "孰低(额, 1万元) → 孰高(额, 1万元)");
    has("order", "乘: 5% → 取整: 四舍五入到分 → 取整: 四舍五入到分 → 乘: 5%");
    const auto days = mistakes("申报:\n  日: {类型: 日期}\n  次: {类型: 整数, 范围: 0以上}\n施行: {自: 2024-01-01, 按: 日}\n"
                               "条件:\n  - {编号: 次数, 要求: 次 * 2 <= 7, 不符合时: 否}\n  - {编号: 期限, 要求: 日 <= 2024-06-30, 不符合时: 否}\n");
    CHECK(days.at("day").contains("2024-01-01 → 2023-12-31"));
    CHECK(days.at("day").contains("2024-06-30 → 2024-07-01"));
    CHECK(days.at("number").contains("7 → 8"));
}

}  // namespace huiqi
