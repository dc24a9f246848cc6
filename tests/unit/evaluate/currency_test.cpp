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

TEST_CASE("an award in yen is whole yen, and what is said to round it does") {
    const std::string begin = "币种: JPY\n申报: {额: {类型: 金额, 单位: JPY, 小数: 0, 范围: 0日元以上}}\n奖补: [{基数: 额}, {乘: 2/3}";
    const std::string cases = "]\n用例: [{名称: 三分之二, 申报: {额: 1000}, 结果: {金额: 667日元}}]\n";
    testing::check_cases(begin + ", {取整: 四舍五入到1日元}" + cases, 1);
    testing::check_cases(begin + ", {round: round half up to 1 JPY}" + cases, 1);
    for (const std::string rounding : {"", ", {取整: 四舍五入到0.01日元}", ", {取整: 四舍五入到0.01日元}, {上限: 1000.5日元}"}) {
        CAPTURE(rounding);
        const testing::Tried tried = testing::try_cases(begin + rounding + cases);
        REQUIRE(!tried.wrong.empty());
        CHECK(tried.wrong.back().starts_with("E306"));
    }
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + begin + cases, diagnostics);
    REQUIRE(rulebook.incentives.size() == 1);
    static_cast<void>(run_cases(rulebook.incentives.front(), Language::en, diagnostics));
    REQUIRE(!diagnostics.all().empty());
    CHECK(diagnostics.all().back().help.en.find("round half up to 1 JPY") != std::string::npos);
    CHECK(diagnostics.all().back().help.zh.find("四舍五入到1日元") != std::string::npos);
}

}  // namespace
}  // namespace huiqi
