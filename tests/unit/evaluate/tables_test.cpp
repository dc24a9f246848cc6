#include <string>

#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {

TEST_CASE("a table whose one output has a name gives a record of one, under every hit policy that takes one row") {
    for (const std::string hit : {"唯一", "首个", "一致"}) {
        CAPTURE(hit);
        testing::check_cases(
            "枚举: {规模: {有序: 是, 取值: [小, 大]}}\n申报:\n  规模: 规模\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
            "对照表: {表: {命中: " + hit + ", 输入: [规模], 输出: {率: 比例}, 行: [[小, 50%], [大, 40%]]}}\n"
            "奖补: [{基数: 额}, {乘: 表.率}, {取整: 四舍五入到分}]\n"
            "用例:\n"
            "  - {名称: 小, 申报: {规模: 小, 额: 100}, 结果: {金额: 50元}}\n"
            "  - {名称: 大, 申报: {规模: 大, 额: 100}, 结果: {金额: 40元}}\n",
            2);
    }
}

TEST_CASE("a list of records of one goes by the field") {
    testing::check_cases(
        "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
        "对照表: {表: {命中: 列出, 输入: [额], 输出: {率: 比例}, 行: [['≥ 0元', 10%], ['≥ 100元', 20%]]}}\n"
        "奖补: [{基数: 额}, {乘: 合计(表.率)}, {取整: 四舍五入到分}]\n"
        "用例:\n  - {名称: 两行, 申报: {额: 100}, 结果: {金额: 30元}}\n  - {名称: 一行, 申报: {额: 50}, 结果: {金额: 5元}}\n",
        2);
}

}  // namespace huiqi
