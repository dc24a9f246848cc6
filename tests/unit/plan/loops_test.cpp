#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

/// Compiles a rulebook of payments with this fold for its only decision and prints the plan, without its last line.
[[nodiscard]] std::string plan_of(const std::string& fold, const std::string& test) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text(
        "sample.yaml",
        "种类: 事项\n编号: 例\n名称: 例\n申报:\n  付款: {类型: 列表, 每项: {金额: {类型: 金额, 小数: 2, 范围: 0元以上}}}\n"
        "  利率: {类型: 比例, 单位: 百分数, 小数: 2, 范围: '[0%..100%]'}\n计算:\n" +
            fold + "条件:\n  - {编号: 有, 要求: " + test + ", 不符合时: 无}\n",
        diagnostics);
    REQUIRE(rulebook.incentives.size() == 1);
    CompileOptions options;
    options.explain = false;
    const Plan plan = compile(rulebook.incentives.front(), options, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    return print(plan);
}

[[nodiscard]] std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("the loop that the page on plans shows is the one that is made") {
    std::ifstream file(testing::source_dir() / "docs/plan.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string plan = plan_of(
        "  已用额度:\n    逐项: 付款\n    称作: 笔\n    状态: {余额: 100万元, 已用: 0元}\n"
        "    递推: {已用: \"已用 + 孰低(笔.金额, 余额)\", 余额: \"余额 - 孰低(笔.金额, 余额)\"}\n    得: 已用\n",
        "已用额度 > 0");
    const std::string loop = plan.substr(plan.find("%0 ="), plan.find("%14 =") - plan.find("%0 ="));
    CAPTURE(loop);
    CHECK(page.find(loop) != std::string::npos);
}

TEST_CASE("a state has the narrowest lanes that hold it round after round") {
    struct Row {
        const char* title;
        const char* state;
        const char* next;
        const char* lanes;
    };
    const Row rows[] = {
        {"a count", "0", "态 + 1", "int64 [0..1000000]"},
        {"a flag in a number", "0", "if 笔.金额 > 5元 then 1 else 态", "int64 [0..1]"},
        {"a sum of what may be 10¹⁷ fen", "0元", "态 + 笔.金额", "int128 [0..100000000000000000000000]"},
        {"the greatest", "0元", "孰高(态, 笔.金额)", "int64 [0..100000000000000000]"},
        {"what is left of a limit", "100元", "孰高(0元, 态 - 笔.金额)", "int64 [0..10000]"},
        {"down and up", "0", "if 笔.金额 > 5元 then 态 + 2 else 态 - 1", "int64 [-1000000..2000000]"},
        {"doubled without end", "1", "态 * 2", "ratio"},
        {"ever finer", "1元", "态 / 2", "ratio"},
        {"a quotient", "1元", "笔.金额 / (笔.金额 / 1元 + 1)", "ratio"},
        {"rounded, so not ever finer", "1元", "四舍五入(孰低(态, 100元) * (1 + 利率), 2)", "int64 [0..20000]"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.title));
        const std::string plan = plan_of(std::string("  得数: {逐项: 付款, 称作: 笔, 状态: {态: '") + row.state + "'}, 递推: {态: '" +
                                             row.next + "'}, 得: '态 > 态 - 态'}\n",
                                         "得数");
        CAPTURE(plan);
        CHECK(plan.find(std::string(" : ") + row.lanes + "\n", plan.find("fold_state")) != std::string::npos);
        CHECK(count(plan, "fold_state") == 1);
        CHECK(count(plan, "fold_step") == 1);
    }
}

TEST_CASE("what does not depend on a loop stands in front of it, and is shared with the outside") {
    const std::string plan = plan_of(
        "  合额: 合计(付款.金额)\n"
        "  得数: {逐项: 付款, 称作: 笔, 状态: {态: 0元}, 递推: {态: '态 + 孰低(笔.金额, 合额 / 4)'}, 得: 态}\n",
        "得数 > 合额 / 4");
    CAPTURE(plan);
    CHECK(count(plan, "reduce_sum") == 1);
    CHECK(plan.find("reduce_sum") < plan.find("fold_element"));
}

}  // namespace huiqi
