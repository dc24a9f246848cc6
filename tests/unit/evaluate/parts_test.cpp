#include <string>

#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {
namespace {

const std::string kTwoParts =
    "申报: {设备额: {类型: 金额, 小数: 2, 范围: 0元以上}, 软件额: {类型: 金额, 小数: 2, 范围: 0元以上}, 规上: 是否}\n"
    "计算:\n"
    "  设备部分: {步骤: [{基数: 设备额}, {乘: 10%}, {取整: 四舍五入到分}, {上限: 50万元}]}\n"
    "  软件部分: {步骤: [{基数: 软件额}, {乘: 20%}, {取整: 四舍五入到分}, {上限: 100万元 - 设备部分}]}\n"
    "  档次: if 设备额 > 100万元 then \"大\" else \"小\"\n"
    "条件: [{编号: 规上, 要求: 规上, 不符合时: 不是规上企业}]\n"
    "奖补: [{基数: 设备部分 + 软件部分}]\n"
    "分项: [设备部分, 软件部分, 档次]\n"
    "另算: {追回: [{基数: 设备额}, {乘: 1%}]}\n"
    "用例:\n";

TEST_CASE("parts have caps of their own, and a cap may use a part") {
    testing::check_cases(
        kTwoParts +
            "  - 名称: 都不到上限\n"
            "    申报: {设备额: 100.00, 软件额: 200.00, 规上: 是}\n"
            "    结果: {金额: 50元, 分项: {设备部分: 10元, 软件部分: 40元, 档次: 小, 追回: 1元}, 设备部分: 10元}\n"
            "  - 名称: 都到上限\n"
            "    申报: {设备额: 6000000.00, 软件额: 4000000.00, 规上: 是}\n"
            "    结果: {金额: 100万元, 分项: {设备部分: 50万元, 软件部分: 50万元, 档次: 大}}\n",
        2);
}

TEST_CASE("where the applicant is not eligible a part is 0 or absent, the definition stays and so does what is paid back") {
    testing::check_cases(kTwoParts +
                             "  - 名称: 不符合\n"
                             "    申报: {设备额: 100.00, 软件额: 200.00, 规上: 否}\n"
                             "    结果: {符合: 否, 金额: 0元, 设备部分: 10元, 分项: {设备部分: 0元, 档次: 无, 追回: 1元}}\n",
                         1);
}

TEST_CASE("an answer that a part waits for leaves the others as they are") {
    testing::check_cases(kTwoParts +
                             "  - 名称: 软件额未答\n"
                             "    申报: {设备额: 100.00, 规上: 是}\n"
                             "    结果: {符合: 是, 金额: 未知, 分项: {设备部分: 10元, 软件部分: 未知}, 下一问: 软件额}\n"
                             "  - 名称: 规上未答\n"
                             "    申报: {设备额: 100.00, 软件额: 200.00}\n"
                             "    结果: {符合: 未知, 金额: 未知, 设备部分: 10元, 分项: {设备部分: 未知}}\n",
                         2);
}

TEST_CASE("a case that expects the unknown does not take a known value for it") {
    const auto tried = testing::try_cases(kTwoParts +
                                          "  - 名称: 都答了\n"
                                          "    申报: {设备额: 100.00, 软件额: 200.00, 规上: 是}\n"
                                          "    结果: {金额: 未知, 分项: {设备部分: 未知}}\n");
    CHECK(tried.wrong == std::vector<std::string>{"都答了 金额 未知 ≠ 50元", "都答了 设备部分 未知 ≠ 10元"});
}

TEST_CASE("a part in money that can carry less than a cent is refused") {
    const auto tried = testing::try_cases(
        "申报: {额: {类型: 金额, 小数: 2}}\n计算: {一半: 额 / 2}\n奖补: [{基数: 额}]\n分项: [一半]\n"
        "用例: [{名称: 甲, 申报: {额: 1.01}, 结果: {符合: 是}}]\n");
    REQUIRE(tried.wrong.size() == 1);
    CHECK(tried.wrong.front().starts_with("E306 the part `一半`"));
}

}  // namespace
}  // namespace huiqi
