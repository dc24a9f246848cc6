#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

/// A rulebook with one fold, in which the keys of the fold are those given.
[[nodiscard]] std::string with_fold(const std::string& keys) {
    return "种类: 事项\n编号: 例\n名称: 例\n枚举:\n  级别: {有序: 是, 取值: [市级, 省级]}\n申报:\n"
           "  金额上限: {类型: 金额}\n  可缺: {类型: 金额, 可无: 是}\n  付款:\n    类型: 列表\n    每项:\n"
           "      付款日: {类型: 日期}\n      金额: {类型: 金额}\n计算:\n  得数:\n" +
           keys + "条件:\n  - {编号: 有, 要求: 金额上限 > 0, 不符合时: 无}\n";
}

[[nodiscard]] std::string codes(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text("sample.yaml", text, diagnostics));
    std::string codes;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            codes += (codes.empty() ? "" : " ") + std::string(one.code);
        }
    }
    return codes;
}

[[nodiscard]] std::string type_of_fold(const std::string& keys) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("sample.yaml", with_fold(keys), diagnostics);
    return rulebook.incentives.size() == 1 ? type_name(rulebook.incentives.front().definitions.front().type, true) : "nothing";
}

}  // namespace

TEST_CASE("a fold has the type of its result, of the list that it yields, or of the record of its states") {
    const std::string states = "    逐项: 升序(付款, 付款日)\n    称作: 笔\n    状态: {余额: 金额上限, 次数: 0}\n"
                               "    递推: {余额: 余额 - 笔.金额, 次数: 次数 + 1}\n";
    CHECK(type_of_fold(states + "    得: 余额 > 0\n") == "是否");
    CHECK(type_of_fold(states + "    每项得: 笔.金额 + 余额\n") == "列表(金额(元))");
    CHECK(type_of_fold(states) == "记录");
    CHECK(type_of_fold("    each: 1..12\n    as: 月\n    state: {n: 0}\n    step: {n: n + 月}\n    result: n\n") == "数");
}

TEST_CASE("a fold that cannot be is refused with what is wrong") {
    struct Row {
        const char* title;
        const char* keys;
        const char* codes;
    };
    const Row rows[] = {
        {"nothing to go through", "    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n", "E453"},
        {"a number is no list", "    逐项: 金额上限\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n", "E201"},
        {"an empty list", "    逐项: '[]'\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n", "E201"},
        {"a state without a step", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元, 数: 0}\n    递推: {和: 和 + 笔.金额}\n", "E333"},
        {"a step without a state", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和, 数: 1}\n", "E333"},
        {"two results", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n    得: 和\n    每项得: 和\n", "E334"},
        {"a value beside a fold", "    值: 1元\n    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n", "E456"},
        {"a state that is a list", "    逐项: 付款\n    称作: 笔\n    状态: {和: '付款.金额'}\n    递推: {和: 和}\n", "E332"},
        {"a state that is null", "    逐项: 付款\n    称作: 笔\n    状态: {和: 无}\n    递推: {和: 笔.金额}\n", "E332"},
        {"a state of another unit than its step", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0}\n    递推: {和: 笔.金额}\n", "E204"},
        {"a step that may be absent", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 可缺}\n", "E205"},
        {"a yield that is a record", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n    每项得: 笔\n", "E332"},
        {"a state called like an input", "    逐项: 付款\n    称作: 笔\n    状态: {金额上限: 0元}\n    递推: {金额上限: 1元}\n", "E307"},
        {"a state called like the element", "    逐项: 付款\n    称作: 和\n    状态: {和: 0元}\n    递推: {和: 0元}\n", "E307"},
        {"the element behind the loop", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 和}\n    得: 笔.金额\n", "E202"},
        {"a circle", "    逐项: 付款\n    称作: 笔\n    状态: {和: 0元}\n    递推: {和: 得数}\n    得: 和\n", "E305"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.title));
        CHECK(codes(with_fold(row.keys)) == row.codes);
    }
}

}  // namespace huiqi
