// Warnings that save money and need no evaluation: what fires, and the near misses that must not.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

[[nodiscard]] std::size_t count(const Diagnostics& diagnostics, std::string_view code) {
    return static_cast<std::size_t>(std::count_if(diagnostics.all().begin(), diagnostics.all().end(),
                                                  [&](const Diagnostic& one) { return one.code == code; }));
}

/// Counts a warning about one incentive over an amount.
[[nodiscard]] std::size_t about(const std::string& rest, std::string_view code) {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text(
        "rule.yaml", "种类: 事项\n编号: 例.事项\n申报:\n  额: {类型: 金额, 小数: 2, 范围: \"[0元..1亿元]\"}\n  人数: {类型: 整数, 范围: \"[0..1000]\"}\n" + rest,
        diagnostics));
    CHECK_FALSE(diagnostics.has_errors());
    return count(diagnostics, code);
}

}  // namespace

TEST_CASE("a second rounding is told where it can move a cent, and not where it cannot") {
    struct Row {
        const char* rest;
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}, {取整: 四舍五入到元}]\n", 1},   // 0.495 is 0.50 and then 1
        {"奖补: [{基数: 额}, {取整: 四舍五入到元}, {乘: 5%}, {取整: 四舍五入到分}]\n", 1},   // fifty cents cut off before the rate
        {"奖补: [{基数: 额}, {乘: 5%}, {取整: 截尾到分}, {取整: 截尾到元}]\n", 0},           // the floor of a floor is the floor
        {"奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}, {上限: 5万元}, {取整: 四舍五入到分}]\n", 0},
        {"奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到元}]\n", 0},
        {"奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分, 当: 人数 > 5}, {取整: 截尾到元, 当: 人数 <= 5}, {取整: 四舍五入到分}]\n", 0},
        {"奖补: [{基数: \"ROUND(额 * 5%, 0)\"}, {乘: 50%}, {取整: 四舍五入到分}]\n", 1},
        {"计算:\n  补贴: {步骤: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}]}\n奖补: [{基数: 补贴}, {乘: 50%}, {取整: 四舍五入到分}]\n", 1},
        {"计算:\n  补贴: {步骤: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}]}\n奖补: [{基数: 补贴}, {上限: 5万元}]\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.rest);
        CHECK(about(row.rest, "W545") == row.count);
    }
}

TEST_CASE("a cap behind a rounding is a multiple of its step") {
    CHECK(about("奖补: [{基数: 额}, {取整: 截尾到千元}, {上限: 12.35万元}]\n", "W546") == 1);
    CHECK(about("奖补: [{基数: 额}, {取整: 截尾到千元}, {上限: 12.3万元}]\n", "W546") == 0);
    CHECK(about("参数: {最高: {类型: 金额, 值: 12.35万元}}\n奖补: [{基数: 额}, {取整: 截尾到千元}, {上限: 最高}]\n", "W546") == 1);
    CHECK(about("奖补: [{基数: 额}, {上限: 12.35万元}, {取整: 截尾到千元}]\n", "W546") == 0);   // that is W506
    CHECK(about("奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}, {上限: 12.35万元}]\n", "W546") == 0);
}

TEST_CASE("a cap that stands again behind the rounding in other words is enough") {
    struct Row {
        const char* cap;
        const char* again;
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"额 * 3%", "额 * 3%", 0},
        {"额 * 3%", "3% * 额", 0},
        {"额 * 3%", "'截尾(额 * 3%, 2)'", 0},            // cut down to the cent
        {"额 * 3%", "'截尾(额 * 3%, 0.01元)'", 0},
        {"额 * 3%", "'孰低(额 * 3%, 5万元)'", 0},         // never above
        {"'孰低(额 * 3%, 5万元)'", "'孰低(5万元, 额 * 3%)'", 0},
        {"百分之三", "额 * 3%", 0},                       // through the name
        {"额 * 3%", "'四舍五入(额 * 3%, 2)'", 1},         // may be above
        {"额 * 3%", "额 * 4%", 1},
        {"额 * 3%", "5万元", 1},
        {"额 - 3元 * 人数", "3元 * 人数 - 额", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.cap);
        CAPTURE(row.again);
        CHECK(about("计算: {百分之三: 额 * 3%}\n奖补: [{基数: 额}, {乘: 30%}, {上限: " + std::string(row.cap) + "}, {取整: 向上进位到百元}, {上限: " + row.again +
                        "}, {取整: 截尾到分}]\n",
                    "W506") == row.count);
    }
}

TEST_CASE("a key that every application renews is told, one that stays is not") {
    struct Row {
        const char* name;
        const char* type;
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"信用代码", "文本", 0}, {"申请编号", "文本", 1}, {"受理号", "文本", 1}, {"联系电话", "文本", 1}, {"项目名称", "文本", 1},
        {"企业名称", "文本", 1}, {"合同编号", "文本", 0}, {"专利号", "文本", 0}, {"证书编号", "文本", 0},  {"申报日", "日期", 1},
        {"认定日", "日期", 0},   {"年度", "整数", 0},     {"设备编号", "文本", 0}, {"application_number", "文本", 1}, {"credit_code", "文本", 0},
        {"收款银行账号", "文本", 1}, {"bank_account", "文本", 1}, {"申报年度", "整数", 1}, {"社保账号", "文本", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const std::string field = std::string(row.name) + ": " + row.type;
        CHECK(about("  " + field + "\n  以前: {类型: 列表, 来自: 历史, 每项: {" + field + "}}\n条件:\n  - {编号: 首次, 首次: {记录: 以前, 键: [" +
                        row.name + "]}, 不符合时: 以前有过}\n奖补: [{基数: 额}]\n",
                    "W551") == row.count);
    }
}

TEST_CASE("a key whose name tells nothing is told by what is asked, and not where what is asked stays") {
    struct Row {
        const char* question;
        std::size_t count;
    };
    for (const Row& row : {Row{"手机号", 1}, Row{"申请编号", 1}, Row{"受理流水号", 1}, Row{"收款账号", 1}, Row{"Application number", 1}, Row{"Phone number", 1},
                           Row{"统一社会信用代码", 0}, Row{"认定证书编号", 0}, Row{"质押合同的申请编号", 0}, Row{"专利号（不是申请号）", 0}, Row{"", 0}}) {
        CAPTURE(row.question);
        CHECK(about("  键: {类型: 文本, 问题: \"" + std::string(row.question) + "\"}\n  以前: {类型: 列表, 来自: 历史, 每项: {键: 文本}}\n"
                    "条件:\n  - {编号: 首次, 首次: {记录: 以前, 键: [键]}, 不符合时: 以前有过}\n奖补: [{基数: 额}]\n",
                    "W551") == row.count);
    }
}

TEST_CASE("a renewable key is told however the condition is written, and not where another key stays") {
    struct Row {
        const char* tests;   // of the conditions
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"count(以前[电话 = 联系电话]) = 0", 1},
        {"count(以前[电话 = 联系电话]) < 1", 1},
        {"非(count(以前[电话 = 联系电话]) > 0)", 1},
        {"非(some r in 以前 satisfies r.电话 = 联系电话)", 1},
        {"every r in 以前 satisfies r.电话 != 联系电话", 1},
        {"非(list contains(以前.电话, 联系电话))", 1},
        {"次数 = 0", 1},
        {"额 > 0元 且 count(以前[代码 = 信用代码 且 电话 = 联系电话]) = 0", 1},
        {"count(以前[代码 = 信用代码]) = 0", 0},
        {"count(以前[代码 = 信用代码]) = 0 且 次数 = 0", 0},    // the code holds
        {"count(以前[电话 = 联系电话]) >= 1", 0},               // what has to be there is no first time
        {"some r in 以前 satisfies r.电话 = 联系电话", 0},
        {"count(以前[代码 = 信用代码 或 电话 = 联系电话]) = 0", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.tests);
        CHECK(about("  信用代码: 文本\n  联系电话: 文本\n  以前: {类型: 列表, 来自: 历史, 每项: {代码: 文本, 电话: 文本}}\n计算:\n  次数: \"count(以前[电话 = 联系电话])\"\n"
                    "条件:\n  - {编号: 以前没有, 要求: \"" + std::string(row.tests) + "\", 不符合时: 以前有过}\n奖补: [{基数: 额}]\n",
                    "W551") == row.count);
    }
}

TEST_CASE("one cost under two incentives wants a word about stacking") {
    const auto told = [](const std::string& more, const std::string& of_second = "") {
        testing::TemporaryFolder folder;
        const std::string head = "申报:\n  购置额: {类型: 金额, 小数: 2, 范围: 0元以上}\n";
        folder.write("甲.yaml", "种类: 事项\n编号: 例.甲\n" + head + "奖补: [{基数: 购置额}, {乘: 50%}, {取整: 四舍五入到分}]\n");
        folder.write("乙.yaml", "种类: 事项\n编号: 例.乙\n" + head + of_second + "奖补: [{基数: 购置额}, {乘: 60%}, {取整: 四舍五入到分}]\n");
        folder.write("组合.yaml", "种类: 组合\n编号: 例.组合\n事项: [例.甲, 例.乙]\n主键: {申请: 编号, 申请人: 信用代码, 受理序号: 序号}\n" + more);
        Diagnostics diagnostics;
        static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
        CHECK_FALSE(diagnostics.has_errors());
        return count(diagnostics, "W547");
    };
    CHECK(told("同一: [购置额]\n") == 1);
    CHECK(told("") == 0);   // two inputs that may be two machines
    CHECK(told("同一: [购置额]\n叠加: [{组: [例.甲, 例.乙], 方式: 就高}]\n") == 0);
    CHECK(told("同一: [购置额]\n叠加: [{组: [例.甲, 例.乙], 方式: 累加}]\n") == 0);
    CHECK(told("同一: [购置额]\n总额上限: {每: 申请人, 上限: 100万元}\n") == 0);
    CHECK(told("同一: [购置额]\n总额上限: {每: 申请人, 上限: 100万元, 事项: [例.甲]}\n") == 1);
    CHECK(told("同一: [购置额]\n", "  已补: {类型: 金额, 小数: 2, 来自: 例.甲}\n条件: [{编号: 未补, 要求: 已补 = 0元, 不符合时: 已经补过}]\n") == 0);
}

TEST_CASE("versions that do not know of each other are told, and days without a value") {
    const auto told = [](const std::string& first, const std::string& second, const char* title = "某奖补") {
        testing::TemporaryFolder folder;
        const std::string rest = "申报:\n  认定日: {类型: 日期}\n  额: {类型: 金额, 小数: 2}\n奖补: [{基数: 额}]\n";
        folder.write("甲.yaml", "种类: 事项\n编号: 例.甲\n名称: 某奖补\n施行: {" + first + ", 按: 认定日}\n" + rest);
        folder.write("乙.yaml", "种类: 事项\n编号: 例.乙\n名称: " + std::string(title) + "\n施行: {" + second + ", 按: 认定日}\n" + rest);
        Diagnostics diagnostics;
        static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
        return count(diagnostics, "W548");
    };
    CHECK(told("自: 2023-01-01, 至: 2024-12-31", "自: 2024-01-01") == 1);
    CHECK(told("自: 2023-01-01, 至: 2023-12-31", "自: 2024-01-01") == 0);
    CHECK(told("自: 2023-01-01, 至: 2023-06-30", "自: 2024-01-01") == 1);
    CHECK(told("自: 2023-01-01, 至: 2024-12-31", "自: 2024-01-01", "另一项") == 0);
    const auto days = [](const char* first) {
        return about("  申报日: {类型: 日期}\n施行: {自: 2024-01-01, 按: 申报日}\n参数: {标准: {类型: 金额, 历次: {" + std::string(first) +
                         ": 5000元}}}\n奖补: [{基数: 标准}]\n",
                     "W549");
    };
    CHECK(days("2024-03-01") == 1);
    CHECK(days("2024-01-01") == 0);
}

TEST_CASE("a published rate says through which day it is known, a standard need not") {
    struct Row {
        const char* parameter;
        const char* use;
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"{类型: 比例, 单位: 百分数/年, 历次: {2024-01-01: 3%/年, 2024-02-01: 2%/年}}", "额 * 率(日) * 1年", 1},
        {"{类型: 比例, 单位: 百分数/年, 历次: {2024-01-01: 3%/年, 2024-02-01: 2%/年}, 有效至: 2024-03-01}", "额 * 率(日) * 1年", 0},
        {"{类型: 比例, 单位: 百分数/年, 历次: {2024-01-01: 3%/年, 2024-02-01: 2%/年}}", "额 * 率 * 1年", 0},   // a standard of the document
        {"{类型: 比例, 单位: 百分数/年, 历次: {2024-01-01: 3%/年, 2024-02-01: 2%/年, 2024-03-01: 3%/年, 2024-04-01: 2%/年}}", "额 * 率 * 1年", 1},
        {"{类型: 比例, 历次: {2024-01-01: 3%, 2024-02-01: 2%}}", "额 * 率(日)", 0},
        {"{类型: 数, 单位: 元/美元, 历次: {2024-01-01: 7元/美元, 2024-02-01: 8元/美元}}", "外币 * 率(日)", 1},
        {"{类型: 数, 单位: 元/美元, 值: 7元/美元}", "外币 * 率(日)", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.parameter);
        CHECK(about("  日: 日期\n  外币: {类型: 数, 单位: 美元, 小数: 2}\n施行: {自: 2024-01-01, 按: 日}\n参数: {率: " + std::string(row.parameter) + "}\n奖补: [{基数: " + row.use + "}, {取整: 四舍五入到分}]\n",
                    "W553") == row.count);
    }
}

}  // namespace huiqi
