#include <array>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/case_search.h"
#include "engine/evaluate/coverage.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// What the cases of a text leave out: `kind aspect: words of the rule`.
struct Seen {
    std::set<std::string> missed, reached, impossible;
    std::set<CoverageKey> open;
    Rulebook rulebook;
};

[[nodiscard]] Seen seen(const std::string& body) {
    Seen result;
    Diagnostics diagnostics;
    result.rulebook = load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + body, diagnostics);
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, std::string(one.code), " ", one.message.en);
    }
    Coverage coverage;
    for (const Incentive& incentive : result.rulebook.incentives) {
        expect_coverage(incentive, coverage);
        for (const CaseResult& one : run_cases(incentive, Language::zh, diagnostics, &coverage)) {
            CHECK_MESSAGE(one.mismatches.empty(), one.name);
        }
    }
    for (const CoverageItem& item : coverage.items()) {
        const std::string text = std::string(coverage_kind_name(item.key.kind)) + " " + std::string(coverage_aspect_name(item.key.aspect)) +
                                 ": " + std::string(result.rulebook.sources->text(item.key.place));
        (item.possible ? item.reached ? result.reached : result.missed : result.impossible).insert(text);
        if (item.possible && !item.reached && item.key.kind != CoverageKey::Kind::clause) {
            result.open.insert(item.key);
        }
    }
    return result;
}

const std::string kAmount = "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n";

}  // namespace

TEST_CASE("a boundary is reached by the last value on one side and the first on the other") {
    struct Row {
        const char* test;
        const char* on;       // reaches the last value on the side of equality
        const char* beside;   // reaches the first on the other side
    };
    constexpr std::array rows{
        Row{"额 >= 100元", "100", "99.99"},
        Row{"额 > 100元", "100", "100.01"},
        Row{"额 <= 100元", "100", "100.01"},
        Row{"额 < 100元", "100", "99.99"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.test);
        const auto with = [&](const std::string& amount) {
            return seen(kAmount + "条件:\n  - {编号: 一, 要求: " + row.test + ", 不符合时: 否}\n用例:\n  - {名称: 一, 申报: {额: " + amount +
                        "}, 结果: {异常: []}}\n");
        };
        const std::string on = std::string("boundary on: ") + row.test;
        const std::string beside = std::string("boundary beside: ") + row.test;
        CHECK(with(row.on).reached.contains(on));
        CHECK(with(row.on).missed.contains(beside));
        CHECK(with(row.beside).reached.contains(beside));
        CHECK(with(row.beside).missed.contains(on));
        CHECK(with("98.5").missed.contains(on));
        CHECK(with("98.5").missed.contains(beside));
        CHECK(with("101.5").missed.contains(beside));
    }
}

TEST_CASE("what cannot happen is not asked for") {
    // whole yuan: half of them ends in 50 fen, so that no amount lies halfway between two cents; nothing is below 0
    const Seen one = seen("申报:\n  额: {类型: 金额, 小数: 0, 范围: 0元以上}\n条件:\n  - {编号: 一, 要求: 额 >= 0元, 不符合时: 否}\n"
                          "奖补:\n  - 基数: 额\n  - 乘: 50%\n  - 取整: 四舍五入到分\n用例:\n  - {名称: 一, 申报: {额: 3}, 结果: {金额: 1.5元}}\n");
    CHECK(one.impossible.contains("boundary beside: 额 >= 0元"));
    CHECK(one.missed.contains("boundary on: 额 >= 0元"));
    std::size_t ties = 0;
    for (const std::string& text : one.impossible) {
        ties += text.starts_with("rounding tie") ? 1U : 0U;
    }
    CHECK(ties == 1);
    // 2.5 % of whole yuan can end halfway: 1 yuan gives 2.5 fen
    const Seen other = seen("申报:\n  额: {类型: 金额, 小数: 0, 范围: 0元以上}\n"
                            "奖补:\n  - 基数: 额\n  - 乘: 2.5%\n  - 取整: 四舍五入到分\n用例:\n  - {名称: 一, 申报: {额: 1}, 结果: {金额: 0.03元}}\n");
    CHECK(other.impossible.empty());
    CHECK(other.missed.empty());
}

TEST_CASE("a step counts only where the application is eligible, a case only when it is confirmed") {
    const std::string rule = kAmount + "条件:\n  - {编号: 一, 要求: 额 < 10元, 不符合时: 否}\n奖补:\n  - 基数: 额\n  - 上限: 5元\n用例:\n";
    const auto cap = [](const Seen& one) {
        for (const std::string& text : one.reached) {
            if (text.starts_with("step effect")) {
                return true;
            }
        }
        return false;
    };
    CHECK_FALSE(cap(seen(rule + "  - {名称: 一, 申报: {额: 20}, 结果: {符合: 否}}\n")));
    CHECK(cap(seen(rule + "  - {名称: 一, 申报: {额: 9}, 结果: {金额: 5元}}\n")));
    CHECK_FALSE(cap(seen(rule + "  - {名称: 一, 申报: {额: 9}, 结果: {金额: 5元}, 待确认: 是}\n")));
}

TEST_CASE("what stands in lists and loops is seen element by element") {
    const std::string rule =
        "申报:\n  付款: {类型: 列表, 每项: {金额: {类型: 金额, 小数: 2, 范围: 0元以上}}}\n"
        "计算:\n  大额: 合计(付款[金额 >= 100元].金额)\n"
        "  用: {逐项: 付款, 称作: 笔, 状态: {余额: 100元}, 递推: {余额: 'if 笔.金额 > 余额 then 0元 else 余额 - 笔.金额'}, 得: 余额}\n"
        "分项: [大额, 用]\n用例:\n";
    const Seen none = seen(rule + "  - {名称: 一, 申报: {付款: []}, 结果: {大额: 0元}}\n");
    CHECK(none.missed.contains("test holds: 金额 >= 100元"));
    CHECK(none.missed.contains("test fails: 笔.金额 > 余额"));
    const Seen some = seen(rule + "  - {名称: 一, 申报: {付款: [{金额: 100}, {金额: 0.01}, {金额: 99.99}]}, 结果: {大额: 100元}}\n");
    CHECK(some.missed.empty());
}

TEST_CASE("a search finds what no case reaches, from one case") {
    const std::string rule =
        "申报:\n  本金: {类型: 金额, 小数: 2, 范围: '[0元..1亿元]'}\n  日: {类型: 日期}\n  已还: {类型: 是否}\n"
        "条件:\n  - {编号: 还清, 要求: 已还, 不符合时: 没有还清}\n  - {编号: 日期, 要求: 日 >= 2024-03-01, 不符合时: 太早}\n"
        "奖补:\n  - 基数: 本金 * 3 / 7\n  - 乘: 30%\n  - 取整: 四舍五入到分\n  - 上限: 20万元\n"
        "用例:\n  - {名称: 一, 申报: {本金: 700, 日: 2024-05-01, 已还: 是}, 结果: {金额: 90元}}\n";
    Seen before = seen(rule);
    const std::size_t wanted = before.open.size();
    CHECK(wanted >= 8);
    const std::vector<FoundCase> found = search_cases(before.rulebook.incentives.front(), before.open, 20'000);
    // k fen give k · 9 / 70: a tie at 35, 105, 175 … fen
    CHECK(before.open.empty());
    CHECK(found.size() >= 5);
    for (const FoundCase& one : found) {
        CHECK(one.like == "一");
        CHECK_FALSE(one.changed.empty());
    }
}

}  // namespace huiqi
