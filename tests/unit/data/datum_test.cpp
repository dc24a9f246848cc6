#include "engine/data/datum.h"

#include <array>
#include <memory>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

FieldSchema number_field(EntryUnit entry, unsigned decimals, Rational bound) {
    FieldSchema field;
    field.name = "x";
    field.type = Type::number(entry.unit);
    field.entry = std::move(entry);
    field.decimals = decimals;
    field.step = field.entry.factor / Rational(pow10(decimals));
    field.least = -bound;
    field.most = bound;
    field.default_bounds = true;
    field.kind = ColumnKind::int64;
    return field;
}

FieldSchema yuan() { return number_field({Unit::of("CNY"), 1, "元"}, 2, Rational(pow10(15))); }
FieldSchema ten_thousand_yuan() { return number_field({Unit::of("CNY"), 10'000, "万元"}, 6, Rational(pow10(15))); }
FieldSchema percent_a_year() {
    return number_field({Unit::of("month", -1), Rational(1, 1200), "百分数/年"}, 4, Rational(1'000'000, 12));
}

FieldSchema plain_field(Type type, ColumnKind kind) {
    FieldSchema field;
    field.name = "x";
    field.type = std::move(type);
    field.kind = kind;
    return field;
}

FieldSchema size_field() {
    return plain_field(Type::enumeration(std::make_shared<const Enumeration>(
                           Enumeration{"企业规模", {"微型", "小型", "中型", "大型"}, true})),
                       ColumnKind::enumeration);
}

std::string_view code_of(const DatumResult& result) { return result.fault ? result.fault->code : "none"; }

TEST_CASE("a number is read in its entry unit or in its own") {
    struct Row {
        FieldSchema field;
        const char* text;
        Rational value;
    };
    const std::array rows{
        Row{yuan(), "12345.67", Rational(1234567, 100)},
        Row{yuan(), "-0.01", Rational(-1, 100)},
        Row{yuan(), "+5", 5},
        Row{yuan(), "1.500", Rational(3, 2)},
        Row{yuan(), " 12 ", 12},
        Row{yuan(), "\u3000" "12\u00A0", 12},
        // A datum that carries its unit is converted; 1.2345万元 is 12345元.
        Row{yuan(), "1.2345万元", 12345},
        Row{yuan(), "300 元", 300},
        Row{ten_thousand_yuan(), "120", 1'200'000},
        Row{ten_thousand_yuan(), "1.234567", Rational(1234567, 100)},
        Row{ten_thousand_yuan(), "12345.67元", Rational(1234567, 100)},
        // 4.35 % a year is 0.0435 / 12 a month.
        Row{percent_a_year(), "4.35", Rational(435, 10'000) / 12},
        Row{percent_a_year(), "4.35%/年", Rational(435, 10'000) / 12},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const DatumResult result = read_datum(row.text, row.field);
        REQUIRE(result.value.has_value());
        CHECK(result.value->number() == row.value);
    }
}

TEST_CASE("a wrong number says which rule it breaks") {
    struct Row {
        FieldSchema field;
        const char* text;
        const char* code;
    };
    FieldSchema score = number_field({}, 1, 100);
    score.range = {AllowedRange{.low = Rational(0), .high = Rational(100)}};
    const std::array rows{
        Row{yuan(), "abc", "D103"},
        Row{yuan(), "1,234.56", "D103"},
        Row{yuan(), "１２３", "D103"},
        Row{yuan(), "1.2E+10", "D103"},
        Row{yuan(), "--5", "D103"},
        Row{yuan(), "1.2.3", "D103"},
        Row{yuan(), "0.001", "D107"},
        Row{ten_thousand_yuan(), "1.2345678", "D107"},
        Row{ten_thousand_yuan(), "0.001元", "D107"},
        Row{score, "100.1", "D108"},
        Row{score, "-0.1", "D108"},
        Row{score, "59.95", "D107"},
        // 10^40 is a number, but nobody's money.
        Row{yuan(), "10000000000000000000000000000000000000000", "D109"},
        Row{yuan(), "12天", "D110"},
        Row{yuan(), "5%", "D110"},
        Row{yuan(), "12万", "D110"},
        Row{yuan(), "12美元", "D110"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(code_of(read_datum(row.text, row.field)) == row.code);
    }
}

TEST_CASE("the help of a wrong number shows the right one") {
    CHECK(read_datum("1,234.56", yuan()).fault->help.en == "leave out the grouping commas: 1234.56");
    for (const char* text : {"1.234,56", "1,23.5", "1234,567", "1,2345", ",234", "1,,234", "1,234,"}) {
        CAPTURE(text);   // it may mean several numbers
        CHECK(read_datum(text, yuan()).fault->help.en.starts_with("the commas do not group thousands"));
    }
    CHECK(read_datum("１２３．４", yuan()).fault->help.zh == "全角数字改成半角：123.4");
}

TEST_CASE("dates, answers and values of an enumeration are read as written and no other way") {
    const FieldSchema date = plain_field(Type::date(), ColumnKind::date);
    const FieldSchema answer = plain_field(Type::boolean(), ColumnKind::boolean);
    CHECK(read_datum("2024-02-29", date).value->date() == *Date::from_civil(2024, 2, 29));
    CHECK(code_of(read_datum("2024-02-30", date)) == "D104");
    CHECK(code_of(read_datum("2024/2/29", date)) == "D104");
    CHECK(read_datum("2024/2/29", date).fault->help.en == "write 2024-02-29");
    CHECK(read_datum("20240229", date).fault->help.en == "write 2024-02-29");
    CHECK(read_datum("是", answer).value->boolean());
    CHECK_FALSE(read_datum("false", answer).value->boolean());
    CHECK(read_datum("TRUE", answer).value->boolean());   // as spreadsheets write it
    for (const char* text : {"1", "0", "yes", "T", "对"}) {
        CAPTURE(text);
        CHECK(code_of(read_datum(text, answer)) == "D105");
    }
    CHECK(read_datum("中型", size_field()).value->code() == 2);
    const DatumResult near = read_datum("小形", size_field());
    CHECK(code_of(near) == "D106");
    CHECK(near.fault->help.zh == "是不是“小型”？可选：微型、小型、中型、大型");
    CHECK(read_datum("小型企业", size_field()).fault->help.zh == "是不是“小型”？可选：微型、小型、中型、大型");
    CHECK(read_datum("中小型或大型企业", size_field()).fault->help.zh == "可选：微型、小型、中型、大型");
    CHECK(read_datum("45413", date).fault->help.en.find("serial number") != std::string::npos);
    CHECK(read_datum("100万", ten_thousand_yuan()).fault->help.zh == "单位写全：万元；只写数字时，单位是万元");
}

TEST_CASE("that there is none is told from a value of that name, and refused where there always is one") {
    FieldSchema optional_text = plain_field(Type::text().as_optional(), ColumnKind::text);
    FieldSchema text = plain_field(Type::text(), ColumnKind::text);
    FieldSchema named = plain_field(Type::enumeration(std::make_shared<const Enumeration>(Enumeration{"贷款", {"有", "无"}, false})), ColumnKind::enumeration);
    CHECK(says_absent("无", yuan()));
    CHECK(says_absent(" null ", yuan()));
    CHECK_FALSE(says_absent("没有", yuan()));
    CHECK_FALSE(says_absent("", yuan()));
    CHECK(says_absent("无", optional_text));
    CHECK_FALSE(says_absent("无", text));
    CHECK_FALSE(says_absent("无", named));
    CHECK(says_absent("null", named));
    for (const FieldSchema& field : {yuan(), size_field(), plain_field(Type::date(), ColumnKind::date), plain_field(Type::boolean(), ColumnKind::boolean)}) {
        CHECK(code_of(read_datum("无", field)) == "D111");
    }
    CHECK(read_datum("无", text).value->text() == "无");
    CHECK(code_of(read_datum("无", named)) == "none");
}

TEST_CASE("a rate of a month is never made one of a year, nor the other way") {
    const FieldSchema a_month = number_field({Unit::of("month", -1), Rational(1, 100), "%/月"}, 4, Rational(1'000'000));
    for (const char* typed : {"0.36%/月", "3.6‰/月"}) {
        CHECK(code_of(read_datum(typed, percent_a_year())) == "D110");
        CHECK(code_of(read_datum(typed, a_month)) == "none");
    }
    CHECK(code_of(read_datum("4.35%/年", a_month)) == "D110");
    CHECK(read_datum("4.35%/年", percent_a_year()).value->number() == Rational(435, 120'000));
}

TEST_CASE("a text is kept with its blanks") {
    const FieldSchema text = plain_field(Type::text(), ColumnKind::text);
    CHECK(read_datum(" 甲 ", text).value->text() == " 甲 ");
}

TEST_CASE("a value may be appended only when it fits its field in state, step and range") {
    FieldSchema optional = yuan();
    optional.type = optional.type.as_optional();
    CHECK_FALSE(datum_fault(Value::unknown({"x"}), yuan()));
    CHECK_FALSE(datum_fault(Value::absent(), optional));
    CHECK(datum_fault(Value::absent(), yuan())->code == "D111");
    CHECK(datum_fault(Value::of(Rational(1, 1000)), yuan())->code == "D107");
    CHECK(datum_fault(Value::of(Rational(pow10(16))), yuan())->code == "D109");
    CHECK(datum_fault(Value::enumerated(4), size_field())->code == "D112");

    FieldSchema list = plain_field(Type::list(Type::number(Unit::of("CNY"))), ColumnKind::list);
    list.fields.push_back(yuan());
    list.fields.front().name.clear();
    CHECK_FALSE(datum_fault(Value::list({Value::of(Rational(1)), Value::unknown({"x"})}), list));
    CHECK(datum_fault(Value::list({Value::of(Rational(1, 3))}), list)->code == "D107");
}

}  // namespace
}  // namespace huiqi
