#include "engine/language/parser.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/unit/language/syntax_shape.h"

namespace huiqi {
namespace {

using testing::mapped;
using testing::parsed;
using testing::parsed_cell;
using testing::shape;

struct Row {
    std::string text;
    std::string shape;
};

void check_shapes(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto result = parsed(row.text);
        CHECK(result.codes().empty());
        CHECK(shape(result) == row.shape);
    }
}

TEST_CASE("operators bind as in FEEL") {
    check_shapes({
        {"a + b * c", "(+ a (* b c))"},
        {"a - b - c", "(- (- a b) c)"},
        {"a / b / c", "(/ (/ a b) c)"},
        // A minus binds tighter than a power, and powers group to the left.
        {"-2 ** 2", "(** (negate 2) 2)"},
        {"3 ** 4 ** 5", "(** (** 3 4) 5)"},
        {"a ** -b.c", "(** a (negate (.c b)))"},
        {"--1", "(negate (negate 1))"},
        {"a or b and c or d", "(or a (and b c) d)"},
        {"(a or b) and c", "(and (or a b) c)"},
        {"a = b and c < d", "(and (= a b) (< c d))"},
        {"a between b + 1 and c and d", "(and (between a (+ b 1) c) d)"},
        {"if a then b else if c then d else e + 1", "(if a b (if c d (+ e 1)))"},
        {"some x in xs satisfies x > 1 or y", "(some x xs (or (> x 1) y))"},
        {"for i in 1+1..n return i * 2", "(for i (range (+ 1 1) n) (* i 2))"},
        {"for i in 1..-1 return i", "(for i (range 1 (negate 1)) i)"},
        {"((a))", "a"},
    });
}

TEST_CASE("fields, filters, calls, lists and ranges") {
    check_shapes({
        {"a.b.c", "(.c (.b a))"},
        {"付款[非(已退回) 且 付款日 <= 止].付款额",
         "(.付款额 (filter 付款 (and (not() 已退回) (<= 付款日 止))))"},
        {"[1,2,3][item >= 2][1]", "(filter (filter (list 1 2 3) (>= item 2)) 1)"},
        {"[]", "(list)"},
        {"f()", "(f())"},
        {"每项标准(甲.类别, 甲.得分)", "(每项标准() (.类别 甲) (.得分 甲))"},
        {"[1..3]", "([] 1 3)"},
        {"(1..3]", "((] 1 3)"},
        {"[a+1..f(b))", "([) (+ a 1) (f() b))"},
        {"[[1..2], (3..4)]", "(list ([] 1 2) (() 3 4))"},
    });
}

TEST_CASE("a built-in is called by any of its names, in words and letters of either case") {
    check_shapes({
        {"ROUND(x, 2)", "(round half up() x 2)"},
        {"四舍五入(x, 2)", "(round half up() x 2)"},
        {"Round  Half\nUp(x, scale: 2)", "(round half up() x scale: 2)"},
        {"years and months duration(from: a, to: b)", "(years and months duration() from: a to: b)"},
        {"days between(a, b) > 3 and list contains(xs, y)",
         "(and (> (days between() a b) 3) (list contains() xs y))"},
        {"substring(string:\"foobar\",start position :3)",
         "(substring() string: \"foobar\" start position: 3)"},
        {"NOT(a)", "(not() a)"},
        {"x and not (y)", "(and x (not() y))"},
        {"合计(xs)", "(sum() xs)"},
        // A name before a keyword and a bracket is no function.
        {"x and (y)", "(and x y)"},
        {"x between (a) and (b)", "(between x a b)"},
    });
}

TEST_CASE("what stands behind `in` reads as tests where it can") {
    check_shapes({
        {"x in [1,2]", "(in x (list 1 2))"},
        {"x in xs.f", "(in x (.f xs))"},
        {"x in <= 10", "(in x (<= 10))"},
        {"x in !=\"b\"", "(in x (!= \"b\"))"},
        {"x in (=10)", "(in x (= 10))"},
        {"x in (2..4)", "(in x (() 2 4))"},
        {"x in (2..4]", "(in x ((] 2 4))"},
        {"x in [2..4)", "(in x ([) 2 4))"},
        {"x in (1, [2..3], > 5, a)", "(in x 1 ([] 2 3) (> 5) a)"},
        {"x in ((1+2)*3)", "(in x (* (+ 1 2) 3))"},
        {"x in (1+2)*3", "(in x (* (+ 1 2) 3))"},
        {"x in (xs)[1]", "(in x (filter xs 1))"},
        {"x in (a) and y", "(and (in x a) y)"},
        {"x in (? > 5)", "(in x (> ? 5))"},
        {"x 属于 (企业、高校、科研组织)", "(in x 企业 高校 科研组织)"},
    });
}

TEST_CASE("a cell is a list of tests about a value that it does not name") {
    const std::vector<Row> rows{
        {"-", "(in _ any)"},
        {"不限", "(in _ any)"},
        {">=18", "(in _ (>= 18))"},
        {"\"Medium\",\"Low\"", "(in _ \"Medium\" \"Low\")"},
        {"not(\"a\", \"b\")", "(not \"a\" \"b\")"},
        {"非(小型)", "(not 小型)"},
        {"not(x) and y", "(in _ (and (not() x) y))"},
        {"企业经营类, 研发活动类", "(in _ 企业经营类 研发活动类)"},
        {"[4%..6%]", "(in _ ([] 0.04 0.06))"},
        {"(0%..100%]", "(in _ ((] 0 1))"},
        {"0元以上", "(in _ (>= 0 CNY))"},
        {"10件以内", "(in _ (<= 10 件))"},
        {"超过0元", "(in _ (> 0 CNY))"},
        {"超过 10万元 不满 50万元", "(in _ (() 100000 CNY 500000 CNY))"},
        {"超过 10万元 50万元以下", "(in _ ((] 100000 CNY 500000 CNY))"},
        {"10万元以上 50万元以下", "(in _ ([] 100000 CNY 500000 CNY))"},
        {"60以上不满85", "(in _ ([) 60 85))"},
        {"中型以上", "(in _ (>= 中型))"},
        {"= null", "(in _ (= null))"},
        {"? > a and ? < b", "(in _ (and (> ? a) (< ? b)))"},
        {"-5", "(in _ (negate 5))"},
        {"true", "(in _ true)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto result = parsed_cell(row.text);
        CHECK(result.codes().empty());
        CHECK(shape(result) == row.shape);
    }
}

TEST_CASE("a fault has its code, and reading goes on") {
    const std::vector<Row> rows{
        {"", "E109"},
        {"  /* nothing */ ", "E109"},
        {"1 +", "E106"},
        {"* 2", "E106"},
        {"a + * b", "E106"},
        {"+5", "E106"},
        {"a.1", "E108"},
        {"a.(b)", "E106"},
        {"f(a,,b)", "E106"},
        {"f(a b, c d)", "E106 E106"},
        {"[1, 2 3]", "E106"},
        {"(1, 2)", "E106"},
        {"a b", "E108"},
        {"1 2", "E108"},
        {"1..3", "E108"},
        {"a, b", "E108"},
        {"\"abs\"(-1)", "E106"},
        {"null()", "E106"},
        {"min(a, [b)", "E107"},
        {"min(a, b", "E107"},
        {"a)", "E107"},
        {"[1, 2)", "E107"},
        {"((a]", "E107 E107"},
        {"if a then b", "E110"},
        {"if a else b", "E106"},
        {"IF(a, b, c)", "E111"},
        {"if(a, b, c)", "E111"},
        {"如果(a, b, c)", "E111"},
        {"AND(a, b) or OR(c, d)", "E111 E111"},
        {"且(a, b)", "E111"},
        {"a < b < c", "E112"},
        {"a = b in c", "E112"},
        {"not a", "E106"},
        {"a and some x in xs satisfies x", "E106"},
        {"some x, y in xs satisfies x", "E106"},
        {"for x in xs", "E106"},
        {"for x in xs, y in ys return x", "E106"},
        {"x between 1", "E106"},
        {"if IF then 1 else 2", ""},
        {"f(x) = 2024-02-30 or 5家 > (1 and \"a", "E103 E105 E104 E107"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto result = parsed(row.text);
        CHECK(result.codes() == row.shape);
        CHECK(result.tree.root < result.tree.nodes.size());
    }
}

TEST_CASE("a word in the place of an operator is read as that operator, and the right one is named") {
    struct Slip {
        std::string text;
        std::string shape;
        std::string help;
    };
    const std::vector<Slip> rows{
        {"金额 超过 1万元", "(> 金额 10000 CNY)", "write >"},
        {"金额 不低于 1万元", "(>= 金额 10000 CNY)", "write >="},
        {"甲 和 乙", "(and 甲 乙)", "write 且 (and)"},
        {"甲 等于 乙", "(= 甲 乙)", "write ="},
        {"规模 是 小型", "(= 规模 小型)", "write ="},
        {"甲 除以 乙", "(/ 甲 乙)", "write /"},
        {"a AND b", "(and a b)", "write and"},
        {"x in (不超过5)", "(in x (<= 5))", "write <="},
        {"IF a THEN b ELSE c", "(if a b c)", "write if"},
    };
    for (const Slip& row : rows) {
        CAPTURE(row.text);
        const auto result = parsed(row.text);
        CHECK(shape(result) == row.shape);
        REQUIRE_FALSE(result.diagnostics.all().empty());
        CHECK(result.diagnostics.all().front().code == "E106");
        CHECK(result.diagnostics.all().front().help.en == row.help);
    }
}

TEST_CASE("a missing bracket is reported where it is missed, with the place of its partner") {
    const auto result = parsed("min(a, [b) + c");
    REQUIRE(result.diagnostics.all().size() == 1);
    const Diagnostic& fault = result.diagnostics.all().front();
    CHECK(fault.span == Span{.source = 0, .begin = 9, .end = 10});
    REQUIRE(fault.related.size() == 1);
    CHECK(fault.related.front().span == Span{.source = 0, .begin = 7, .end = 8});
    CHECK(shape(result) == "(+ (min() a (list b)) c)");
}

TEST_CASE("every fault says in both languages what is wrong and what to write") {
    for (const std::string& text : std::vector<std::string>{
             "a # b", "1e3", "2024-02-30", "\"a", "5家", "1 +", "(a", "a b", "", "if a then b", "IF(a, b, c)",
             "a < b < c", "a == b", "5.", "@\"x\"", "f(a b)", "x in (5以上6)"}) {
        CAPTURE(text);
        const auto result = parsed(text);
        REQUIRE_FALSE(result.diagnostics.all().empty());
        for (const Diagnostic& fault : result.diagnostics.all()) {
            CHECK_FALSE(fault.message.zh.empty());
            CHECK_FALSE(fault.message.en.empty());
            CHECK_FALSE(fault.help.zh.empty());
            CHECK_FALSE(fault.help.en.empty());
            CHECK(fault.message.en.back() != '.');
        }
    }
}

TEST_CASE("a node covers its brackets' inside and its operands' outside") {
    const std::string text = "(a + b) * f(c)";
    const auto result = parsed(text);
    const SyntaxTree& tree = result.tree;
    const auto written = [&](SyntaxId id) {
        return text.substr(tree[id].begin, tree[id].end - tree[id].begin);
    };
    CHECK(written(tree.root) == text);
    CHECK(written(tree[tree.root].children[0]) == "a + b");
    const SyntaxNode& call = tree[tree[tree.root].children[1]];
    CHECK(text.substr(call.name_begin, call.name_end - call.name_begin) == "f");
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

TEST_CASE("limits are reported, never met by the stack") {
    const ParseLimits wide{.bytes = 1U << 30U};
    CHECK(parsed(std::string(65 * 1024, ' ')).codes() == "E113");
    CHECK(parsed(std::string(10'000'000, '(')).codes() == "E113");
    CHECK(parsed(std::string(100'000, '(') + "1", wide).codes() == "E113");
    CHECK(parsed(std::string(401, '9')).codes() == "E113");
    CHECK(parsed("@\"P" + std::string(401, '9') + "D\"").codes() == "E113");
    for (const std::string& part :
         std::vector<std::string>{"[", "f(", "x[", "x in (", "a + ", "-", "a.", "if a then b else ",
                                  "for x in ", "1 ** ", "IF(", "not(", "not ", "("}) {
        CAPTURE(part);
        const auto result = parsed(repeated(part, 30'000) + "1", wide);
        CHECK(result.codes().find("E113") != std::string::npos);
        CHECK(result.tree.nodes.size() <= 100'001);
    }
    CHECK(parsed(repeated("a < ", 30'000) + "1", wide).codes() == "E112");
    CHECK(parsed("a" + repeated("[1]", 30'000), wide).codes() == "E113");
    CHECK(parsed(repeated("a and ", 150'000) + "b", wide).codes() == "E113");
}

TEST_CASE("within the limits, depth and length are no fault") {
    CHECK(parsed(std::string(199, '(') + "1" + std::string(199, ')')).codes().empty());
    CHECK(parsed(repeated("a or ", 5000) + "b").codes().empty());
    CHECK(parsed(repeated("1 + ", 900) + "1").codes().empty());
    CHECK(parsed(std::string(400, '9')).codes().empty());
}

TEST_CASE("a sentence is split at its holes, and places stay exact") {
    Diagnostics diagnostics;
    const std::string text = "只有{实际成交额}，不足{{1}}万元{x = \"}\"}";
    const auto pieces = parse_template(mapped(text), testing::declared_units(), diagnostics);
    CHECK(diagnostics.all().empty());
    REQUIRE(pieces.size() == 4);
    CHECK(pieces[0].literal == "只有");
    CHECK(pieces[0].expression.root == kNoSyntax);
    CHECK(print(pieces[1].expression) == "实际成交额");
    CHECK(pieces[1].expression.span(pieces[1].expression.root) == Span{.source = 0, .begin = 7, .end = 22});
    CHECK(pieces[2].literal == "，不足{1}万元");
    CHECK(print(pieces[3].expression) == "x = \"}\"");
}

TEST_CASE("a hole that is empty or open is reported") {
    const std::vector<Row> rows{{"a{}", "E109"}, {"a{b", "E107"}, {"a}b", "E107"}, {"{a +}", "E106"}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        Diagnostics diagnostics;
        (void)parse_template(mapped(row.text), {}, diagnostics);
        REQUIRE(diagnostics.all().size() == 1);
        CHECK(diagnostics.all().front().code == row.shape);
    }
}

}  // namespace
}  // namespace huiqi
