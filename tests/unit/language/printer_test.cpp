#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/language/parser.h"
#include "tests/unit/language/syntax_generator.h"
#include "tests/unit/language/syntax_shape.h"

namespace huiqi {
namespace {

using testing::parsed;
using testing::parsed_cell;
using testing::same;
using testing::SyntaxGenerator;

struct Row {
    std::string text;
    std::string printed;
};

TEST_CASE("a tree is printed in one spelling, with the fewest brackets") {
    const std::vector<Row> rows{
        {"（甲＋乙）×３％", "(甲 + 乙) * 3%"},
        {"((a)) + ((b * c))", "a + b * c"},
        {"a - (b - c)", "a - (b - c)"},
        {"(a - b) - c", "a - b - c"},
        {"a ** (b ** c)", "a ** (b ** c)"},
        {"(-2) ** 2", "-2 ** 2"},
        {"-(2 ** 2)", "-(2 ** 2)"},
        {"(a 且 b) 且 c", "(a and b) and c"},
        {"a 或 (b 且 c)", "a or b and c"},
        {"(如果 a 则 b 否则 c) + 1", "(if a then b else c) + 1"},
        {"ROUND(x，2)", "round half up(x, 2)"},
        {"非(已退回)", "not(已退回)"},
        {"企业规模 属于 (中型以下)", "企业规模 in (<= 中型)"},
        {"x 属于 (10万元以上不满50万元)", "x in [10万元..50万元)"},
        {"x in (1、2)", "x in (1, 2)"},
        {"10 万元 + 5 ％ + 10000yuan", "10万元 + 5% + 10000 yuan"},
        {"1年6月", "1年6个月"},
        {".5", "0.5"},
        {"2024年1月31日", "2024-01-31"},
        {"@“P1Y”", "@\"P1Y\""},
        {"“合“", "\"合\""},
        {R"("a\"\\\n")", R"("a\"\\\n")"},
        {"(days) between (1) and 2", "days between 1 and 2"},
        {"(-days) between (a = b) and c", "(-days) between (a = b) and c"},
        {"[1..3]", "[1..3]"},
        {"xs[item > 1].f", "xs[item > 1].f"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(print(parsed(row.text).tree) == row.printed);
        CHECK(print(parsed(row.printed).tree) == row.printed);
    }
}

TEST_CASE("a cell is printed as its tests") {
    const std::vector<Row> rows{
        {"-", "不限"},      {"非(小型，中型)", "not(小型, 中型)"},     {"(not(x))", "(not(x))"},
        {"不满60", "< 60"}, {"1万元以上，= null", ">= 1万元, = null"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(print(parsed_cell(row.text).tree) == row.printed);
        CHECK(print(parsed_cell(row.printed).tree) == row.printed);
    }
}

TEST_CASE("a number that no author wrote is printed in base units") {
    const Unit rent = Unit::of("CNY") / Unit::of("平方米") / Unit::of("month");
    const std::vector<std::pair<Unit, std::string>> rows{
        {{}, "1.5"}, {Unit::of("CNY"), "1.5元"}, {Unit::of("month"), "1.5个月"}, {rent, "1.5元/个月/平方米"}};
    for (const auto& [unit, printed] : rows) {
        SyntaxTree tree;
        SyntaxNode node;
        node.kind = SyntaxKind::number;
        node.number = ratio(3, 2);
        node.unit = unit;
        tree.nodes.push_back(node);
        tree.root = 0;
        CHECK(print(tree) == printed);
        const auto again = parsed(printed);
        CHECK(again.tree[again.tree.root].number == node.number);
        CHECK(again.tree[again.tree.root].unit == unit);
    }
}

TEST_CASE("parsing what is printed gives the same tree") {
    const bool holds = rc::check("parse(print(tree)) is tree", [](std::uint32_t seed) {
        SyntaxGenerator generator(seed);
        const SyntaxTree tree = generator.expression(5);
        const std::string text = print(tree);
        const auto again = parsed(text);
        RC_LOG() << text;
        RC_ASSERT(again.codes().empty());
        RC_ASSERT(same(tree, tree.root, again.tree, again.tree.root));
    });
    CHECK(holds);
}

TEST_CASE("parsing a printed cell gives the same cell") {
    const bool holds = rc::check("parse_cell(print(cell)) is cell", [](std::uint32_t seed) {
        SyntaxGenerator generator(seed);
        const SyntaxTree tree = generator.cell(4);
        const std::string text = print(tree);
        const auto again = parsed_cell(text);
        RC_LOG() << text;
        RC_ASSERT(again.codes().empty());
        RC_ASSERT(same(tree, tree.root, again.tree, again.tree.root));
    });
    CHECK(holds);
}

}  // namespace
}  // namespace huiqi
