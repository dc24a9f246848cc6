#include "engine/rulebook/field_builder.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

/// Loads one input and gives its field.
FieldSchema field_of(const std::string& keys) {
    const auto loaded = testing::load_body("单位: [件]\n申报:\n  项: {" + keys + "}\n奖补:\n  - 基数: 1元\n");
    return loaded.incentive().inputs.front().field;
}

TEST_CASE("a money input has decimals to the cent of its unit and a step of one cent unless it says more") {
    struct Row {
        const char* keys;
        unsigned decimals;
        Rational step;
    };
    const Row rows[] = {
        {"类型: 金额", 2, Rational(1, 100)},
        {"类型: 金额, 单位: 万元", 6, Rational(1, 100)},
        {"类型: 金额, 单位: 亿元", 10, Rational(1, 100)},
        {"类型: 金额, 单位: 万元, 小数: 2", 2, Rational(100)},
        {"类型: 比例, 单位: 百分数", 10, Rational(Integer(1), pow10(12))},
        {"类型: 比例, 单位: 1/年, 小数: 4", 4, Rational(1, 120'000)},
        {"类型: 数", 6, Rational(1, 1'000'000)},
        {"类型: 数, 单位: 件, 小数: 1", 1, Rational(1, 10)},
        {"类型: 整数", 0, 1},
        {"类型: 天数", 0, 1},
        {"类型: 月数, 单位: 年", 0, 12},
    };
    for (const Row& row : rows) {
        CAPTURE(row.keys);
        const FieldSchema field = field_of(row.keys);
        CHECK(field.decimals == row.decimals);
        CHECK(field.step == row.step);
    }
}

TEST_CASE("the lane of a number follows from its bounds and its step") {
    struct Row {
        const char* keys;
        ColumnKind kind;
        bool default_bounds;
    };
    const Row rows[] = {
        // 10^15 yuan are 10^17 cents, a percentage of 10^6 with 10 decimals is 10^18 steps: both below 2^62.
        {"类型: 金额", ColumnKind::int64, true},
        {"类型: 比例, 单位: 百分数/年", ColumnKind::int64, true},
        {"类型: 数", ColumnKind::int64, true},
        {"类型: 整数", ColumnKind::int64, true},
        // 10^15 with 10 decimals is 10^25 steps, with 30 decimals 10^45.
        {"类型: 金额, 小数: 10", ColumnKind::int128, true},
        {"类型: 金额, 小数: 30", ColumnKind::wide, true},
        {"类型: 金额, 小数: 10, 范围: '[0元..1亿元]'", ColumnKind::int64, false},
        {"类型: 金额, 范围: 0元以上", ColumnKind::int64, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.keys);
        const FieldSchema field = field_of(row.keys);
        CHECK(field.kind == row.kind);
        CHECK(field.default_bounds == row.default_bounds);
    }
}

TEST_CASE("a declared range bounds the number, and an open side keeps the wide bound") {
    const FieldSchema both = field_of("类型: 数, 范围: '[0..100]'");
    CHECK(both.least == 0);
    CHECK(both.most == 100);
    const FieldSchema open = field_of("类型: 金额, 单位: 万元, 范围: 超过0元");
    REQUIRE(open.range.size() == 1);
    CHECK_FALSE(open.range.front().low_included);
    CHECK(open.least == 0);
    CHECK(open.most == Rational(pow10(15)));
    // A side beyond the usual size still leaves room above it.
    const FieldSchema far = field_of("类型: 金额, 范围: 10000万亿元以上");
    CHECK(far.least == Rational(pow10(16)));
    CHECK(far.most > far.least);
    const FieldSchema days = field_of("类型: 日期, 范围: '[2020-01-01..2030-12-31]'");
    REQUIRE(days.range.size() == 1);
    CHECK(*days.range.front().low == Date::from_civil(2020, 1, 1)->days());
}

TEST_CASE("an input that may be left out, or is asked only sometimes, has an optional type") {
    CHECK_FALSE(field_of("类型: 金额").optional());
    CHECK(field_of("类型: 金额, 可无: 是").optional());
    CHECK(field_of("类型: 金额, 当: 1 > 0").optional());
    const FieldSchema list = field_of("类型: 列表, 每项: {额: {类型: 金额, 可无: 是}, 日: 日期}");
    REQUIRE(list.fields.size() == 2);
    CHECK(list.fields[0].optional());
    CHECK_FALSE(list.fields[1].optional());
    CHECK(list.kind == ColumnKind::list);
}

TEST_CASE("a list of plain values has one unnamed field") {
    const FieldSchema plain = field_of("类型: 列表, 每项: 数");
    REQUIRE(plain.fields.size() == 1);
    CHECK(plain.fields.front().name.empty());
    CHECK(plain.type == Type::list(Type::number()));
    const FieldSchema money = field_of("类型: 列表, 每项: {类型: 金额, 单位: 万元, 小数: 2}");
    REQUIRE(money.fields.size() == 1);
    CHECK(money.fields.front().step == 100);
    // A field that is called 类型 beside another field is a field.
    const FieldSchema record = field_of("类型: 列表, 每项: {类型: 文本, 额: 金额}");
    CHECK(record.fields.size() == 2);
}

TEST_CASE("what an input may not say is refused with its own code") {
    struct Row {
        const char* keys;
        const char* code;
    };
    const Row rows[] = {
        {"类型: 金钱", "E302"},
        {"类型: 金额, 单位: 天", "E302"},
        {"类型: 金额, 单位: 匹", "E302"},
        {"类型: 比例, 单位: 万元", "E302"},
        {"类型: 比例", "E301"},
        {"类型: 列表, 每项: {率: 比例}", "E301"},
        {"类型: 日期, 小数: 1", "E456"},
        {"类型: 文本, 单位: 元", "E456"},
        {"类型: 文本, 范围: 3以上", "E456"},
        {"类型: 列表", "E453"},
        {"类型: 金额, 每项: 数", "E456"},
        {"类型: 金额, 小数: 31", "E457"},
        {"类型: 金额, 小数: -1", "E457"},
        {"类型: 整数, 小数: 1", "E322"},
        {"类型: 数, 范围: '[100..0]'", "E323"},
        {"类型: 金额, 范围: 0元-100万元", "E323"},
        {"类型: 金额, 范围: 100以上", "E204"},
        {"类型: 金额, 可无: 也许", "E454"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.keys);
        const auto loaded = testing::load_body(std::string("申报:\n  项: {") + row.keys + "}\n奖补:\n  - 基数: 1元\n");
        REQUIRE_FALSE(loaded.codes().empty());
        CHECK(loaded.codes().front() == row.code);
        CHECK(loaded.rulebook.incentives.empty());
    }
}

}  // namespace
}  // namespace huiqi
