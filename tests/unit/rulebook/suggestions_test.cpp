#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// Gives the messages of a rule file with their help in one language, a line each.
[[nodiscard]] std::string said(const std::string& text, Language language) {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text("sample.yaml", text, diagnostics));
    std::string all;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            all += std::string(one.code) + " " + one.message.in(language) + " | " + one.help.in(language) + "\n";
        }
    }
    return all;
}

constexpr const char* kEnglish = "kind: incentive\nid: sample\ntitle: Sample\n";
constexpr const char* kChinese = "种类: 事项\n编号: 样例\n名称: 样例\n";

}  // namespace

TEST_CASE("a key that others would use is told by the word of this language") {
    struct Row {
        const char* key;
        const char* value;
        const char* meant;
    };
    const Row rows[] = {
        {"definitions", "{a: 1}", "define"},      {"defines", "{a: 1}", "define"},         {"calculations", "{a: 1}", "define"},
        {"condition", "[]", "conditions"},        {"requirements", "[]", "conditions"},    {"rewards", "[]", "award"},
        {"awards", "[]", "award"},                {"params", "{}", "parameters"},          {"input", "{}", "inputs"},
        {"table", "{}", "tables"},                {"enumerations", "{}", "enums"},         {"anomaly", "[]", "anomalies"},
        {"补贴", "[]", "奖补"},                   {"公式", "{}", "计算"},                  {"source", "{}", "sources"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.key);
        const std::string text = std::string(kEnglish) + row.key + ": " + row.value + "\n";
        CHECK(said(text, Language::en).find("did you mean `" + std::string(row.meant) + "`?") != std::string::npos);
        CHECK(said(text, Language::zh).find("是不是“" + std::string(row.meant) + "”？") != std::string::npos);
    }
}

TEST_CASE("keys and words are listed in the spelling of the file, whatever the language of the message") {
    struct Row {
        std::string text;
        const char* there;
        const char* not_there;
    };
    const Row rows[] = {
        {std::string(kChinese) + "啊啊啊啊: 1\n", "种类、编号", "kind"},
        {std::string(kEnglish) + "xxxxxxxx: 1\n", "kind, id", "种类"},
        {"种类: 事项\n名称: 样例\n", "编号", "`id`"},
        {"kind: incentive\ntitle: Sample\n", "id", "编号"},
        {std::string(kChinese) + "申报: {额: {类型: 是否, 可无: 啊啊啊啊}}\n", "是、否", "true"},
        {std::string(kEnglish) + "inputs: {a: {type: boolean, optional: xxxxxxxx}}\n", "true, false", "否"},
    };
    for (const Row& row : rows) {
        for (const Language language : {Language::zh, Language::en}) {
            const std::string all = said(row.text, language);
            CAPTURE(all);
            CHECK(all.find(row.there) != std::string::npos);
            CHECK(all.find(row.not_there) == std::string::npos);
        }
    }
}

TEST_CASE("of names as near as each other the one whose type fits is suggested") {
    const std::string inputs = std::string(kChinese) +
                               "申报:\n  实付日: {类型: 日期}\n  实付额: {类型: 金额, 单位: 元, 小数: 2}\n  实付否: {类型: 是否}\n";
    struct Row {
        const char* test;
        const char* meant;
    };
    const Row rows[] = {{"实付价 >= 2024-01-01", "实付日"}, {"实付价 >= 5元", "实付额"}, {"实付价", "实付否"}, {"2024-01-01 <= 实付价", "实付日"},
                        {"5元 < 实付价", "实付额"}, {"非(实付价)", "实付否"}};
    for (const Row& row : rows) {
        CAPTURE(row.test);
        const std::string all = said(inputs + "条件: [{编号: 甲, 要求: '" + row.test + "', 不符合时: 无}]\n", Language::zh);
        CHECK_MESSAGE(all.find("是不是“" + std::string(row.meant) + "”？") != std::string::npos, all);
    }
}

TEST_CASE("what people write as in a text is told how it is written here") {
    const std::string head = std::string(kChinese) +
                             "枚举: {规模: {有序: 是, 取值: [微型, 小型]}}\n依据: {办法: {文件: 某办法}}\n"
                             "申报:\n  企业规模: {类型: 规模}\n  费用: {类型: 金额, 单位: 万元, 小数: 2, 范围: 0元以上}\n  高新: {类型: 是否}\n";
    struct Row {
        const char* rest;
        const char* help;
    };
    const Row rows[] = {
        {"条件: [{编号: 甲, 要求: 企业规模 = 小型 或 微型, 不符合时: 无}]", "“微型”是规模的取值：写 企业规模 = 微型"},
        {"条件: [{编号: 甲, 要求: 高新 = \"是\", 不符合时: 无}]", "是、否不加引号"},
        {"条件: [{编号: 甲, 要求: 费用 >= 10, 不符合时: 无}]", "例如 10元 或 10万元"},
        {"条件: [{编号: 甲, 要求: 费用 >= 10元, 原因: 无}]", "是不是“不符合时”？"},
        {"条件: [{编号: 甲, 条件: 费用 >= 10元, 不符合时: 无}]", "是不是“要求”？"},
        {"条件: [{编号: 甲, 要求: 费用 >= 10元, 不符合时: 无, 依据: 第三条}]", "那里有：办法"},
        {"奖补: [{基数: 费用}, {乘: 百分之五}]", "例如 5%"},
        {"奖补: [{基数: 费用的5%}]", "“的”不是运算符；几分之几用乘：费用 * 5%"},
        {"奖补: [{基数: 费用 x 2}]", "相乘写 *"},
        {"奖补: [{基数: 费用}, {最高: 30万元}]", "是不是“上限”？"},
        {"参数: {率: {类型: 百分比, 值: 5%}}", "是不是“比例”？"},
        {"用例: [{名称: 甲, 申报: {规模: 小型}, 结果: {符合: 是}}]", "有：企业规模、费用、高新"},
    };
    for (const Row& row : rows) {
        const std::string all = said(head + row.rest + "\n", Language::zh);
        CHECK_MESSAGE(all.find(row.help) != std::string::npos, all);
    }
}

TEST_CASE("a chain of comparisons is one mistake") {
    const std::string all = said(std::string(kChinese) + "申报: {额: {类型: 数}}\n条件: [{编号: 甲, 要求: 1 <= 额 < 10, 不符合时: 无}]\n", Language::zh);
    CHECK_MESSAGE(std::count(all.begin(), all.end(), '\n') == 1, all);
}

TEST_CASE("a rate shown as a percentage is told to have its own sign") {
    const std::string all = said(std::string(kChinese) + "参数: {率: {类型: 比例, 单位: 百分数, 值: 5}}\n", Language::zh);
    CHECK(all == "E301 比例“5”要带单位：“单位: 百分数”只管怎样显示，不改变值的大小 | 写成 5%\n");
    const std::string yearly = said(std::string(kChinese) + "参数: {率: {类型: 比例, 单位: 百分数/年, 值: 3.45}}\n", Language::en);
    CHECK(yearly.find("write 3.45%/年") != std::string::npos);
}

TEST_CASE("keys of a type in the place of the outputs of a table are one mistake") {
    const std::string text = std::string(kChinese) +
                             "申报:\n  额: {类型: 金额, 单位: 元, 小数: 2, 范围: 0元以上}\n"
                             "对照表:\n  率:\n    命中: 首个\n    输入: [额]\n    输出: {类型: 比例, 单位: 百分数}\n"
                             "    行: [[100万元以上, 20%], [不限, 10%]]\n奖补: [{基数: 额 * 率}, {取整: 四舍五入到分}]\n";
    const std::string all = said(text, Language::zh);
    CHECK(std::count(all.begin(), all.end(), '\n') == 1);
    CHECK(all.find("写成“输出: 比例”") != std::string::npos);
}

TEST_CASE("units that do not fit are mended in their own terms") {
    struct Row {
        const char* test;
        const char* help;
    };
    const Row rows[] = {
        {"整年 >= 60年", "leave the unit out and write 60"},
        {"额 >= 500", "500 yuan, or 5000000 yuan where ten thousands are meant"},
        {"额 >= 10000", "for instance 10000 yuan\n"},
        {"额 >= 5 million yuan", "write the number out, such as 5000000 yuan for 5 million"},
        {"额 >= 1000元/人 * 整年", "units: [人]; or did you mean `人数`?"},
        {"额 >= 美", "write `currency: USD` and all amounts in USD"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.test);
        const std::string all = said(std::string(kChinese) +
                                         "申报:\n  额: {类型: 金额}\n  美: {类型: 金额, 单位: 美元}\n  整年: 整数\n  人数: 整数\n"
                                         "条件:\n  - {编号: 甲, 要求: '" +
                                         row.test + "', 不符合时: 不够}\n奖补: [{基数: 1元}]\n",
                                     Language::en);
        CAPTURE(all);
        CHECK(all.find(row.help) != std::string::npos);
    }
    const std::string times = said(std::string(kChinese) + "申报: {人数: 整数}\n奖补: [{基数: 1元}, {乘: 1000元 * 人数}]\n", Language::en);
    CHECK(times.find("`times` and `rate` take plain numbers") != std::string::npos);
}

}  // namespace huiqi
