#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/batch.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explained_tables.h"
#include "engine/evaluate/explained_uses.h"
#include "engine/evaluate/explanation.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

const Value kUnknown = Value::unknown({"数"});

[[nodiscard]] Value number(int value) { return Value::of(Rational(value)); }

/// The worksheet of one application of a rulebook text; its inputs are given in their order.
[[nodiscard]] Explanation explained(const std::string& text, const std::vector<Value>& given) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("sample.yaml", text, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    const auto plan = std::make_shared<const Plan>(compile(rulebook.incentives.front(), CompileOptions(), diagnostics));
    REQUIRE(!diagnostics.has_errors());
    Batch batch(plan->schema);
    append_row(batch, plan->schema, given);
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    return explain(evaluator, rulebook.incentives.front(), 0, 0);
}

/// The looks into a table as text: `5: 2! 3` is a look with 5 where row 2 decides and row 3 may match or matches behind it.
[[nodiscard]] std::string looks(const ExplainedTable& table) {
    std::string text;
    for (const ExplainedTable::Use& use : table.uses) {
        text += text.empty() ? "" : ", ";
        for (std::size_t at = 0; at < use.columns.size(); ++at) {
            text += (at == 0 ? "" : "/") + value_text(use.columns[at], table.columns[at].type, false);
        }
        text += use.times == 1 ? ":" : "*" + std::to_string(use.times) + ":";
        for (const ExplainedTable::Row& row : use.rows) {
            text += " " + std::to_string(row.number) + (row.taken ? "!" : row.matches.known() ? "" : "?");
        }
        text += use.otherwise ? " else" : "";
    }
    return text;
}

[[nodiscard]] std::string with_table(const std::string& hit, const std::string& rows, const std::string& more = "") {
    return "种类: 事项\n编号: 例\n名称: 例\n申报:\n  数: {类型: 整数, 范围: '[0..1000]'}\n对照表:\n  表:\n    命中: " + hit +
           "\n    输入: [数]\n    输出: 数\n    行: " + rows + "\n" + more + "奖补: [{基数: '1元 * " +
           (hit == "列出" || hit == "按行序" || hit == "按输出序" ? "合计(表)" : "表") + "'}]\n";
}

/// Tells what a line took from days, one a line.
[[nodiscard]] std::string used(const std::vector<ExplainedUse>& uses) {
    std::string text;
    for (const ExplainedUse& one : uses) {
        text += (text.empty() ? "" : "\n") + use_text(one, true) + (one.cited.clause.empty() ? "" : " " + one.cited.clause);
    }
    return text;
}

/// A rule with a dated rate and lists of days; the award is the last step.
[[nodiscard]] Explanation dated(const std::string& definition, const std::string& step, bool flag = true) {
    const Value days = Value::list({Value::record({Value::of(*Date::from_civil(2024, 1, 31)), Value::of(*Date::from_civil(2024, 4, 30))}),
                                    Value::record({Value::of(*Date::from_civil(2024, 8, 1)), Value::of(*Date::from_civil(2024, 12, 31))}),
                                    Value::record({Value::of(*Date::from_civil(2024, 1, 31)), Value::of(*Date::from_civil(2024, 4, 30))})});
    return explained("种类: 事项\n编号: 例\n名称: 例\n依据: {公告: {文件: 公告, 条款: 第一条}}\n"
                     "施行: {自: 2023-01-01, 按: 日}\n"
                     "申报: {日: 日期, 快: 是否, 段: {类型: 列表, 每项: {起: 日期, 止: 日期}}}\n"
                     "参数: {利率: {类型: 比例, 历次: {2023-01-01: 3%/年, 2024-07-01: 2%/年}, 依据: 公告}}\n"
                     "计算: {值: '" + definition + "'}\n奖补: [{基数: '" + step + "'}, {取整: 四舍五入到分}]\n",
                     {Value::of(*Date::from_civil(2024, 3, 1)), Value::of(flag), days});
}

}  // namespace

TEST_CASE("a worksheet tells which value of a dated parameter and which count of days a line rests on") {
    const std::string old = "2024-03-01 为 3%/年（自 2023-01-01 至 2024-06-30） 第一条";
    // by a bare name on the day that decides, by a call on its own day
    CHECK(used(dated("1", "100元 * 利率 * 1年").steps[0].uses) == "利率：" + old);
    CHECK(used(dated("利率(日 + 6个月) * 1年", "1元 * 值").definitions[0].uses) == "利率(日 + 6个月)：2024-09-01 为 2%/年（自 2024-07-01，历次的最后一个） 第一条");
    CHECK(dated("利率(日 + 6个月) * 1年", "1元 * 值").steps[0].uses.empty());
    // a day without a value, beside the days that have one
    CHECK(used(dated("利率(日 - 2年) * 1年", "1元 * 值").definitions[0].uses).starts_with("利率(日 - 2年)：2022-03-01 没有值：自 2023-01-01 有"));
    // each element of a list, the same once
    CHECK(used(dated("合计(for 一 in 段 return 折年(一.起, 一.止, \"actual/365\"))", "1元").definitions[0].uses) ==
          "折年(一.起, 一.止, \"actual/365\")：2024-01-31 至 2024-04-30，90天 / 365（2 次）\n"
          "折年(一.起, 一.止, \"actual/365\")：2024-08-01 至 2024-12-31，152天 / 365");
    // the branch that is taken only
    const std::string branches = "1元 * (if 快 then 利率(日) * 1年 else 利率(2024-08-01) * 1年)";
    CHECK(used(dated("1", branches).steps[0].uses) == "利率(日)：" + old);
    CHECK(used(dated("1", branches, false).steps[0].uses) == "利率(2024-08-01)：2024-08-01 为 2%/年（自 2024-07-01，历次的最后一个） 第一条");
    CHECK(used(dated("1", "1元 * (相差天数(日, 2024-12-31) / 1天)").steps[0].uses) == "相差天数(日, 2024-12-31)：2024-03-01 至 2024-12-31，305天");
}

TEST_CASE("a part of a year is told by its days and the days of its year") {
    struct Row {
        const char* basis;
        const char* text;
    };
    for (const Row& row : {Row{"actual/365", "31天 / 365"}, Row{"actual/360", "31天 / 360"}, Row{"30/360", "30天 / 360（每月按 30 天）"},
                           Row{"actual/actual", "31天 / 366（闰年 366）"}}) {
        CAPTURE(row.basis);
        const std::string call = std::string("折年(日, 2024-04-01, \"") + row.basis + "\")";
        CHECK(used(dated("1", "1元 * (" + call + " / 1年)").steps[0].uses) == call + "：2024-03-01 至 2024-04-01，" + row.text);
    }
    // over the turn of the year the days of either stand apart
    const std::string call = "折年(2023-12-01, 日, \"actual/actual\")";
    CHECK(used(dated("1", "1元 * (" + call + " / 1年)").steps[0].uses) ==
          call + "：2023-12-01 至 2024-03-01，31天 / 365 + 60天 / 366（闰年 366）");
}

TEST_CASE("a worksheet tells which rows of a table match, and which of them decides") {
    struct Row {
        const char* hit;
        const char* rows;
        const char* more;
        Value given;
        const char* looks;
    };
    const char* apart = "[['< 10', 1], ['[10..20]', 2], ['> 20', 3]]";
    const char* across = "[['< 10', 1], ['< 20', 2], [不限, 3]]";
    const char* ranked = "[['< 10', 1], ['< 20', 2], [不限, 3]]\n    优先次序: [3, 2, 1]";
    const Row rows[] = {
        {"唯一", apart, "", number(10), "10: 2!"},
        {"唯一", apart, "", kUnknown, "unknown: 1? 2? 3?"},
        {"唯一", "[['< 10', 1]]\n    否则: 0", "", number(10), "10: else"},
        {"首个", across, "", number(5), "5: 1! 2 3"},
        {"首个", across, "", number(15), "15: 2! 3"},
        {"首个", across, "", kUnknown, "unknown: 1? 2? 3"},   // the last would match, but a row before it may decide
        {"优先", ranked, "", number(5), "5: 1 2 3!"},
        {"累加", across, "", number(15), "15: 2! 3!"},
        {"累加", across, "", kUnknown, "unknown: 1? 2? 3!"},
        {"就高", across, "", number(5), "5: 1! 2! 3!"},
        {"列出", across, "", number(50), "50: 3!"},
        {"按输出序", ranked, "", number(15), "15: 2! 3!"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.hit);
        CAPTURE(row.looks);
        const Explanation one = explained(with_table(row.hit, row.rows, row.more), {row.given});
        REQUIRE(one.tables.size() == 1);
        CHECK(looks(one.tables.front()) == row.looks);
    }
}

TEST_CASE("a table that is looked up for each element of a list tells every look once, with how often") {
    const std::string head = "种类: 事项\n编号: 例\n名称: 例\n申报:\n"
                             "  付款: {类型: 列表, 每项: {额: {类型: 整数, 范围: '[0..1000]'}}}\n"
                             "对照表:\n  率: {命中: 唯一, 输入: {额: 数}, 输出: 数, 行: [['< 10', 1], ['>= 10', 2]]}\n";
    const auto payments = [](const std::vector<int>& amounts) {
        Value::List list;
        for (const int amount : amounts) {
            list.push_back(Value::record({number(amount)}));
        }
        return Value::list(std::move(list));
    };
    const std::string loop = "计算:\n  共:\n    逐项: 付款\n    称作: 笔\n    状态: {已: 0}\n"
                             "    递推: {已: 已 + 率(笔.额)}\n    得: 已\n";
    struct Row {
        const char* title;
        std::string rules;
        std::vector<int> amounts;
        const char* looks;
    };
    const Row rows[] = {
        {"a loop", "奖补: [{基数: '合计(for 笔 in 付款 return 率(笔.额)) * 1元'}]\n", {3, 30, 3}, "3*2: 1!, 30: 2!"},
        {"a loop of no elements", "奖补: [{基数: '合计(for 笔 in 付款 return 率(笔.额)) * 1元'}]\n", {}, ""},
        {"a filter", "奖补: [{基数: '合计(付款[率(额) = 2].额) * 1元'}]\n", {3, 30, 40}, "3: 1!, 30: 2!, 40: 2!"},
        {"a fold", loop + "奖补: [{基数: 共 * 1元}]\n", {3, 30}, "3: 1!, 30: 2!"},
        {"a fold that looks up its state",
         "计算:\n  共:\n    逐项: 付款\n    称作: 笔\n    状态: {已: 9}\n    递推: {已: 已 + 率(已)}\n    得: 已\n"
         "奖补: [{基数: 共 * 1元}]\n", {3, 30}, "9: 1!, 10: 2!"},
        {"a loop in a loop", "奖补: [{基数: '合计(for 笔 in 付款 return 合计(for i in 1..2 return 率(笔.额 + i))) * 1元'}]\n",
         {8, 30}, "9: 1!, 10: 2!, 31: 2!, 32: 2!"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.title);
        const Explanation one = explained(head + row.rules, {payments(row.amounts)});
        REQUIRE(one.tables.size() == 1);
        CHECK(looks(one.tables.front()) == row.looks);
    }
    // of a long list the beginning is enough
    const Explanation one = explained(head + rows[0].rules, {payments(std::vector<int>(5000, 7))});
    CHECK(looks(one.tables.front()) == "7*100: 1!");
}

TEST_CASE("a table inside of a list inside of a fold is left out, and the fold comes to the same") {
    const std::string text = "种类: 事项\n编号: 例\n名称: 例\n申报:\n"
                             "  付款: {类型: 列表, 每项: {额: {类型: 整数, 范围: '[0..1000]'}}}\n"
                             "对照表:\n  率: {命中: 唯一, 输入: {额: 数}, 输出: 数, 行: [['< 10', 1], ['>= 10', 2]]}\n"
                             "计算:\n  共:\n    逐项: 付款\n    称作: 笔\n    状态: {已: 0}\n"
                             "    递推: {已: '已 + 合计(for i in 1..2 return 率(笔.额 + 已 + i))'}\n    得: 已\n"
                             "奖补: [{基数: 共 * 1元}]\n";
    const Explanation one = explained(text, {Value::list({Value::record({number(7)}), Value::record({number(7)})})});
    CHECK(one.tables.empty());
    // 1 (of 8) + 1 (of 9), then 2 (of 10) + 2 (of 11)
    CHECK(one.outcome.award.number() == 6);
}

TEST_CASE("a worksheet tells the condition of a step, whether it holds or not") {
    struct Row {
        Value given;
        Value holds;
        bool applies;
    };
    const Row rows[] = {{number(5), Value::of(true), true}, {number(50), Value::of(false), false}, {kUnknown, kUnknown, true}};
    for (const Row& row : rows) {
        const Explanation one = explained("种类: 事项\n编号: 例\n名称: 例\n申报:\n  数: {类型: 整数, 范围: '[0..1000]'}\n"
                                          "奖补: [{基数: 100元}, {加: 1元, 当: 数 < 10}]\n", {row.given});
        CHECK(one.steps[0].when.empty());
        CHECK(one.steps[1].when == "数 < 10");
        CHECK(one.steps[1].applies == row.applies);
        CHECK(one.steps[1].holds.state() == row.holds.state());
        if (row.holds.known()) {
            CHECK(one.steps[1].holds.boolean() == row.holds.boolean());
        }
    }
}

TEST_CASE("a worksheet tells the bands that count") {
    struct Row {
        const char* bands;
        Value given;
        const char* told;   ///< of each band: no, yes, ? and what lies in it
    };
    const char* marginal = "{方式: 超额累进, 档: [{至: 10元, 率: 5%}, {至: 20元, 率: 3%}, {率: 1%}]}";
    const char* whole = "{方式: 全额累进, 档: [{不满: 10元, 率: 5%}, {至: 20元, 额: 1元}, {率: 1%}]}";
    const Row rows[] = {
        {marginal, number(10), "yes10 no0 no0"}, {marginal, number(25), "yes10 yes10 yes5"}, {marginal, kUnknown, "? ? ?"},
        {whole, number(9), "yes no no"},         {whole, number(10), "no yes no"},           {whole, number(21), "no no yes"},
        {whole, kUnknown, "? ? ?"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.bands);
        CAPTURE(row.told);
        const Explanation one = explained(std::string("种类: 事项\n编号: 例\n名称: 例\n申报:\n  数: {类型: 整数, 范围: '[0..1000]'}\n"
                                                      "奖补: [{基数: 数 * 1元}, {分档: ") + row.bands + "}, {取整: 四舍五入到分}]\n", {row.given});
        std::string told;
        for (const ExplainedBand& band : one.steps[1].bands) {
            told += (told.empty() ? "" : " ") + std::string(!band.applies.known() ? "?" : band.applies.boolean() ? "yes" : "no");
            told += band.inside.known() ? band.inside.number().str() : "";
        }
        CHECK(told == row.told);
    }
}

TEST_CASE("a worksheet tells the days in force, the day that was looked at and the clause") {
    const Explanation one = explained("种类: 事项\n编号: 例\n名称: 例\n依据: {期: {文件: 办法, 条款: 第九条}}\n"
                                      "施行: {自: 2024-01-01, 至: 2024-12-31, 按: 申报日, 依据: 期}\n"
                                      "申报:\n  申报日: {类型: 日期}\n奖补: [{基数: 100元}]\n", {Value::of(*Date::from_civil(2025, 1, 1))});
    REQUIRE(one.period);
    CHECK(one.period->by == "申报日");
    CHECK(one.period->day.date().text() == "2025-01-01");
    CHECK(one.period->from->text() == "2024-01-01");
    CHECK(one.period->to->text() == "2024-12-31");
    CHECK(one.period->test.expression == "申报日 in [2024-01-01..2024-12-31]");
    CHECK(!one.period->test.holds.boolean());
    CHECK(one.period->test.cited.clause == "第九条");
}

}  // namespace huiqi
