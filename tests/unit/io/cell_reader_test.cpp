#include "engine/io/cell_reader.h"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/batch.h"
#include "engine/io/heading.h"
#include "tests/support/row_values.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::boolean_field;
using testing::date_field;
using testing::enum_field;
using testing::money_field;
using testing::optional;
using testing::text_field;

/// Reads one cell through the fast path of a whole column.
struct OneCell {
    std::vector<Value> row;
    std::vector<CellFault> faults;
};

OneCell read_cell(std::string_view text, const FieldSchema& field,
                  const std::optional<EntryUnit>& unit = {}) {
    const Schema schema{.fields = {field}};
    Batch batch(schema);
    CellGrid grid;
    grid.start(text, 1);
    grid.open_row();
    grid.set(0, 0, text.size());
    grid.close_row();
    OneCell cell;
    CellReader(field, unit).append_column(grid, 0, batch.root().columns[0], batch, cell.faults);
    batch.root().rows = 1;
    cell.row = testing::row_values(batch, schema, 0);
    return cell;
}

TEST_CASE("an empty cell is absent where that is allowed and unknown elsewhere, and so is 未答") {
    for (const FieldSchema& field : {money_field("a"), date_field("a"), boolean_field("a"), text_field("a"),
                                     enum_field("a", {"x", "y"})}) {
        CHECK(read_cell("", field).row[0].state() == State::unknown);
        CHECK(read_cell("", optional(field)).row[0].state() == State::absent);
        CHECK(read_cell("未答", field).row[0].state() == State::unknown);
        CHECK(read_cell("unanswered", optional(field)).row[0].state() == State::unknown);
        CHECK(read_cell("", field).faults.empty());
    }
    CHECK(read_cell(" ", date_field("a")).row[0].state() == State::unknown);
    CHECK(read_cell(" ", text_field("a")).row[0] == Value::of(std::string(" ")));
}

TEST_CASE("a datum is read alike by the quick way and by the careful one") {
    std::vector<FieldSchema> fields{money_field("a"),    money_field("a", 0),
                                    money_field("a", 6), date_field("a"),
                                    boolean_field("a"),  enum_field("a", {"x", "xy", "微型"})};
    FieldSchema wide = money_field("a");
    wide.kind = ColumnKind::wide;
    fields.push_back(wide);
    FieldSchema middle = money_field("a");
    middle.kind = ColumnKind::int128;
    middle.range = {{.low = Rational(-5), .high = Rational(5), .low_included = false, .high_included = false},
                    {.low = Rational(100), .high = {}}};
    middle.least = -5;
    fields.push_back(middle);
    FieldSchema from = date_field("a");
    from.range = {{.low = Rational(0), .high = {}}};
    fields.push_back(from);
    std::vector<std::string> texts{"0",
                                   "1",
                                   "-1",
                                   "+1",
                                   "1.",
                                   ".5",
                                   "00",
                                   "01",
                                   "1.00",
                                   "1.005",
                                   "-0",
                                   "5",
                                   "-5",
                                   "4.99",
                                   "100",
                                   "99.99",
                                   "1e3",
                                   "1,000",
                                   "１",
                                   "12元",
                                   "1万元",
                                   "true",
                                   "false",
                                   "是",
                                   "否",
                                   "TRUE",
                                   "False",
                                   "FALSEE",
                                   "1970-01-01",
                                   "1969-12-31",
                                   "2024-02-29",
                                   "2023-02-29",
                                   "2024-2-1",
                                   "0000-01-01",
                                   "9999-12-31",
                                   "2024-13-01",
                                   "x",
                                   "xy",
                                   "微型",
                                   "z",
                                   "999999999999999999",
                                   "9223372036854775807",
                                   "1000000000",
                                   "1000000000.01",
                                   "123456789012345678901234567890"};
    // More of them from the characters of which data are made.
    std::mt19937 random(20240229);
    constexpr std::string_view kCharacters = "0123456789.-+e xy";
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (auto length = 1 + random() % 12; length > 0; --length) {
            text += kCharacters[random() % (random() % 3 == 0 ? kCharacters.size() : 11)];
        }
        texts.push_back(text);
    }
    for (const FieldSchema& field : fields) {
        for (const std::string& text : texts) {
            CAPTURE(text);
            CAPTURE(static_cast<int>(field.kind));
            const DatumResult expected = read_datum(text, field);
            const OneCell got = read_cell(text, field);
            if (text.find_first_not_of(' ') == std::string::npos) {
                continue;
            }
            REQUIRE(got.faults.empty() == expected.value.has_value());
            if (expected.value) {
                REQUIRE(got.row[0] == *expected.value);
            } else {
                REQUIRE(got.faults[0].fault.code == expected.fault->code);
            }
        }
    }
}

TEST_CASE("the unit of a heading stands for that of the field") {
    struct Row {
        std::string_view unit;
        std::string_view text;
        std::string_view expected;  ///< in yuan, or a code
    };
    const FieldSchema yuan = money_field("合同金额");
    const std::vector<Row> rows{
        {"万元", "120", "1200000"},
        // 元 with two decimals is 万元 with six, no more.
        {"万元", "0.000001", "1/100"},
        {"万元", "0.0000001", "D107"},
        {"元", "120.5", "241/2"},
        {"亿元", "11", "D108"},
        {"分", "1", "1/100"},
        {"分", "1.5", "D107"},
        {"万元", "50元", "50"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.unit);
        CAPTURE(row.text);
        const auto unit = heading_unit(row.unit, yuan.entry.unit);
        REQUIRE(unit.has_value());
        const OneCell got = read_cell(row.text, yuan, unit);
        if (row.expected.starts_with('D')) {
            REQUIRE(got.faults.size() == 1);
            CHECK(got.faults[0].fault.code == row.expected);
        } else {
            REQUIRE(got.faults.empty());
            CHECK(got.row[0].number() == Rational(std::string(row.expected)));
        }
    }
}

TEST_CASE("headings are compared without regard to width, case and blanks") {
    CHECK(folded_heading(" Ａmount　") == "amount");
    CHECK(folded_heading("合同金额（万元）") == "合同金额(万元)");
    CHECK(heading_parts("合同金额（万元）").name == "合同金额");
    CHECK(heading_parts("合同金额（万元）").bracket == "万元");
    CHECK(heading_parts("Rate [%/年]").bracket == "%/年");
    CHECK(heading_parts("合同金额").bracket == std::nullopt);
    CHECK(heading_parts("(元)").bracket == std::nullopt);
    const auto unit = heading_unit(*heading_parts("合同金额（单位：万元）").bracket, Unit::of("CNY"));
    REQUIRE(unit.has_value());
    CHECK(unit->factor == 10'000);
    CHECK_FALSE(heading_unit("不含税", Unit::of("CNY")).has_value());
}

}  // namespace
}  // namespace huiqi
