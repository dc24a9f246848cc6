#include "engine/language/lexer.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/language/names.h"
#include "tests/unit/language/syntax_shape.h"

namespace huiqi {
namespace {

using testing::parsed;
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

TEST_CASE("a number is exact, with its scale and its unit in base units") {
    check_shapes({
        {"12", "12"},
        {"0.5", "0.5"},
        {".5", "0.5"},
        {"007", "7"},
        {"100000000000000000000000000.000000000000000000001",
         "100000000000000000000000000.000000000000000000001"},
        {"10万", "100000"},
        {"1.5亿", "150000000"},
        {"3千", "3000"},
        {"2万亿", "2000000000000"},
        {"5%", "0.05"},
        {"5％", "0.05"},
        {"5 %", "0.05"},
        {"5‰", "0.005"},
        {"3个百分点", "0.03"},
        {"3 percentage points", "0.03"},
        {"1 percentage point", "0.01"},
        {"25个基点", "0.0025"},
        {"5 percent", "0.05"},
        {"25 bps", "0.0025"},
        {"300元", "300 CNY"},
        {"10万元", "100000 CNY"},
        {"10 万元", "100000 CNY"},
        {"1.5亿元", "150000000 CNY"},
        {"1分", "0.01 CNY"},
        {"5角", "0.5 CNY"},
        {"2万美元", "20000 USD"},
        {"3欧元", "3 EUR"},
        {"3港元", "3 HKD"},
        {"10000 yuan", "10000 CNY"},
        {"10000yuan", "10000 CNY"},
        {"7 USD", "7 USD"},
        {"30天", "30 day"},
        {"30日", "30 day"},
        {"2周", "14 day"},
        {"1 day", "1 day"},
        {"2 weeks", "14 day"},
        {"6个月", "6 month"},
        {"6月", "6 month"},
        {"1季度", "3 month"},
        {"2年", "24 month"},
        {"2 years", "24 month"},
        {"1年6个月", "18 month"},
        {"1年6月", "18 month"},
        {"5件", "5 件"},
        {"3万件", "30000 件"},
        {"20 m2", "20 m2"},
    });
}

TEST_CASE("a compound unit is written without blanks, and divides") {
    check_shapes({
        {"20元/天", "20 CNY/day"},
        // 12 % a year is 1 % a month.
        {"12%/年", "0.01/month"},
        {"12%/year", "0.01/month"},
        {"50元/平方米/月", "50 CNY/month/平方米"},
        {"10元/周*7", "(* 10/7 CNY/day 7)"},
        {"20元 / 天", "(/ 20 CNY 天)"},
        {"20元/天数", "(/ 20 CNY 天数)"},
        {"20/天", "(/ 20 天)"},
    });
}

TEST_CASE("a date has three forms") {
    check_shapes({
        {"2024-01-31", "2024-01-31"},
        {"2024年1月31日", "2024-01-31"},
        {"2024年01月31日", "2024-01-31"},
        {"2024 年 1 月 31 日", "2024-01-31"},
        {"@\"2024-01-31\"", "2024-01-31"},
        {"@“2024-01-31”", "2024-01-31"},
        {"２０２４－０１－３１", "2024-01-31"},
        {"2024-01-31-1天", "(- 2024-01-31 1 day)"},
        {"2024-01-31.year", "(.year 2024-01-31)"},
        {"[2024-01-31..2024-02-01]", "([] 2024-01-31 2024-02-01)"},
        {"2024 - 1 - 31", "(- (- 2024 1) 31)"},
        {"12024-01-31", "(- (- 12024 1) 31)"},
        {"2024-01-315", "(- (- 2024 1) 315)"},
    });
}

TEST_CASE("a duration in FEEL's spelling is a number of months or of days") {
    check_shapes({
        {"@\"P2Y\"", "24 month"},
        {"@\"P1Y2M\"", "14 month"},
        {"@\"P010M\"", "10 month"},
        {"@\"P90D\"", "90 day"},
        {"@\"-P1Y\"", "-12 month"},
        {"@\"-P0D\"", "0 day"},
    });
}

TEST_CASE("a text keeps its characters and knows the escapes of FEEL") {
    check_shapes({
        {"\"abc\"", "\"abc\""},
        {"“合同”", "\"合同\""},
        {"“（，”", "\"（，\""},
        {R"("a\"b\\c\nd\te\'f")", "\"a\"b\\c\nd\te'f\""},
        {R"("\u4E2D\uD83D\uDE00\U01F600")", "\"中😀😀\""},
        {R"(“a\n”)", "\"a\\n\""},
        {"＂full，width＂", "\"full，width\""},
        {"\"/* no comment */ // none\"", "\"/* no comment */ // none\""},
    });
}

TEST_CASE("full-width forms read as ASCII and offsets point into the author's text") {
    const std::string text = "（甲＋Ａ１）×３　≥　乙、";
    const auto result = parsed(text);
    CHECK(shape(result) == "(>= (* (+ 甲 A1) 3) 乙)");
    REQUIRE(result.diagnostics.all().size() == 1);
    const Span comma = result.diagnostics.all().front().span;
    CHECK(text.substr(comma.begin, comma.end - comma.begin) == "、");
    for (const SyntaxNode& node : result.tree.nodes) {
        if (node.kind == SyntaxKind::name && node.name == "A1") {
            CHECK(text.substr(node.begin, node.end - node.begin) == "Ａ１");
        }
    }
}

TEST_CASE("signs of other keyboards and comments are understood") {
    check_shapes({
        {"a × b ÷ c − d", "(- (/ (* a b) c) d)"},
        {"a ≤ b", "(<= a b)"},
        {"a ≥ b", "(>= a b)"},
        {"a ≠ b", "(!= a b)"},
        {"a <> b", "(!= a b)"},
        {"a ！＝ b", "(!= a b)"},
        {"1 + /* 1 + */ 1", "(+ 1 1)"},
        {"1 // 注释\n + 2", "(+ 1 2)"},
        {"max(甲、乙，丙)", "(max() 甲 乙 丙)"},
        {"a\xC2\xA0+ b", "(+ a b)"},
    });
}

TEST_CASE("a name is put in form C, so that one name has one spelling") {
    check_shapes({
        {"e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
        {"_a1", "_a1"},
        {"第１期", "第1期"},
    });
}

TEST_CASE("both languages spell the keywords, and Chinese ones need a blank") {
    check_shapes({
        {"甲 且 乙 并且 丙", "(and 甲 乙 丙)"},
        {"甲 或 乙 或者 丙", "(or 甲 乙 丙)"},
        {"如果 甲 则 乙 否则 丙", "(if 甲 乙 丙)"},
        {"如果 甲 那么 乙 否则 丙", "(if 甲 乙 丙)"},
        {"存在 x 属于 xs 满足 x", "(some x xs x)"},
        {"每个 x 属于 xs 满足 x", "(every x xs x)"},
        {"x 介于 1 and 3", "(between x 1 3)"},
        {"是 = 否", "(= true false)"},
        {"x = 无", "(= x null)"},
        // One name: the checker says that the blanks are missing.
        {"关联交易且实付金额", "关联交易且实付金额"},
        {"是否首次", "是否首次"},
    });
}

TEST_CASE("the words of tests need no blank beside a number") {
    check_shapes({
        {"x in (10万元以上不满50万元)", "(in x ([) 100000 CNY 500000 CNY))"},
        {"x in (60以上不满85)", "(in x ([) 60 85))"},
        {"x in (不满60)", "(in x (< 60))"},
        {"x in (超过0元)", "(in x (> 0 CNY))"},
        {"x 属于 (中型以下)", "(in x (<= 中型))"},
        {"x 属于 (2024-01-31以内)", "(in x (<= 2024-01-31))"},
        {"x in ((a)以上不满(b))", "(in x ([) a b))"},
        // Only a digit parts a name from the word before it.
        {"不满意", "不满意"},
        {"以上年度", "以上年度"},
    });
}

TEST_CASE("what no token begins with or no literal is made of is reported once") {
    const std::vector<Row> rows{
        {"a # b", "E101 E108"},
        {"¥100", "E101"},
        {"a \xE2\x80\x8B+ b", "E101"},
        {"a \xFF+ b", "E101"},
        {"{a}", "E101 E101"},
        {"'abc'", "E101 E101"},
        {"@x", "E101"},
        {"\"a\x01\"", "E101"},
        {"5. + 1", "E102"},
        {"1.2.3", "E102"},
        {"1e3", "E102"},
        {"10,000元", "E102"},
        {"f(1,000)", "E102"},
        {"1年30天", "E102"},
        {"2024年1月", "E102"},
        {"24年1月31日", "E102"},
        {"2024年1月31号", "E102"},
        {"2024/1/31", "E102"},
        {"2024.1.31", "E102"},
        {"2024-1-31", "E102"},
        {"@\"foo\"", "E102"},
        {"@\"P1Y1D\"", "E102"},
        {"@\"PT1H\"", "E102"},
        {"@\"P\"", "E102"},
        {"\"\\q\"", "E102"},
        {"\"\\uD83D\"", "E102"},
        {"\"\\U110000\"", "E102"},
        {"2024-02-30", "E103"},
        {"2023年2月29日", "E103"},
        {"@\"2024-13-01\"", "E103"},
        {"0000-01-01", "E103"},
        {"\"abc", "E104"},
        {"“abc“", "E104"},
        {"”abc”", "E104"},
        {"1 /* 2", "E104"},
        {"\"a\nb\"", "E104 E104 E108"},
        {"5家", "E105"},
        {"5 kg", "E105"},
        {"10万家", "E105"},
        {"10元5角", "E108"},
        {"a > 10万元且 b", "E105"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(parsed(row.text).codes() == row.shape);
    }
}

TEST_CASE("a sign of another language is named, and read as what was meant") {
    struct Slip {
        std::string text;
        std::string shape;
        std::string help;
    };
    const std::vector<Slip> rows{
        {"a == b", "(= a b)", "write one ="},  {"a && b", "(and a b)", "write and"},
        {"a || b", "(or a b)", "write or"},    {"a => b", "(>= a b)", "write >="},
        {"a =< b", "(<= a b)", "write <="},    {"a ^ 2", "(** a 2)", "write ** for a power"},
        {"【1，2】", "(list 1 2)", "write ["}, {"a — b", "(- a b)", "write - to subtract; a range is [1..3]"},
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

TEST_CASE("an unknown unit names its nearest, or how to declare it") {
    CHECK(parsed("5 yaun").diagnostics.all().front().help.en == "did you mean `yuan`?");
    CHECK(parsed("5家").diagnostics.all().front().help.zh.find("单位: [家]") != std::string::npos);
    CHECK(parsed("10,000元").diagnostics.all().front().help.zh.find("10000") != std::string::npos);
    CHECK(parsed("2024/1/3").diagnostics.all().front().help.zh.find("2024-01-03") != std::string::npos);
}

TEST_CASE("the first faults of a text that is no expression are enough") {
    CHECK(parsed(std::string(5000, '#')).diagnostics.all().size() <= 20);
    CHECK(parsed(std::string(5000, ')')).diagnostics.all().size() <= 20);
    CHECK(parsed(std::string(5000, '<')).diagnostics.all().size() <= 41);
}

TEST_CASE("a declared name is one that expressions can use") {
    CHECK(read_name("  合同金额 ") == "合同金额");
    CHECK(read_name("Ａ１") == "A1");
    CHECK(read_name("e\xCC\x81") == "\xC3\xA9");
    CHECK(read_name("不限") == "不限");
    for (const std::string& text : std::vector<std::string>{"", " ", "1a", "a b", "a-b", "且", "if", "以上",
                                                            "中型以下", "超过3年", "a.b", "“a”"}) {
        CAPTURE(text);
        CHECK_FALSE(read_name(text).has_value());
    }
}

}  // namespace
}  // namespace huiqi
