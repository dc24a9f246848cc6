#include "engine/language/cell_ranges.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

/// Writes stretches as intervals; `-` where there are none to give.
std::string written(const std::optional<std::vector<AllowedRange>>& ranges) {
    if (!ranges) {
        return "-";
    }
    std::string all;
    for (const AllowedRange& range : *ranges) {
        all +=
            fmt::format("{}{}{}..{}{}", all.empty() ? "" : " ", range.low && range.low_included ? '[' : '(',
                        range.low ? range.low->str() : "", range.high ? range.high->str() : "",
                        range.high && range.high_included ? ']' : ')');
    }
    return all;
}

TEST_CASE("a cell of constants reads as stretches of what satisfies it") {
    struct Row {
        const char* cell;
        Type subject;
        const char* ranges;
    };
    const Row rows[] = {
        {"10万元以上不满50万元", yuan(), "[100000..500000)"},
        {"超过0元", yuan(), "(0..)"},
        {"> 0", yuan(), "(0..)"},
        {"-5", Type::number(), "[-5..-5]"},
        {"2 * 3", Type::number(), "[6..6]"},
        {"[1..3], (3..5), 7", Type::number(), "[1..5) [7..7]"},
        {"[1..3), (3..5)", Type::number(), "[1..3) (3..5)"},
        {"< 1, >= 1", Type::number(), "(..)"},
        {"[3..1]", Type::number(), ""},
        {"not([1..3])", Type::number(), "(..1) (3..)"},
        {"not(< 1, > 3)", Type::number(), "[1..3]"},
        {"!= 2", Type::number(), "(..2) (2..)"},
        {"? > 1 and ? < 2", Type::number(), "(1..2)"},
        {"[2024-01-01..2024-01-03)", Type::date(), "[19723..19724]"},
        {"> 2024-01-01", Type::date(), "[19724..)"},
        {"小型, 大型", company_size(), "[1..1] [3..3]"},
        {"中型以下", company_size(), "[0..0] [1..1] [2..2]"},
        {"not(小型)", company_size(), "[0..0] [2..2] [3..3]"},
        {"是", Type::boolean(), "[1..1]"},
        {"not(是)", Type::boolean(), "[0..0]"},
        {"not(?)", Type::boolean(), "[0..0]"},
        {"人数", Type::number(), "-"},
        {">= 人数", Type::number(), "-"},
        {"\"a\"", Type::text(), "-"},
        {"= null, >= 5元", yuan().as_optional(), "[5..)"},
        {"not(>= 5元)", yuan().as_optional(), "(..5)"},
        {"1 / 0", Type::number(), "-"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.cell);
        const CheckedCell cell = check_cell_text(row.cell, row.subject);
        CHECK(cell.text.codes() == "");
        REQUIRE(!cell.any);
        CHECK(written(constant_ranges(cell.text.expression)) == row.ranges);
    }
}

TEST_CASE("an absent subject satisfies nothing but null and no limit at all") {
    struct Row {
        const char* cell;
        bool matches;
    };
    const Row rows[] = {
        {"= null", true},     {"null", true},        {"null, 5元", true}, {"5元", false},
        {">= 5元", false},    {"!= 5元", false},     {"not(5元)", false}, {"!= null", false},
        {"not(null)", false}, {"[1元..2元]", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.cell);
        const CheckedCell cell = check_cell_text(row.cell, yuan().as_optional());
        CHECK(cell.text.codes() == "");
        CHECK(matches_absent(cell.text.expression) == row.matches);
    }
}

TEST_CASE("a cell without a limit is none, and a faulty one says so at its place") {
    CHECK(check_cell_text("不限", yuan()).any);
    CHECK(check_cell_text("5元, 不限", yuan()).any);
    CHECK(check_cell_text(">= 5", yuan()).text.codes() == "E204");
    CHECK(check_cell_text("小形", company_size()).text.codes() == "E203");
    CHECK(check_cell_text(">= 省级", recognition()).text.codes() == "E206");
    CHECK(check_cell_text("2024-01-01", yuan()).text.codes() == "E201");
    // The subject is written nowhere, so only the bound is shown.
    const CheckedCell cell = check_cell_text(">= 5", yuan());
    CHECK(cell.text.first().related.size() == 1);
    CHECK(cell.text.first().message.zh == "比较的两边单位不同：左边是元，右边没有单位");
}

TEST_CASE("a part made of literals has its value") {
    struct Row {
        const char* text;
        const char* value;
    };
    const Row rows[] = {{"2 ** 10 - 1", "1023"},
                        {"1 / 3", "1/3"},
                        {"-(2 + 3) * 4", "-20"},
                        {"1 / 0", "-"},
                        {"人数 + 1", "-"}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text);
        const auto value = constant_number(checked.expression, checked.expression.root);
        CHECK((value ? value->str() : "-") == row.value);
    }
}

}  // namespace
}  // namespace huiqi
