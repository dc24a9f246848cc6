#include "engine/rulebook/parameter_periods.h"

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

TEST_CASE("each value of a parameter is in force up to the day before the next") {
    const auto loaded = testing::load_body(
        "依据: {公告: {文件: 公告}}\n施行: {按: 还款日}\n申报: {还款日: {类型: 日期}, 本金: {类型: 金额, 小数: 2}}\n"
        "参数:\n  利率: {类型: 比例, 单位: 百分数/年, 历次: {2024-02-20: 3.45%/年, 2024-07-22: 3.35%/年}, 依据: 公告}\n"
        "  比例: {类型: 比例, 值: 5%, 依据: 公告}\n"
        "奖补: [{基数: 本金 * 利率 * 1年}, {乘: 比例}, {取整: 四舍五入到分}]\n");
    const Incentive& incentive = loaded.incentive();
    const Parameter& rate = incentive.parameters[0];
    const auto day = [](int year, int month, int date) { return *Date::from_civil(year, month, date); };
    const auto periods = parameter_periods(rate);
    REQUIRE(periods.size() == 2);
    CHECK(periods[0].from == day(2024, 2, 20));
    CHECK(periods[0].to == day(2024, 7, 21));
    CHECK(periods[1].from == day(2024, 7, 22));
    CHECK_FALSE(periods[1].to);
    CHECK_FALSE(parameter_on(rate, day(2024, 2, 19)));
    CHECK(parameter_on(rate, day(2024, 7, 21))->version == &rate.versions[0]);
    CHECK(parameter_on(rate, day(2024, 7, 22))->version == &rate.versions[1]);
    const Parameter& fixed = incentive.parameters[1];
    REQUIRE(parameter_periods(fixed).size() == 1);
    CHECK_FALSE(parameter_periods(fixed).front().from);
    CHECK(parameter_on(fixed, day(1999, 1, 1))->version == &fixed.versions[0]);
    CHECK(source_of(fixed, fixed.versions[0]) == "公告");
}

TEST_CASE("behind the last day for which a series is known there is no value") {
    const auto loaded = testing::load_body(
        "依据: {公告: {文件: 公告}}\n申报: {还款日: {类型: 日期}, 本金: {类型: 金额, 小数: 2}}\n"
        "参数:\n  利率: {类型: 比例, 单位: 百分数/年, 历次: {2024-02-20: 3.45%/年, 2024-07-22: 3.35%/年}, 有效至: 2024-08-19, 依据: 公告}\n"
        "奖补: [{基数: 本金 * 利率(还款日) * 1年}, {取整: 四舍五入到分}]\n");
    const Parameter& rate = loaded.incentive().parameters[0];
    const auto day = [](int month, int date) { return *Date::from_civil(2024, month, date); };
    const auto periods = parameter_periods(rate);
    REQUIRE(periods.size() == 2);
    CHECK(periods[1].to == day(8, 19));
    CHECK(parameter_on(rate, day(8, 19))->version == &rate.versions[1]);
    CHECK_FALSE(parameter_on(rate, day(8, 20)));
    REQUIRE(rate.versions.size() == 3);
    CHECK(is_over(rate.versions[2]));
    CHECK_FALSE(is_over(rate.versions[1]));
}

TEST_CASE("a rate of which only the band is known is shown as a percentage") {
    const auto loaded = testing::load_body(
        "依据: {办法: {文件: 办法}}\n参数:\n  比例: {类型: 比例, 地方: 必填, 幅度: \"[4%..6%]\", 依据: 办法}\n"
        "  利率: {类型: 比例, 地方: 必填, 幅度: \"[0%/年..24%/年]\", 依据: 办法}\n");
    CHECK(loaded.rulebook.incentives.front().parameters[0].entry.text == "百分数");
    CHECK(loaded.rulebook.incentives.front().parameters[1].entry.text == "百分数/年");
}

}  // namespace
}  // namespace huiqi
