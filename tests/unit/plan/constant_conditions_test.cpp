#include "engine/plan/constant_conditions.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// Gives the English messages about constant conditions of one test, over a fixed set of inputs.
std::vector<std::string> said_about(const std::string& test) {
    const std::string text =
        "种类: 事项\n编号: 例.事项\n枚举:\n  规模: {有序: 是, 取值: [微型, 小型, 中型, 大型]}\n"
        "参数:\n  固定: {类型: 金额, 值: 200万元}\n  地方: {类型: 金额, 地方: 可填, 值: 200万元}\n"
        "申报:\n  保费: {类型: 金额, 小数: 2, 范围: \"[1元..100万元]\"}\n  费用: {类型: 金额, 小数: 2, 范围: \"[0元..50万元]\"}\n"
        "  规模: {类型: 规模}\n  投保日: {类型: 日期, 范围: \"[2024-01-01..2024-12-31]\"}\n  结清日: {类型: 日期, 可无: 是}\n"
        "  已付: {类型: 是否}\n计算:\n  合计数: 保费 + 费用\n"
        "条件:\n  - 编号: 甲\n    要求: " +
        test + "\n    不符合时: 不行\n奖补:\n  - 基数: 合计数\n";
    Diagnostics loading;
    const Rulebook rulebook = load_rulebook_text("rule.yaml", text, loading);
    REQUIRE_FALSE(loading.has_errors());
    Diagnostics diagnostics;
    const Plan plan = compile(rulebook.incentives.front(), {}, diagnostics);
    warn_of_constant_conditions(rulebook.incentives.front(), plan, diagnostics);
    std::vector<std::string> said;
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK(one.code == "W502");
        said.push_back(one.message.en);
    }
    return said;
}

TEST_CASE("a condition that no answer within the ranges can change is found") {
    struct Row {
        const char* test;
        const char* always;   ///< true, false, or nothing
    };
    const std::vector<Row> rows{
        {"保费 <= 100万元", "true"},
        {"保费 >= 1元", "true"},
        {"保费 < 100万元", ""},
        {"保费 > 100万元", "false"},
        {"保费 <= 10万元 或 保费 > 5万元", "true"},
        {"保费 < 5万元 且 保费 > 10万元", "false"},
        {"保费 <= 10万元 或 保费 > 20万元", ""},
        {"合计数 <= 150万元", "true"},
        {"合计数 <= 149万元", ""},
        {"保费 <= 固定", "true"},
        {"保费 <= 地方", ""},
        {"规模 <= 大型", "true"},
        {"规模 属于 (微型、小型、中型、大型)", "true"},
        {"规模 属于 (微型、小型)", ""},
        {"非(规模 属于 (微型、小型、中型、大型))", "false"},
        {"投保日 >= 2024-01-01", "true"},
        {"投保日 > 2024-12-31", "false"},
        {"投保日 >= 2024-06-01", ""},
        {"投保日 > 2024-12-31 且 已付", "false"},
        {"投保日 >= 2024-01-01 且 已付", ""},
        {"结清日 != null 且 结清日 > 投保日", ""},
        {"已付", ""},
        {"是", "true"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.test);
        const auto said = said_about(row.test);
        const std::string always = row.always;
        REQUIRE(said.size() == (always.empty() ? 0U : 1U));
        CHECK((always.empty() || said.front() == "by the declared ranges the condition `甲` is always " + always));
    }
}

}  // namespace
}  // namespace huiqi
