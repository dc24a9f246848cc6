#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/audit.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

/// The codes W505 and W54x that one incentive gives, in the order of the file, with blanks between them.
[[nodiscard]] std::string told(const std::string& text) {
    Diagnostics diagnostics;
    audit(load_rulebook_text("例.yaml", "种类: 事项\n编号: 例.甲\n" + text, diagnostics), diagnostics);
    std::string found;
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, one.message.en);
        const std::string code(one.code);
        if (code.starts_with("W54") || code == "W505") {
            found += (found.empty() ? "" : " ") + code;
        }
    }
    return found;
}

}  // namespace

TEST_CASE("points count points, and the quote is read so") {
    struct Row {
        const char* points;
        const char* quote;
        const char* codes;
    };
    const std::vector<Row> rows{
        {"5", "费用的30%，提高5个百分点", ""},
        {"5", "30% of the cost, raised by 5 percentage points", ""},
        {"5", "费用的30%，提高五个百分点", ""},
        {"5%", "费用的30%，提高5个百分点", ""},
        {"0.05", "费用的30%，提高5个百分点", "W540 W505"},
        {"3", "费用的30%，提高5个百分点", "W505"},
        {"0.5%", "费用的30%，提高0.5个百分点", ""},
        {"1", "费用的30%，提高1个百分点", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.points);
        CAPTURE(row.quote);
        CHECK(told("依据: {办法: {文件: 例办法, 原文: \"" + std::string(row.quote) +
                   "\"}}\n申报: {费用: {类型: 金额, 小数: 2}}\n奖补: [{基数: 费用, 依据: 办法}, {乘: 30%, 依据: 办法}, {上浮: {百分点: " +
                   row.points + "}, 依据: 办法}, {取整: 四舍五入到分, 解释: 无}]\n") == row.codes);
    }
}

TEST_CASE("a bare number beyond one against a rate in per cent is told of, and nothing that is right") {
    struct Row {
        const char* range;
        const char* test;
        const char* codes;
    };
    const std::vector<Row> rows{
        {"'[0%..100%]'", "增长 >= 5%", ""},
        {"'[0..1]'", "增长 >= 0.05", ""},
        {"'[0%..1700%]'", "增长 > 1", ""},
        {"'[0%..1700%]'", "增长 >= 5个百分点", ""},
        {"'[0%..1700%]'", "增长 >= 5", "W541"},
        {"'[0%..1700%]'", "5 <= 增长", "W541"},
        {"'[0%..1700%]'", "增长 属于 (2以上)", "W541"},
        {"'[0..17]'", "增长 >= 5%", "W541"},
        {"'[0%..1700%]'", "率表[1].增 > 5", "W541"},
        {"'[0%..1700%]'", "率表[1].倍 > 5", ""},
        {"'[0%..1700%]'", "增长 >= 倍数 且 倍数 > 5", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.range);
        CAPTURE(row.test);
        CHECK(told("申报:\n  增长: {类型: 比例, 单位: 百分数, 范围: " + std::string(row.range) +
                   "}\n  倍数: 数\n  率表: {类型: 列表, 每项: {增: {类型: 比例, 单位: 百分数}, 倍: 数}}\n"
                   "条件: [{编号: 增长, 要求: '" + row.test + "', 不符合时: 不够}]\n奖补: [{基数: 1元}]\n") == row.codes);
    }
}

TEST_CASE("the rate of a band shows its sign") {
    const auto bands = [](const std::string& rate) {
        return "申报: {费用: {类型: 金额, 小数: 2}}\n奖补: [{基数: 费用}, {分档: {方式: 超额累进, 档: [{至: 500万元, 率: " + rate +
               "}, {率: 1%}]}}, {取整: 四舍五入到分}]\n";
    };
    CHECK(told(bands("5%")) == "");
    CHECK(told(bands("0.05")) == "");
    CHECK(told(bands("1")) == "");
    CHECK(told(bands("5")) == "W541");
}

TEST_CASE("a table of rates shows the sign, in its outputs and in the cells of a rate") {
    const auto table = [](const std::string& cell, const std::string& output, const std::string& type = "比例") {
        return "申报: {增长: {类型: 比例, 单位: 百分数, 范围: '[0%..9900%]'}, 费用: {类型: 金额, 小数: 2}}\n"
               "对照表: {率: {命中: 首个, 输入: [增长], 输出: " + type + ", 行: [['" + cell + "', " + output + "]], 否则: 10%}}\n"
               "奖补: [{基数: 费用}, {乘: 率}, {取整: 四舍五入到分}]\n";
    };
    CHECK(told(table("≥ 5%", "50%")) == "");
    CHECK(told(table("≥ 5%", "0.5")) == "");
    CHECK(told(table("≥ 5%", "50", "数")) == "");   // a plain number may be any factor
    CHECK(told(table("≥ 5%", "50")) == "W541");
    CHECK(told(table("≥ 5%", "if 增长 > 10% then 50 else 40")) == "W541 W541");
    CHECK(told(table("≥ 5", "50%")) == "W541");
    CHECK(told(table("[2..5]", "50%")) == "W541 W541");
    CHECK(told("申报: {增长: {类型: 比例, 单位: 百分数}, 费用: {类型: 金额, 小数: 2}}\n"
               "对照表: {率: {命中: 首个, 输入: {长: 比例}, 输出: {率: 比例}, 行: [['≥ 5', 50]], 否则: 10%}}\n"
               "奖补: [{基数: 费用}, {乘: 率(增长).率}, {取整: 四舍五入到分}]\n") == "W541 W541");
}

TEST_CASE("a rate in disguise is told of") {
    const auto rate = [](const std::string& value) {
        return "申报: {增长: {类型: 比例, 单位: 百分数, 范围: '[0%..100%]'}, 费用: {类型: 金额, 小数: 2}}\n"
               "对照表: {率: {命中: 首个, 输入: [费用], 输出: 比例, 行: [['> 0', '" + value + "']], 否则: 10%}}\n"
               "奖补: [{基数: 费用}, {乘: 率}, {取整: 四舍五入到分}]\n";
    };
    CHECK(told(rate("25 * 2")) == "W541");
    CHECK(told(rate("25% * 2")) == "");
    CHECK(told(rate("50 / 100")) == "");
    CHECK(told(rate("增长 * 2")) == "");
    CHECK(told(rate("增长 + 3")) == "W541");
    CHECK(told(rate("增长 + 3%")) == "");
    CHECK(told(rate("1 - 增长")) == "");
    CHECK(told(rate("孰低(增长, 50)")) == "W541");
    CHECK(told(rate("限于(增长, 10, 50)")) == "W541 W541");
    CHECK(told(rate("限于(增长, 10%, 50%)")) == "");
    CHECK(told(rate("ROUND(50, 2)")) == "W541");
    const auto definition = [](const std::string& value) {
        return "申报: {增长: {类型: 比例, 单位: 百分数, 范围: '[0%..100%]'}, 数: 数, 费用: {类型: 金额, 小数: 2}}\n计算: {率: " + value +
               "}\n奖补: [{基数: 费用}, {乘: 率}, {取整: 四舍五入到分}]\n";
    };
    CHECK(told(definition("增长 + 3")) == "W541");
    CHECK(told(definition("if 增长 = 0 then 30 else 增长")) == "W541");
    CHECK(told(definition("{值: 25 * 2, 单位: 百分数}")) == "W541");
    CHECK(told(definition("{步骤: [{基数: 增长}, {加: 3}, {上限: 50%}]}")) == "W541");
    CHECK(told(definition("{步骤: [{基数: 增长}, {乘: 3}, {上限: 50%}]}")) == "");
    CHECK(told(definition("数 + 3")) == "");   // no rate
    CHECK(told(definition("增长 * 100")) == "");
}

TEST_CASE("many times the money that was reported is told of, months and doubles are not") {
    const auto times = [](const std::string& base, const std::string& step) {
        return "依据: {无文: {文件: 某办法}, 有文: {文件: 某办法, 原文: 按12个月租金的50%补助}}\n"
               "申报: {费用: {类型: 金额, 小数: 2}}\n奖补: [{基数: " + base + "}, " + step + ", {取整: 四舍五入到分}]\n";
    };
    CHECK(told(times("费用", "{乘: 50}")) == "W541");
    CHECK(told(times("费用", "{乘: 25 * 2, 依据: 无文}")) == "W541");
    CHECK(told(times("费用", "{乘: 50%, 依据: 无文}")) == "");
    CHECK(told(times("费用", "{乘: 2}")) == "");
    CHECK(told(times("费用", "{乘: 12, 依据: 无文}")) == "");
    CHECK(told(times("费用", "{乘: 12, 依据: 有文}")) == "");
    CHECK(told(times("费用", "{乘: 50, 依据: 有文}")) == "W541");   // the quote has 50%
    CHECK(told(times("费用", "{乘: 50, 解释: 五十个月}")) == "");
    CHECK(told(times("1000元", "{乘: 50}")) == "");                 // a sum of the document
}

TEST_CASE("days of validity that nothing looks at are told of") {
    const std::string inputs = "申报: {日: 日期, 额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}]\n";
    CHECK(told("施行: {自: 2024-01-01, 至: 2024-12-31}\n" + inputs) == "W542");
    CHECK(told("施行: {至: 2024-12-31}\n" + inputs) == "W542");
    CHECK(told("施行: {自: 2024-01-01, 按: 日}\n" + inputs) == "");
    CHECK(told("施行: {自: 2024-01-01}\n条件: [{编号: 期, 要求: 日 >= 施行起, 不符合时: 早}]\n" + inputs) == "");
}

TEST_CASE("a count that may run downwards is told of") {
    const auto rule = [](const std::string& range, const std::string& expression) {
        return "申报: {n: {类型: 整数, 范围: '" + range + "'}, 额: {类型: 列表, 每项: 金额}}\n奖补: [{基数: '" + expression + "'}]\n";
    };
    CHECK(told(rule("[0..10]", "合计(for i in 1..n return 1元 * i)")) == "W544");
    CHECK(told(rule("[1..10]", "合计(for i in 1..n return 1元 * i)")) == "");
    CHECK(told(rule("[0..10]", "合计(for i in 0..n return 1元 * i)")) == "");
    CHECK(told(rule("[0..10]", "if n > 0 then 合计(for i in 1..n return 1元 * i) else 0元")) == "");
    CHECK(told(rule("[0..10]", "合计(for i in 3..1 return 1元 * i * n)")) == "W544");
    CHECK(told(rule("[0..10]", "合计(for i in 1..0 return if i = n then 1元 else 0元)")) == "W544");
    CHECK(told(rule("[0..10]", "合计(for i in 1..个数(额) return 1元 * i)")) == "W544");
    CHECK(told(rule("[0..10]", "合计(for i in 1..个数(额) return 额[i])")) == "");
}

TEST_CASE("a first time in a bundle is told of, unless the batch is looked at too") {
    struct Row {
        const char* incentive;
        const char* bundle;
        bool there;
    };
    const std::vector<Row> rows{
        {"", "", true},
        {"全批: {先后: {排名: [{按: 序, 次序: 升}], 每: 码, 并列: 拒绝}}\n", "", true},   // nobody asks for it
        {"全批: {先后: {排名: [{按: 序, 次序: 升}], 每: 码, 并列: 拒绝}}\n!先后 = 1", "", false},
        {"全批: {先后: {排名: [{按: 序, 次序: 升}], 并列: 拒绝}}\n!先后 = 1", "", false},
        {"全批: {先后: {排名: [{按: 序, 次序: 升}], 每: 集团, 并列: 拒绝}}\n!先后 = 1", "", true},   // another key
        {"全批: {先后: {排名: [{按: 序, 次序: 升}], 每: [码, 集团], 并列: 拒绝}}\n!先后 = 1", "", true},   // a finer one
        {"全批: {件数: {求: 个数, 每: 码}}\n计算: {独一份: 件数 = 1}\n!独一份", "", false},
        {"", "总额上限: {每: 申请人, 上限: 10万元}\n", false},
        {"", "总额上限: {每: 码, 上限: 10万元}\n", false},
        {"", "总额上限: {每: 申请人, 上限: 20万元}\n", true},   // has room for two
        {"", "总额上限: {每: 申请, 上限: 10万元}\n", true},
        {"", "总额上限: {每: 集团, 上限: 10万元}\n", true},
        {"", "名额: {数量: 1, 排序: [{按: 序, 次序: 升}]}\n", false},
        {"", "名额: {数量: 2, 排序: [{按: 序, 次序: 升}]}\n", true},
        {"", "预算: {总额: 100万元, 方式: 按比例}\n", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.incentive);
        CAPTURE(row.bundle);
        const testing::TemporaryFolder folder;
        // what stands behind `!` is one more condition
        const std::string more = row.incentive;
        const std::size_t mark = std::min(more.find('!'), more.size());
        const std::string asked = mark == more.size() ? "" : ", {编号: 次, 要求: \"" + more.substr(mark + 1) + "\", 不符合时: 不是第一份}";
        folder.write("甲.yaml", "种类: 事项\n编号: 例.甲\n申报: {码: 文本, 集团: 文本, 序: 整数, 历: {类型: 列表, 来自: 历史, 每项: {码: 文本}}}\n"
                                "条件: [{编号: 首, 首次: {记录: 历, 键: [码]}, 不符合时: 奖过}" + asked +
                                    "]\n奖补: [{基数: 10万元}]\n" + more.substr(0, mark));
        folder.write("组.yaml", "种类: 组合\n编号: 例.组\n事项: [例.甲]\n主键: {申请: 编号, 申请人: 码}\n" + std::string(row.bundle));
        Diagnostics diagnostics;
        static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
        bool there = false;
        for (const Diagnostic& one : diagnostics.all()) {
            CHECK_MESSAGE(one.severity != Severity::error, one.message.en);
            there = there || one.code == "W543";
        }
        CHECK(there == row.there);
    }
}

}  // namespace huiqi
