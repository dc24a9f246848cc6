#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {

TEST_CASE("a step may use what its own test proves present") {
    testing::check_cases(
        "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  补: {类型: 金额, 小数: 2, 范围: 0元以上, 可无: 是}\n  率: {类型: 比例, 单位: 百分数, 可无: 是}\n"
        "奖补:\n  - 基数: 额\n  - {加: 补, 当: 补 != null 且 补 > 10元}\n  - {乘: 率, 当: 率 != null}\n  - 取整: 四舍五入到分\n"
        "用例:\n"
        "  - {名称: 都有, 申报: {额: 100, 补: 20, 率: 50}, 结果: {金额: 60元}}\n"
        "  - {名称: 补太少, 申报: {额: 100, 补: 5, 率: 50}, 结果: {金额: 50元}}\n"
        "  - {名称: 都没有, 申报: {额: 100, 补: 无, 率: 无}, 结果: {金额: 100元}}\n"
        "  - {名称: 没有答, 申报: {额: 100, 补: 无}, 结果: {金额: 未知}}\n",
        4);
}

TEST_CASE("the steps of what comes back may use what its test proves present") {
    testing::check_cases(
        "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  起: 日期\n  退出: {类型: 日期, 可无: 是}\n"
        "奖补: [{基数: 额}]\n"
        "追回:\n  已付: 额\n  当: 退出 != null 且 退出 < 起 + 3年\n"
        "  步骤:\n    - {乘: '(36个月 - 相差整月(起, 退出)) / 36个月'}\n    - {取整: 四舍五入到分}\n"
        "用例:\n"
        "  - {名称: 满一年退出, 申报: {额: 900, 起: 2024-01-01, 退出: 2025-01-01}, 结果: {追回: 600元}}\n"
        "  - {名称: 没有退出, 申报: {额: 900, 起: 2024-01-01, 退出: 无}, 结果: {追回: 0元}}\n"
        "  - {名称: 满三年, 申报: {额: 900, 起: 2024-01-01, 退出: 2027-01-01}, 结果: {追回: 0元}}\n",
        3);
}

TEST_CASE("what the test of a step does not prove may still be absent") {
    const testing::Tried tried = testing::try_cases(
        "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  补: {类型: 金额, 小数: 2, 可无: 是}\n  可: 是否\n"
        "奖补:\n  - 基数: 额\n  - {加: 补, 当: 可}\n");
    REQUIRE(tried.wrong.size() == 1);
    CHECK(tried.wrong.front().substr(0, 4) == "E205");
}

}  // namespace huiqi
