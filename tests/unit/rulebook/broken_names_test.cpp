#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

/// An incentive whose case gives a value of the whole batch that leans on the definition `人均`.
[[nodiscard]] std::vector<std::string> codes(const std::string& of_batch, const std::string& per_head) {
    return testing::load_body("申报:\n  产值: {类型: 金额, 小数: 2}\n  人数: 整数\n  级: {类型: 文本}\n"
                              "计算: {人均: '" + per_head + "'}\n全批: {值: " + of_batch + "}\n"
                              "条件: [{编号: 够, 要求: 产值 > 0元, 不符合时: 不够}]\n"
                              "用例: [{名称: 一, 申报: {产值: 100.00, 人数: 2, 值: 50}, 结果: {符合: 是}}]\n")
        .codes();
}

}  // namespace

TEST_CASE("a misspelt name below a value of the whole batch is one error, whatever a case gives for the value") {
    using Codes = std::vector<std::string>;
    const std::vector<std::string> kinds{
        "{求: 平均, 值: 人均, 取整: 四舍五入到元}", "{求: 合计, 值: 人均}",
        "{求: 最大, 值: 人均}",
        "{求: 个数, 每: 人均}", "{求: 个数, 当: 人均 > 5元}", "{排名: [{按: 人均, 次序: 降}], 并列: 拒绝}",
    };
    for (const std::string& kind : kinds) {
        CAPTURE(kind);
        CHECK(codes(kind, "产值 / 人数数") == Codes{"E202"});
    }
    CHECK(codes("{求: 合计, 值: 没有的}", "产值") == Codes{"E202"});
    CHECK(codes("{求: 合计, 值: 级}", "产值") == Codes{"E335"});
    CHECK(codes("{求: 合计}", "产值") == Codes{"E335"});
}

TEST_CASE("a case that gives a value whose declaration is wrong adds no error") {
    CHECK(testing::load_body("申报: {甲: {类型: 没有的}, 额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}]\n"
                             "用例: [{名称: 一, 申报: {甲: 5, 额: 1}, 结果: {符合: 是}}]\n")
              .codes() == std::vector<std::string>{"E302"});
}

TEST_CASE("steps that are none are no amount of zero") {
    const std::string inputs = "申报: {额: {类型: 金额, 小数: 2}}\n";
    CHECK(testing::load_body(inputs + "奖补: []\n").codes() == std::vector<std::string>{"E314"});
    CHECK(testing::load_body(inputs + "计算: {甲: {步骤: []}}\n奖补: [{基数: 额}]\n").codes() == std::vector<std::string>{"E314"});
    CHECK(testing::load_body(inputs + "另算: {甲: []}\n奖补: [{基数: 额}]\n").codes() == std::vector<std::string>{"E314"});
}

}  // namespace huiqi
