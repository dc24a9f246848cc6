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
        CHECK(one.rounding.has_value() == (one.kind == Mutant::Kind::rounding));
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
    has("rounding", "四舍五入 → 四舍六入五成双");
    has("rounding", "四舍五入 → 五舍六入");
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

TEST_CASE("numbers are mistaken in whatever spelling they stand") {
    const auto found = mistakes(
        "单位: [件]\n参数:\n  LPR: {类型: 比例, 单位: 百分数/年, 值: 3.45%/年}\n  点: {类型: 比例, 值: 25个基点}\n"
        "申报:\n  件数: {类型: 数, 单位: 件, 小数: 0, 范围: 0件以上}\n  户: {类型: 整数, 范围: 0以上}\n  天: {类型: 天数, 范围: 0天以上}\n"
        "  本金: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
        "条件:\n  - {编号: 件, 要求: 件数 >= 5件, 不符合时: 否}\n  - {编号: 户, 要求: 户 <= 10万, 不符合时: 否}\n"
        "  - {编号: 介, 要求: 本金 介于 10万元 且 500万元, 不符合时: 否}\n"
        "奖补:\n  - {基数: 本金 * LPR * 12个月 + 天 * 20元/天 + 件数 * 2万元/件}\n  - {乘: 500‰}\n  - {取整: 截尾到元}\n");
    const auto has = [&](const char* kind, const char* one) {
        const auto of = found.find(kind);
        CHECK_MESSAGE((of != found.end() && of->second.contains(one)), std::string(one));
    };
    has("rate", "3.45%/年 → 4.45%/年");
    has("rate", "25个基点 → 26个基点");
    has("rate", "500‰ → 501‰");
    has("number", "5件 → 6件");
    has("number", "10万 → 10.0001万");
    has("amount", "20元/天 → 20.01元/天");
    has("amount", "2万元/件 → 2.000001万元/件");
    has("edge", "本金 介于 10万元 且 500万元 → (本金 > 10万元 and 本金 <= 500万元)");
    has("edge", "本金 介于 10万元 且 500万元 → (本金 >= 10万元 and 本金 < 500万元)");
}

TEST_CASE("a mode of rounding is written as each that differs from it somewhere, in the spelling of the rule") {
    const auto names = [](const std::string& call) {
        std::set<std::string> made;
        const auto found = mistakes("申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n奖补:\n  - 基数: '" + call + "'\n");
        const auto of = found.find("rounding");
        for (const std::string& one : of == found.end() ? std::set<std::string>() : of->second) {
            const std::string to = one.substr(one.find(" → ") + std::string(" → ").size());
            made.insert(to.substr(0, to.find('(')));
        }
        return made;
    };
    using Names = std::set<std::string>;
    CHECK(names("四舍五入(额 * 5%, 2)") == Names{"四舍六入五成双", "五舍六入", "截尾", "向上进位"});
    CHECK(names("round half up(额 * 5%, 2)") == Names{"decimal", "round half down", "round down", "round up"});
    CHECK(names("ROUND(额 * 5%, 2)") == Names{"ROUNDBANK", "ROUNDDOWN", "ROUNDUP"});
    CHECK(names("decimal(额 * 5%, 2)") == Names{"round half up", "round half down", "round down", "round up"});
    CHECK(names("ROUNDUP(额 * 5%, 2)") == Names{"ROUND"});
    CHECK(names("floor(额 * 5%, 2)") == Names{"ceiling"});
}

namespace {

using Pairs = std::set<std::string>;

/// Gives the mistakes of one kind, and checks that no other is among them.
[[nodiscard]] Pairs of_kind(const char* kind, const std::string& body) {
    const auto found = mistakes(body);
    const auto of = found.find(kind);
    return of == found.end() ? Pairs() : of->second;
}

}  // namespace

TEST_CASE("a value of an enumeration is exchanged for its neighbour in conditions, cells, results and defaults") {
    const std::string head =
        "枚举:\n  级别: [国家级, 省级, 市级]\n  规模: {有序: 是, 取值: [微型, 小型, 大型]}\n"
        "申报:\n  级: {类型: 级别}\n  大小: {类型: 规模}\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n";
    CHECK(of_kind("choice", head + "条件:\n  - {编号: 级, 要求: 级 = 市级, 不符合时: 否}\n  - {编号: 大, 要求: 大小 <= 小型, 不符合时: 否}\n") ==
          Pairs{"级 = 市级 → 级 = 省级", "大小 <= 小型 → 大小 <= 大型", "大小 <= 小型 → 大小 <= 微型"});
    CHECK(of_kind("choice", head + "条件:\n  - {编号: 级, 要求: '级 属于 (国家级, \"省级\")', 不符合时: 否}\n").size() == 2);
    CHECK(of_kind("choice", head + "对照表:\n  率: {命中: 首个, 输入: [级], 输出: 比例, 行: [[国家级, 8%], [省级, 5%]], 否则: 1%}\n") ==
          Pairs{"国家级 → 省级", "省级 → 市级"});
    CHECK(of_kind("choice", head + "对照表:\n  看作: {命中: 首个, 输入: [级], 输出: 规模, 行: [[国家级, 大型]], 否则: 微型}\n") ==
          Pairs{"国家级 → 省级", "大型 → 小型", "微型 → 小型"});
    CHECK(of_kind("choice", head + "参数:\n  默认: {类型: 级别, 值: 国家级, 地方: 可填}\n") == Pairs{"国家级 → 省级"});
    CHECK(of_kind("choice", head + "条件:\n  - {编号: 额, 要求: 额 > 5元, 不符合时: 否}\n").empty());
    // what people see in the place of a value is no value: rules have the value, and so has what they are changed to
    CHECK(of_kind("choice", "枚举:\n  级别: {取值: [甲, 乙], 显示: {甲: {zh: 国家级, en: National}, 乙: {zh: 省级, en: Provincial}}}\n申报:\n  级: {类型: 级别}\n"
                            "条件:\n  - {编号: 级, 要求: 级 = 甲, 不符合时: 否}\n") == Pairs{"级 = 甲 → 级 = 乙"});
}

TEST_CASE("the band of a locality becomes narrower at both ends, never wider") {
    const auto band = [](const std::string& type, const std::string& text) {
        return of_kind("band", "参数:\n  数: {类型: " + type + ", 地方: 必填, 幅度: \"" + text + "\"}\n");
    };
    CHECK(band("比例", "[4%..6%]") == Pairs{"[4%..6%] → (4%..6%]", "[4%..6%] → [4%..6%)"});
    CHECK(band("比例", "(0%..100%]") == Pairs{"(0%..100%] → (1%..100%]", "(0%..100%] → (0%..100%)"});
    CHECK(band("金额", "[10万元..30万元)") == Pairs{"[10万元..30万元) → (10万元..30万元)", "[10万元..30万元) → [10万元..299999.99元)"});
    CHECK(band("比例", "50%以上") == Pairs{"50%以上 → 超过50%"});
    CHECK(band("金额", "30万元以内") == Pairs{"30万元以内 → 不满30万元"});
    CHECK(band("金额", "<= 30万元") == Pairs{"<= 30万元 → < 30万元"});
}

TEST_CASE("a value is exchanged with that of the version before, and a result with that of the row before") {
    const std::string inputs = "申报:\n  日: {类型: 日期}\n施行: {自: 2024-01-01, 按: 日}\n";
    const auto found = mistakes(inputs + "参数:\n  率: {类型: 比例, 历次: {2024-01-01: 5%, 2025-01-01: 4%, 2026-01-01: 4%}, 有效至: 2026-12-31}\n");
    CHECK(found.at("exchanged") == Pairs{"2024-01-01: 5%, 2025-01-01: 4% → 2024-01-01: 4%, 2025-01-01: 5%"});
    // days of a series, and the last one for which it is known
    for (const char* one : {"2025-01-01 → 2025-01-02", "2025-01-01 → 2024-12-31", "2026-12-31 → 2027-01-01", "2026-12-31 → 2026-12-30"}) {
        CHECK_MESSAGE(found.at("day").contains(one), one);
    }
    const auto rows = mistakes(inputs + "对照表:\n  率: {命中: 唯一, 输入: [日], 输出: 比例, 行: [[不满2025-01-01, 5%], [2025-01-01以上, 4%]]}\n");
    CHECK(rows.at("exchanged") == Pairs{"[不满2025-01-01, 5%], [2025-01-01以上, 4%] → [不满2025-01-01, 4%], [2025-01-01以上, 5%]"});
    CHECK(rows.at("day").contains("2025-01-01 → 2025-01-02"));
}

TEST_CASE("each kind has a name of its own and says what it is in both languages") {
    std::set<std::string_view> names;
    for (const MutantKind& one : mutant_kinds()) {
        CHECK(names.insert(one.name).second);
        CHECK(mutant_kind_name(one.kind) == one.name);
        CHECK(!one.zh.empty());
        CHECK(!one.en.empty());
    }
}

}  // namespace huiqi
