#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {
namespace {

const std::string kHead = "申报: {额: {类型: 金额, 小数: 2}, 封顶: 是否}\n计算: {不限额: if 封顶 then null else null}\n"
                          "条件: [{编号: 一, 要求: 额 > 0, 不符合时: 无}]\n奖补: [{基数: 额}, {上限: 不限额}]\n";

}  // namespace

TEST_CASE("a cap that is null whatever is chosen is no cap, once it is chosen") {
    testing::check_cases(kHead + "用例:\n"
                                 "  - {名称: 选了, 申报: {额: 10, 封顶: 是}, 结果: {金额: 10元}}\n"
                                 "  - {名称: 没有答, 申报: {额: 10}, 结果: {金额: 未知}}\n",
                         2);
}

}  // namespace huiqi
