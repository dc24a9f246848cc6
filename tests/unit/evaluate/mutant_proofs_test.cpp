#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "engine/evaluate/mutant_proofs.h"
#include "engine/rulebook/changes/mutants.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// Tells whether the mistake of this change is proven to change nothing; nothing when it is not made.
[[nodiscard]] std::optional<bool> proven(const std::string& steps, const std::string& from, const std::string& to, const std::string& local = "") {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("rule.yaml",
                                                 "种类: 事项\n编号: 样例.事项\n" +
                                                     (local.empty() ? "" : "参数:\n  地方数: {类型: 金额, 地方: " + local + "}\n") + "申报:\n"
                                                 "  额: {类型: 金额, 小数: 2, 范围: '[0元..100元]'}\n  扣: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
                                                 "  半: {类型: 金额, 小数: 3, 范围: 0元以上}\n  差: {类型: 金额, 小数: 2}\n奖补:\n" + steps,
                                                 diagnostics);
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, std::string(one.code), " ", one.message.en);
    }
    for (const Mutant& one : mutants_of(rulebook, {rulebook.incentives.front().declared.source})) {
        if (one.from == from && one.to == to) {
            return why_the_same(one).has_value();
        }
    }
    return std::nullopt;
}

[[nodiscard]] std::string swapped(const std::string& left, const std::string& right) { return left + " → " + right; }

}  // namespace

TEST_CASE("a rounding of what lies on a step or halfway is the same in modes that go one way there") {
    const std::string half = "  - 基数: 额\n  - 乘: 50%\n  - 取整: 四舍五入到分\n";
    CHECK(proven(half, "四舍五入", "向上进位") == true);
    CHECK(proven(half, "四舍五入", "截尾") == false);
    CHECK(proven(half, "四舍五入", "五舍六入") == false);
    CHECK(proven(half, "四舍五入", "四舍六入五成双") == false);
    // fifths of a step never lie halfway
    for (const char* other : {"五舍六入", "四舍六入五成双"}) {
        CHECK(proven("  - 基数: 额\n  - 乘: 20%\n  - 取整: 四舍五入到分\n", "四舍五入", other) == true);
        CHECK(proven("  - 基数: 额\n  - 乘: 20%\n  - 取整: 四舍五入到分\n", "四舍五入", other, "必填") == false);
        const auto call = [other](const char* rate) {
            const std::string rest = std::string("(额 * ") + rate + ", 0.01元)";
            return proven("  - 基数: '四舍五入" + rest + "'\n", "四舍五入" + rest, other + rest);
        };
        CHECK(call("20%") == true);
        CHECK(call("50%") == false);
    }
    CHECK(proven("  - 基数: 额\n  - 乘: 20%\n  - 取整: 四舍五入到分\n", "四舍五入", "截尾") == false);
    // where a value is left to a locality, nothing is known of signs
    CHECK(proven(half, "四舍五入", "向上进位", "必填") == false);
    CHECK(proven("  - 基数: 额\n  - 乘: 200%\n  - 取整: 四舍五入到分\n", "四舍五入", "截尾") == true);
    CHECK(proven("  - 基数: 额\n  - 乘: 200%\n  - 取整: 四舍五入到分\n", "取整: 四舍五入到分", "") == true);
    CHECK(proven("  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n", "取整: 四舍五入到分", "") == false);
    CHECK(proven("  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n", "四舍五入", "向上进位") == false);
}

TEST_CASE("steps whose order does not matter are proven the same, and those whose order does are not") {
    const auto order = [](const std::string& first, const std::string& second, const std::string& last = "") {
        return proven("  - 基数: 额\n  - 乘: 5%\n  - " + first + "\n  - " + second + "\n" + (last.empty() ? "" : "  - " + last + "\n"),
                      swapped(first, second), swapped(second, first));
    };
    CHECK(order("取整: 四舍五入到分", "上限: 孰高(0元, 50元 - 扣)") == true);
    CHECK(order("取整: 四舍五入到分", "上限: 半", "取整: 截尾到分") == false);      // half cents may stand in a limit of three decimals
    CHECK(order("取整: 截尾到元", "上限: 扣", "取整: 截尾到分") == false);
    CHECK(order("上限: 扣", "上限: 半", "取整: 截尾到分") == true);
    CHECK(order("加: 扣", "加: 1元", "取整: 截尾到分") == true);
    CHECK(order("加: 扣", "上限: 3元", "取整: 截尾到分") == false);
    CHECK(order("取整: 四舍五入到分", "加: 差") == false);                          // below 0 a half goes the other way
    CHECK(order("取整: 四舍五入到分", "加: 扣") == true);
    const auto beside_local = [](const std::string& round, const std::string& local) {
        return proven("  - 基数: 额\n  - 乘: 5%\n  - " + round + "\n  - 上限: 地方数\n", swapped(round, "上限: 地方数"), swapped("上限: 地方数", round), local);
    };
    CHECK(beside_local("取整: 四舍五入到分", "必填") == true);             // money that a locality sets has cents
    CHECK(beside_local("取整: 四舍五入到元", "必填") == false);
    CHECK(beside_local("取整: 四舍五入到元", "可填, 值: 3元") == false);   // another limit may stand there than whole yuan
}

}  // namespace huiqi
