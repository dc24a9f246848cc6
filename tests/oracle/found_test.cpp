#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/oracle/comparison.h"

namespace huiqi::oracle {
namespace {

/// A rulebook cut down to what once went wrong: the value of its last definition, for an application in which
/// 钱 is 0, 数 is 3, 负 is the least whole number of its range, 可 is yes, 某日 is 2024-02-29, 无数 is absent
/// and 未数, 未可, 未日 are not answered.
struct Found {
    const char* title;
    const char* more;  ///< parameters and tables
    const char* expression;
    const char* expected;  ///< as `shown` writes it
};

[[nodiscard]] Loaded load_found(const Found& found) {
    const std::string inputs =
        "种类: 事项\n编号: 例\n名称: 例\n申报:\n"
        "  钱: {类型: 金额, 单位: 万元, 小数: 6}\n"
        "  数: {类型: 数, 小数: 2, 范围: '[0..100]'}\n"
        "  负: {类型: 数, 小数: 0, 范围: '[-9223372036854775808..9223372036854775807]'}\n"
        "  可: {类型: 是否}\n  某日: {类型: 日期}\n  无数: {类型: 数, 小数: 0, 可无: 是}\n"
        "  未数: {类型: 数, 小数: 2, 范围: '[0..100]'}\n  未可: {类型: 是否}\n  未日: {类型: 日期}\n";
    return load(inputs + found.more + "计算:\n  值: '" + found.expression +
                "'\n条件:\n  - {编号: 有, 要求: true, 不符合时: 无}\n");
}

[[nodiscard]] ApplicationData answers() {
    return {Value::of(Rational(0)),
            Value::of(Rational(3)),
            Value::of(Rational("-9223372036854775808")),
            Value::of(true),
            Value::of(*Date::from_civil(2024, 2, 29)),
            Value::absent(),
            Value::unknown({"未数"}),
            Value::unknown({"未可"}),
            Value::unknown({"未日"})};
}

}  // namespace

TEST_CASE("what random rulebooks once found stays mended") {
    const std::vector<Found> rows{
        {"a column that is divided by and multiplied by again cancels", "", "7 / 数 * 数", "7"},
        {"whichever side it stands on", "", "负 * (7 / 负)", "7"},
        {"a divisor below zero keeps its sign", "", "7 / 负 * 负", "7"},
        {"but not where it is zero", "", "7 / (数 - 数) * (数 - 数)", "R01"},
        {"nor where it is not known", "", "7 / 未数 * 未数", "unknown[\"未数\"]"},
        {"a chain of quotients cancels the last", "", "钱 / 数 / 2 * 数 * 2", "0"},
        {"a step of rounding below 0 turns no direction round", "", "ceiling(1元, 数 * -1元) + floor(1元, 数 * -1元)", "3"},
        {"a branch that is null whatever is chosen", "",
         "if 无数 = null then (if 未可 then null else null) else 数", "unknown[\"未可\"]"},
        {"nulls chosen between stand beside other values", "",
         "default(if 可 then (if 可 then null else null) else 数, 7)", "7"},
        {"a null of any making in the place of a date", "",
         "default(if 可 then (if 未可 then null else null) else 某日, 某日)", "unknown[\"未可\"]"},
        {"a null of any making among dates", "", "count([某日, if 可 then null else null])", "2"},
        {"a null of any making compared with a date that may be absent", "",
         "(if 可 then null else null) = (if 可 then 某日 else null)", "否"},
        {"a null of any making equals null", "", "(if 可 then null else 数) = (if 可 then null else null)",
         "是"},
        {"a null chosen twice beside a number of many digits", "",
         "if 可 then (if 未可 then null else null) else 负 * 负 * 负", "unknown[\"未可\"]"},
        {"a position that is null where it does not count", "参数:\n  空: {类型: 数, 地方: 可填, 值: 无}\n",
         "if 空 = null then 2020-01-01 else [某日][空]", "2020-01-01"},
        {"a null parameter in the column of a table",
         "参数:\n  空: {类型: 数, 地方: 可填, 值: 无}\n对照表:\n  表: {命中: 唯一, 输入: [空], 输出: 数, 行: "
         "[['< 1', 1], ['>= 1', 2], ['= null', 3]]}\n",
         "表", "3"},
        {"a divisor whose product with a scale passes 64 bits", "",
         "odd(数 * 3 / (钱 + 1000000000000000元) * 1000000000000000元)", "是"},
        {"a whole number at the end of 64 bits", "", "default(if odd(负 / 10) then 1 else 2, 3)", "R04"},
        {"rounding at the end of 64 bits", "", "floor(负 / 10) * 10 - 负", "-2"},
        {"rounding to a step at the end of 64 bits", "", "round half up(负, -1) - 负", "-2"},
        {"the power 0 of what is not answered", "", "未数 ** 0", "unknown[\"未数\"]"},
        {"the power 0 of an error", "", "(1元 / 钱) ** 0", "R01"},
        {"an unknown row of an agreeing table may still agree",
         "对照表:\n  表: {命中: 一致, 输入: [可], 输出: 数, 行: [['true', 3], ['不限', 未数]]}\n", "表",
         "unknown[\"未数\"]"},
        {"rows of an agreeing table that differ, beside one that is unknown",
         "对照表:\n  表: {命中: 一致, 输入: [可], 输出: 数, 行: [['true', 3], ['不限', 数 + 1]]}\n", "表",
         "R10"},
        {"quotients agree by their values",
         "对照表:\n  表: {命中: 一致, 输入: [可], 输出: 数, 行: [['true', 3 / (数 + 1)], ['不限', 6 / (数 * "
         "2 + 2)]]}\n",
         "表", "3/4"},
        {"rows agree in all outputs or not at all",
         "对照表:\n  表: {命中: 一致, 输入: [可], 输出: {甲: 数, 乙: 数}, 行: [['true', 1, 2], ['不限', 1, "
         "3]]}\n",
         "表.甲", "R10"},
        {"one output with a name is a record of one",
         "对照表:\n  表: {命中: 唯一, 输入: [可], 输出: {甲: 数}, 行: [['true', 数 + 1], ['false', 2]]}\n", "表.甲", "4"},
        {"one output with a name, in a list",
         "对照表:\n  表: {命中: 列出, 输入: [可], 输出: {甲: 数}, 行: [['true', 数 + 1], ['不限', 2]]}\n", "sum(表.甲)", "6"},
        {"an error beside an unknown that may be absent", "", "(1元 / 钱 > 0) = (if 未可 then 可 else null)",
         "R01"},
        {"the first error in the order of the operands", "", "mean([数][item > 5]) * (数 / 钱) * 1元", "R02"},
        {"an error in one list counts before what is open in the other", "",
         "(if 未可 then [数] else [1]) = (if [数][9] = 1 then [数] else [1])", "R03"},
        {"and so it does the other way round", "", "(if [数][9] = 1 then [数] else [1]) != (if 未可 then [数] else [1])", "R03"},
        {"lists of different lengths differ whatever stands in them", "", "[未数] = [数, 1]", "否"},
        {"an error behind an open output of an agreeing table",
         "对照表:\n  表: {命中: 一致, 输入: [可], 输出: 数, 行: [['true', 未数], ['不限', '[数][9]']]}\n", "表", "R03"},
        {"the first error of a long sum of quotients", "",
         "[数][9] / 数 + 数 / (数 - 3) + date(2023, 2, 29).年", "R03"},
    };
    for (const Found& row : rows) {
        INFO(std::string(row.title));
        const Loaded loaded = load_found(row);
        INFO(loaded.messages);
        CHECK(loaded.ready.has_value());
        if (!loaded.ready) {
            continue;
        }
        const Ready& ready = *loaded.ready;
        const Type type = ready.incentive().definitions[0].type;
        CHECK(shown(judge(ready.incentive(), answers()).definitions[0], type) == row.expected);
        Evaluator evaluator(ready.plan);
        const Batch batch = batch_of(ready, {answers(), answers()});
        evaluator.run(batch, 0, 2);
        CHECK(shown(evaluator.read(ready.plan->incentives[0].definitions[0], 1), type) == row.expected);
    }
}

}  // namespace huiqi::oracle
