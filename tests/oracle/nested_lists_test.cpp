#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/oracle/comparison.h"

namespace huiqi::oracle {
namespace {

/// Three payments of 1, 2 and 2 yuan, numbered 1 to 3, the second of them returned; and the numbers 2 and 3.
[[nodiscard]] ApplicationData payments() {
    const auto payment = [](int number, int yuan, bool returned) {
        return Value::record({Value::of(Rational(number)), Value::of(Rational(yuan)), Value::of(returned)});
    };
    return {Value::list({payment(1, 1, false), payment(2, 2, true), payment(3, 2, false)}),
            Value::list({Value::of(Rational(2)), Value::of(Rational(3))}), Value::of(Rational(2))};
}

[[nodiscard]] Loaded load_definition(const std::string& expression) {
    return load(fmt::format("种类: 事项\n编号: 例\n名称: 例\n申报:\n"
                            "  付款:\n    类型: 列表\n    每项:\n      号: {{类型: 数, 小数: 0}}\n      额: {{类型: 金额}}\n"
                            "      退: {{类型: 是否}}\n"
                            "  号码: {{类型: 列表, 每项: {{类型: 数, 小数: 0}}}}\n"
                            "  几: {{类型: 数, 小数: 0, 范围: '[-1000..1000]'}}\n"
                            "计算:\n  值: '{}'\n条件:\n  - {{编号: 有, 要求: true, 不符合时: 无}}\n",
                            expression));
}

}  // namespace

TEST_CASE("a loop inside a loop keeps the elements of both apart, over one list or two") {
    struct Row {
        const char* expression;
        const char* expected;
    };
    // payments (number, yuan, returned): (1, 1, no), (2, 2, yes), (3, 2, no); numbers: 2, 3
    const std::vector<Row> rows{
        {"sum(for 甲 in 付款 return count(付款[额 > 甲.额]))", "2"},                 // two are dearer than the first
        {"count(付款[count(for 乙 in 付款 return 乙)= 3])", "3"},
        {"for 甲 in 付款 return count(for 乙 in 付款[额 = 甲.额] return 乙)", "[1, 2, 2]"},   // how often an amount occurs
        {"for 甲 in 付款 return some 乙 in 付款 satisfies 乙.额 = 甲.额 * 2", "[true, false, false]"},
        {"for 甲 in 付款 return every 乙 in 付款 satisfies 乙.额 <= 甲.额", "[false, true, true]"},
        {"count(付款[some 乙 in 付款 satisfies 退])", "1"},          // the body speaks of the outer element alone
        {"count(付款[some 乙 in 号码 satisfies 乙 = 号])", "2"},
        {"count(付款[list contains(号码, 号)])", "2"},
        {"count(付款[号 in 号码])", "2"},
        {"for 甲 in 号码 return list contains(号码, 甲 + 1)", "[true, false]"},
        {"for 甲 in 付款 return list contains(付款.额, 甲.额 + 1元)", "[true, false, false]"},
        {"for 甲 in 号码 return 号码[item < 甲]", "[号码[item > 9], [2]]"},
        {"for 甲 in 号码 return for 乙 in 号码 return 甲 * 10 + 乙", "[[22, 23], [32, 33]]"},
        {"for 甲 in 号码 return for 乙 in 号码 return for 丙 in 号码 return 甲 * 100 + 乙 * 10 + 丙",
         "[[[222, 223], [232, 233]], [[322, 323], [332, 333]]]"},
        {"for 甲 in 号码 return append(号码, 甲)", "[[2, 3, 2], [2, 3, 3]]"},
        {"for 甲 in 号码 return concatenate([甲], 号码)", "[[2, 2, 3], [3, 2, 3]]"},
        {"for 甲 in 号码 return reverse(号码)[甲 - 1]", "[3, 2]"},
        {"for 甲 in 号码 return 号码[1]", "[2, 2]"},
        {"for 甲 in 号码 return 累计(for 乙 in 号码 return 乙 * 甲)", "[[4, 10], [6, 15]]"},
        {"for 甲 in 号码 return distinct values([甲, 几, 几])", "[[2], [3, 2]]"},
        {"for 甲 in 号码 return [甲, 几] = [2, 2]", "[true, false]"},
        {"for 甲 in 号码 return 号码 = [甲, 3]", "[true, false]"},
        {"for 甲 in 1..count(付款) return sum(for 乙 in 1..甲 return 付款[乙].额)", "[1元, 3元, 5元]"},
        {"for 甲 in 号码 return if 甲 = 2 then 号码 else []", "[[2, 3], 号码[item > 9]]"},
        {"(for 甲 in 付款 return 付款[号 > 甲.号].额)[1]", "[2元, 2元]"},
        {"sum(for 甲 in 付款 return if count(付款[额 = 甲.额]) > 1 then 甲.额 else 0元)", "4元"},
        {"count(付款[count(付款[额 = item.额]) = 3])", "3"},         // `item` is the element of the innermost filter
        {"string join(for 甲 in 号码 return string join(for 乙 in 号码 return string(甲 * 乙), \"+\"), \",\")", "\"4+6,6+9\""},
        {"for 甲 in 号码 return string join(for 乙 in 号码 return string(乙), string(甲))", "[\"223\", \"233\"]"},
        {"for 甲 in 号码 return median(for 乙 in 号码 return 乙 / 甲)", "[5/4, 5/6]"},
        {"for 甲 in 号码 return max(for 乙 in 付款 return if 乙.号 = 甲 then 乙.额 else 0元)", "[2元, 2元]"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.expression));
        const Loaded got = load_definition(row.expression);
        const Loaded wanted = load_definition(row.expected);
        CAPTURE(got.messages);
        CAPTURE(wanted.messages);
        REQUIRE(got.ready.has_value());
        REQUIRE(wanted.ready.has_value());
        const Type type = got.ready->incentive().definitions[0].type;
        const Value expected = judge(wanted.ready->incentive(), payments()).definitions[0];
        const Value walked = judge(got.ready->incentive(), payments()).definitions[0];
        const bool oracle_right = compare(expected, walked, type) == Agreement::same;
        CHECK_MESSAGE(oracle_right, "oracle ", shown(walked, type), " instead of ", shown(expected, type));
        Evaluator evaluator(got.ready->plan);
        const Batch batch = batch_of(*got.ready, {payments(), payments()});
        evaluator.run(batch, 0, 2);
        const Value planned = evaluator.read(got.ready->plan->incentives[0].definitions[0], 1);
        const bool plan_right = compare(expected, planned, type) == Agreement::same;
        CHECK_MESSAGE(plan_right, "plan ", shown(planned, type), " instead of ", shown(expected, type));
    }
}

}  // namespace huiqi::oracle
