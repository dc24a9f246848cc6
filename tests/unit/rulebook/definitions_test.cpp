#include "engine/rulebook/loaders/definitions_loader.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

TEST_CASE("a definition made of steps has the unit of its base and may stand before what it uses") {
    const auto loaded = testing::load_body(
        "单位: [件]\n申报: {额: 金额, 数: {类型: 数, 单位: 件}}\n"
        "计算:\n"
        "  合: 甲 + 乙\n"
        "  甲: {步骤: [{基数: 额}, {乘: 10%}, {上限: 乙}]}\n"
        "  乙: {步骤: [{基数: 额}, {取整: 四舍五入到分}]}\n"
        "  丙: {steps: [{base: 数}, {cap: 3件}]}\n"
        "奖补: [{基数: 合}, {取整: 四舍五入到分}]\n分项: [乙, 丙]\n");
    const Incentive& incentive = loaded.incentive();
    const auto of = [&](std::string_view name) {
        return *std::find_if(incentive.definitions.begin(), incentive.definitions.end(),
                             [&](const Definition& one) { return one.name == name; });
    };
    CHECK(of("甲").type == Type::number(Unit::of("CNY")));
    CHECK(of("甲").steps.size() == 3);
    CHECK(of("丙").type == Type::number(Unit::of("件")));
    CHECK(of("合").steps.empty());
    REQUIRE(incentive.parts.size() == 2);
    CHECK(incentive.definitions[incentive.parts[0].definition].name == "乙");
}

TEST_CASE("what is wrong with a definition made of steps, or with a part, is told") {
    struct Row {
        const char* body;
        const char* code;
    };
    const Row rows[] = {
        {"计算: {甲: {步骤: [{基数: 额}], 值: 额}}", "E456"},
        {"计算: {甲: {说明: 什么也没有}}", "E453"},
        {"计算: {甲: {步骤: [{乘: 10%}]}}", "E314"},
        {"计算: {甲: {步骤: [{基数: 额}, {上限: 3天}]}}", "E204"},
        {"计算: {甲: {步骤: [{基数: 额}, {加: 乙}]}, 乙: {步骤: [{基数: 甲}]}}", "E305"},
        {"计算: {甲: 额}\n分项: [乙]", "E326"},
        {"计算: {甲: 额}\n分项: [甲, 甲]", "E312"},
        {"计算: {甲: '[额]'}\n分项: [甲]", "E340"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.body);
        const auto loaded = testing::load_body("申报: {额: 金额}\n奖补: [{基数: 额}]\n" + std::string(row.body) + "\n");
        const auto codes = loaded.codes();
        CHECK(std::find(codes.begin(), codes.end(), row.code) != codes.end());
    }
}

TEST_CASE("a case may expect an amount to be unknown, and asks for inputs only") {
    const std::string body = "申报: {付款: {类型: 列表, 每项: {额: 金额}}}\n奖补: [{基数: 合计(付款.额)}]\n用例:\n  - 名称: 甲\n    结果: ";
    const auto loaded = testing::load_body(body + "{符合: 是, 金额: 未知, 下一问: 付款}\n");
    REQUIRE(loaded.incentive().cases.front().amount.has_value());
    CHECK(loaded.incentive().cases.front().amount->state() == State::unknown);
    CHECK(testing::load_body(body + "{下一问: 付款.额}\n").codes() == std::vector<std::string>{"E326"});
}

}  // namespace
}  // namespace huiqi
