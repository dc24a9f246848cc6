#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/case_runner.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

/// What came of the cases of bundles in texts that are loaded together.
std::vector<std::string> wrong_in(const std::vector<std::string>& texts, std::size_t& cases) {
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    for (std::size_t at = 0; at < texts.size(); ++at) {
        loader.add_text("rule" + std::to_string(at) + ".yaml", texts[at]);
    }
    const Rulebook rulebook = loader.load();
    std::vector<std::string> wrong;
    cases = 0;
    for (const Bundle& bundle : rulebook.bundles) {
        for (const CaseResult& result : run_cases(rulebook, bundle, Language::zh, diagnostics)) {
            ++cases;
            for (const CaseMismatch& one : result.mismatches) {
                wrong.push_back(result.name + " " + one.what.zh + " " + one.expected + " ≠ " + one.actual);
            }
        }
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity == Severity::error) {
            wrong.emplace_back(std::string(diagnostic.code) + " " + diagnostic.message.en);
        }
    }
    return wrong;
}

void check(const std::vector<std::string>& texts, std::size_t count) {
    std::size_t cases = 0;
    for (const std::string& line : wrong_in(texts, cases)) {
        FAIL_CHECK(line);
    }
    CHECK(cases == count);
}

const std::string kProvince =
    "种类: 事项\n编号: 省.奖励\n"
    "申报: {投入: {类型: 金额, 小数: 2, 范围: 0元以上}, 规上: 是否}\n"
    "计算: {基础: {步骤: [{基数: 投入}, {乘: 10%}, {取整: 四舍五入到分}]}, 档次: if 投入 > 100万元 then \"大\" else \"小\"}\n"
    "条件: [{编号: 规上, 要求: 规上, 不符合时: 不是规上企业}]\n"
    "奖补: [{基数: 基础}, {上限: 100万元}]\n分项: [基础, 档次]\n另算: {件数: [{基数: 3}]}\n";

const std::string kBundle = "种类: 组合\n编号: 组合\n主键: {申请: 编号}\n";

TEST_CASE("the award, the eligibility and the parts of one incentive are inputs of another") {
    check({kProvince,
           "种类: 事项\n编号: 市.配套\n申报:\n"
           "  省奖: {类型: 金额, 来自: 省.奖励}\n"
           "  省级: {类型: 是否, from: {incentive: 省.奖励, take: eligible}}\n"
           "  基础: {类型: 金额, 来自: {事项: 省.奖励, 取: 基础}}\n"
           "  档次: {类型: 文本, 可无: 是, 来自: {事项: 省.奖励, 取: 档次}}\n"
           "  件数: {类型: 数, 来自: {事项: 省.奖励, 取: 件数}}\n"
           "条件: [{编号: 省级, 要求: 省级, 不符合时: 没有省级奖励}]\n"
           "奖补: [{基数: 省奖}, {乘: 50%}, {取整: 四舍五入到分}]\n"
           "另算: {见到: [{基数: 基础 + (if 档次 = \"大\" then 件数 * 1元 else 0)}]}\n",
           kBundle +
               "事项: [市.配套, 省.奖励]\n汇总: {合计: 配套 + 奖励}\n"
               "用例:\n"
               "  - 名称: 两级都有\n"
               "    申报: {投入: 20000000, 规上: 是}\n"
               "    结果: {省.奖励: {金额: 100万元}, 配套: {符合: 是, 金额: 50万元, 见到: 2000003元}, 汇总: {合计: 150万元}}\n"
               "  - 名称: 省级不符合\n"
               "    申报: {投入: 20000000, 规上: 否}\n"
               "    结果: {奖励: {金额: 0}, 配套: {符合: 否, 不符合: [省级], 金额: 0元, 见到: 0元}, 汇总: {合计: 0元}}\n"
               "  - 名称: 投入未答\n"
               "    申报: {规上: 是}\n"
               "    结果: {奖励: {符合: 是, 金额: 未知, 下一问: 投入}, 配套: {符合: 是, 金额: 未知, 下一问: 投入}, 汇总: {合计: 未知}}\n"
               "  - 名称: 规上未答\n"
               "    申报: {投入: 1.00}\n"
               "    结果: {配套: {符合: 未知, 下一问: 规上}}\n"},
          4);
}

TEST_CASE("an overlay stands for the incentive that it is laid over, and names that are no one answer stay apart") {
    check({"种类: 事项\n编号: 省.奖励\n参数: {比例: {类型: 比例, 地方: 必填, 幅度: '[1%..20%]'}}\n申报: {额: {类型: 金额, 小数: 0}}\n"
           "奖补: [{基数: 额}, {乘: 比例}, {取整: 四舍五入到元}]\n",
           "种类: 细则\n编号: 市.奖励\n上位: 省.奖励\n参数: {比例: {值: 10%}}\n",
           "种类: 事项\n编号: 县.补差\n申报: {额: {类型: 金额, 小数: 0}, 已得: {类型: 金额, 来自: 省.奖励}}\n"
           "奖补: [{基数: 额}, {减: 已得}]\n",
           kBundle + "事项: [县.补差, 市.奖励]\n用例:\n"
                     "  - {名称: 补差, 申报: {县.补差.额: 500, 市.奖励.额: 1000}, 结果: {市.奖励: {金额: 100元}, 补差: {金额: 400元}}}\n"},
          1);
}

TEST_CASE("a result that the input does not allow is an error, not a number out of its range") {
    check({"种类: 事项\n编号: 甲\n申报: {额: {类型: 金额, 小数: 2, 范围: 0元以上}}\n奖补: [{基数: 额}]\n",
           "种类: 事项\n编号: 乙\n申报: {来: {类型: 金额, 小数: 0, 范围: '(0元..100元]', 来自: 甲}}\n"
           "奖补: [{基数: 来}]\n",
           kBundle + "事项: [甲, 乙]\n用例:\n"
                     "  - {名称: 在内, 申报: {额: 100}, 结果: {乙: {金额: 100元}}}\n"
                     "  - {名称: 太大, 申报: {额: 101}, 结果: {甲: {金额: 101元}, 乙: {错误: R18}}}\n"
                     "  - {名称: 零, 申报: {额: 0}, 结果: {乙: {错误: R18}}}\n"
                     "  - {名称: 有零头, 申报: {额: 1.50}, 结果: {乙: {错误: R18}}}\n"
                     "  - {名称: 未答, 申报: {}, 结果: {乙: {金额: 未知}}}\n"},
          5);
}

TEST_CASE("where the other incentive is not in the bundle, its result is data") {
    check({kProvince, "种类: 事项\n编号: 市.配套\n申报: {省奖: {类型: 金额, 来自: 省.奖励}}\n奖补: [{基数: 省奖}]\n",
           kBundle + "事项: [市.配套]\n用例: [{名称: 给定, 申报: {省奖: 5.00}, 结果: {配套: {金额: 5元}}}]\n"},
          1);
}

TEST_CASE("cases of a bundle may stand in a file of their own") {
    check({kProvince, kBundle + "事项: [省.奖励]\n汇总: {全部: 奖励}\n",
           "种类: 用例\n事项: 组合\n用例: [{名称: 另文, 申报: {投入: 10.00, 规上: 是}, 结果: {汇总: {全部: 1元}}}]\n"},
          1);
}

TEST_CASE("of two versions at most one is in force, and none before the first or behind the last") {
    const auto version = [](const std::string& year, const char* more, const char* last, const char* rate) {
        return "种类: 事项\n编号: 奖." + year + "\n" + more + "施行: {自: " + year.substr(1) + "-01-01, 至: " + last +
               ", 按: 认定日}\n申报: {认定日: 日期, 额: {类型: 金额, 小数: 0}}\n奖补: [{基数: 额}, {乘: " + rate + "}]\n";
    };
    check({version("v2023", "", "2023-12-31", "1"), version("v2024", "接替: 奖.v2023\n", "2024-12-31", "2"),
           kBundle + "事项: [奖.v2023, 奖.v2024]\n汇总: {合计: v2023 + v2024}\n用例:\n"
                     "  - {名称: 以前, 申报: {认定日: 2022-12-31, 额: 5}, 结果: {v2023: {不符合: [施行期]}, v2024: {不符合: [施行期]}, 汇总: {合计: 0}}}\n"
                     "  - {名称: 旧的最后一天, 申报: {认定日: 2023-12-31, 额: 5}, 结果: {v2023: {金额: 5元}, v2024: {不符合: [施行期]}, 汇总: {合计: 5}}}\n"
                     "  - {名称: 新的第一天, 申报: {认定日: 2024-01-01, 额: 5}, 结果: {v2023: {不符合: [施行期]}, v2024: {金额: 10元}, 汇总: {合计: 10}}}\n"
                     "  - {名称: 以后, 申报: {认定日: 2025-01-01, 额: 5}, 结果: {v2023: {不符合: [施行期]}, v2024: {不符合: [施行期]}, 汇总: {合计: 0}}}\n"},
          4);
}

TEST_CASE("what comes out otherwise is told with the incentive") {
    std::size_t cases = 0;
    const auto wrong = wrong_in({kProvince, kBundle + "事项: [省.奖励]\n汇总: {全部: 奖励}\n用例:\n"
                                                      "  - {名称: 甲, 申报: {投入: 10.00, 规上: 是}, 结果: {奖励: {金额: 2元}, 汇总: {全部: 3元}}}\n"},
                                cases);
    CHECK(wrong == std::vector<std::string>{"甲 奖励 金额 2元 ≠ 1元", "甲 全部 3元 ≠ 1元"});
}

TEST_CASE("names that a case of a bundle cannot use are told") {
    struct Row {
        const char* test;
        const char* code;
    };
    const Row rows[] = {
        {"{名称: 甲, 申报: {没有: 1}, 结果: {奖励: {金额: 1元}}}", "E326"},
        {"{名称: 甲, 结果: {没有: {金额: 1元}}}", "E326"},
        {"{名称: 甲, 结果: {汇总: {没有: 1元}}}", "E326"},
        {"{名称: 甲, 结果: {奖励: {下一问: 没有}}}", "E326"},
        {"{名称: 甲, 取: {比例: 1%}, 结果: {}}", "E456"},
        {"{名称: 甲, 申报: {投入: 甲}, 结果: {}}", "D103"},
    };
    for (const Row& row : rows) {
        CAPTURE(std::string(row.test));
        std::size_t cases = 0;
        const auto wrong = wrong_in({kProvince, kBundle + "事项: [省.奖励]\n用例:\n  - " + row.test + "\n"}, cases);
        REQUIRE_FALSE(wrong.empty());
        bool told = false;
        for (const std::string& line : wrong) {
            told = told || line.starts_with(row.code);
        }
        CHECK(told);
    }
}

}  // namespace
}  // namespace huiqi
