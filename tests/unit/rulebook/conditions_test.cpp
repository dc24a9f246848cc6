#include "engine/rulebook/condition_tests.h"

#include <string>

#include <doctest/doctest.h>

#include "engine/rulebook/joined_text.h"
#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

TEST_CASE("the pieces of a joined text keep their places") {
    const MappedText left{.text = "甲", .source = 7, .anchors = {{.text = 0, .source = 100}}};
    const MappedText right{.text = "b c", .source = 7, .anchors = {{.text = 0, .source = 40}}};
    const MappedText joined = JoinedText(7, 90).bracketed(left).words(" or ").bracketed(right).take();
    CHECK(joined.text == "(甲) or (b c)");
    CHECK(joined.span(1, 4).begin == 100);
    CHECK(joined.span(1, 4).end == 103);
    CHECK(joined.span(10, 11).begin == 40);
    CHECK(joined.span(12, 13).begin == 42);
    CHECK(joined.span(12, 13).end == 43);
    CHECK(JoinedText(7, 90).bracketed({.text = "a // b", .source = 7, .anchors = {}}).take().text == "(a // b\n)");
}

std::string literals(const std::vector<SentencePiece>& pieces) {
    std::string text;
    for (const SentencePiece& piece : pieces) {
        text += piece.expression ? "{" + piece.expression->text.text + "}" : piece.literal;
    }
    return text;
}

TEST_CASE("the reasons of alternatives stand behind the reason of the condition, or alone") {
    const std::string alternatives =
        "任一: [{编号: 甲, 要求: 数 > 1, 不符合时: \"只有{数}\"}, {编号: 乙, 要求: 数 < 0, 不符合时: {zh: 不是负数, en: not negative}}]";
    const auto with = testing::load_body("申报: {数: 整数}\n条件: [{编号: 条, " + alternatives + ", 不符合时: 都不行}]\n");
    CHECK(literals(with.incentive().conditions[0].reason.zh) == "都不行：只有{数}；不是负数");
    CHECK(literals(with.incentive().conditions[0].reason.en) == "都不行: 只有{数}; not negative");
    const auto without = testing::load_body("申报: {数: 整数}\n条件: [{编号: 条, " + alternatives + "}]\n");
    CHECK(literals(without.incentive().conditions[0].reason.zh) == "以下各项都不符合：只有{数}；不是负数");
}

TEST_CASE("alternatives cannot open each other's parentheses") {
    const auto loaded = testing::load_body("申报: {可: 是否}\n条件: [{编号: 甲, 任一: [{编号: 乙, 要求: 可) or (可, 不符合时: 无}]}]\n");
    CHECK(loaded.rulebook.incentives.empty());
}

TEST_CASE("a condition, an alternative or an anomaly that never has a value is refused") {
    for (const std::string rules :
         {"条件: [{编号: 甲, 要求: null, 不符合时: 无}]\n", "条件: [{编号: 甲, 任一: [{编号: 乙, 要求: '有值([null])[1]', 不符合时: 无}, {编号: 丙, 要求: 可, 不符合时: 无}]}]\n",
          "异常: [{编号: 甲, 当: null, 级别: 提示}]\n"}) {
        const auto loaded = testing::load_body("申报: {可: 是否}\n" + rules);
        CHECK_MESSAGE(loaded.rulebook.incentives.empty(), rules);
    }
}

TEST_CASE("what is wrong with alternatives or a first time is told once, at its place") {
    struct Row {
        const char* condition;
        std::string codes;
        const char* at;   ///< text of the first
    };
    const Row rows[] = {
        {"{编号: 甲, 不符合时: 无}", "E453", ""},
        {"{编号: 甲, 要求: 数 > 0}", "E453", ""},
        {"{编号: 甲, 要求: [数 > 0], 不符合时: 无}", "E452", ""},
        {"{编号: 甲, 任一: []}", "E453", "任一"},
        {"{编号: 甲, 要求: 数 > 0, 任一: [{编号: 乙, 要求: 数 > 1, 不符合时: 无}]}", "E456", "要求"},
        {"{编号: 甲, 任一: [{编号: 乙, 要求: 数 > 没有, 不符合时: 无}]}", "E202", "没有"},
        {"{编号: 甲, 任一: [{编号: 乙, 要求: 数 > 1}]}", "E453", ""},
        {"{编号: 甲, 任一: [{编号: 乙, 要求: 数 > 1, 不符合时: 无}, {编号: 乙, 要求: 数 < 1, 不符合时: 无}]}", "E312", "乙"},
        {"{编号: 甲, 首次: {记录: 单}, 不符合时: 无}", "E341", "首次"},
        {"{编号: 甲, 首次: {记录: 单, 键: []}, 不符合时: 无}", "E341", "键"},
        {"{编号: 甲, 首次: {键: [数]}, 不符合时: 无}", "E453", "首次"},
        {"{编号: 甲, 首次: {记录: 单, 键: {数: 没有}}, 不符合时: 无}", "E202", "没有"},
        {"{编号: 甲, 首次: {记录: 单, 键: {没有: 数}}, 不符合时: 无}", "E202", "没有"},
        {"{编号: 甲, 首次: {记录: 单, 键: [数 + 1]}, 不符合时: 无}", "E328", "数 + 1"},
        {"{编号: 甲, 首次: {记录: 数, 键: [数]}, 不符合时: 无}", "E201", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(std::string(row.condition));
        const auto loaded = testing::load_body("申报: {数: 整数, 单: {类型: 列表, 每项: {数: 整数}}}\n条件:\n  - " +
                                               std::string(row.condition) + "\n");
        std::string codes;
        for (const std::string& code : loaded.codes()) {
            codes += (codes.empty() ? "" : " ") + code;
        }
        CHECK(codes == row.codes);
        if (*row.at != '\0' && !loaded.diagnostics.all().empty()) {
            CHECK(loaded.rulebook.sources->text(loaded.diagnostics.all().front().span) == row.at);
        }
    }
}

}  // namespace
}  // namespace huiqi
