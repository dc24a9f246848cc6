#include <string>

#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {
namespace {

TEST_CASE("an award in yen is divided, paid in parts and taken back in yen") {
    testing::check_cases(
        "币种: JPY\n申报: {额: {类型: 金额, 单位: JPY, 小数: 0, 范围: 0日元以上}, 在: 是否}\n奖补: [{基数: 额}, {上限: 100万日元}]\n"
        "分担: [{方: 甲, 比例: 1/3, 取整: 截尾到1日元}, {方: 乙, 余额: 是}]\n"
        "分期: [{编号: 一, 额: 10日元}, {编号: 二, 余额: 是, 当: 在}]\n"
        "追回: {已付: 奖补, 当: 非(在), 步骤: [{乘: 50%}, {取整: 截尾到10日元}]}\n"
        "用例:\n"
        "  - {名称: 分开, 申报: {额: 100, 在: 是}, 结果: {金额: 100日元, 分担: {甲: 33日元, 乙: 67日元}, 分期: {一: 10日元, 二: 90日元}, 追回: 0日元}}\n"
        "  - {名称: 追回, 申报: {额: 3000000, 在: 否}, 结果: {金额: 1000000 JPY, 过程: [300万日元, 100万日元], 应付: 10日元, 追回: 500000日元}}\n",
        2);
}

}  // namespace
}  // namespace huiqi
