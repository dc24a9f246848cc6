#include "engine/data/type.h"

#include <doctest/doctest.h>

namespace huiqi {
namespace {

Type sizes(bool ordered) {
    return Type::enumeration(std::make_shared<const Enumeration>(
        Enumeration{.name = "规模", .values = {"小", "大"}, .ordered = ordered}));
}

TEST_CASE("two types have the type that holds values of both, or none") {
    const Type yuan = Type::number(Unit::of("CNY"));
    const Type day = Type::number(Unit::of("day"));
    const Type month = Type::number(Unit::of("month"));
    struct Row {
        Type left;
        Type right;
        std::optional<Type> common;
    };
    const Row rows[] = {
        {yuan, yuan, yuan},
        {yuan, Type::number(), std::nullopt},
        // A month has no fixed number of days.
        {day, month, std::nullopt},
        {Type::zero(), yuan, yuan},
        {Type::zero(), Type::zero(), Type::zero()},
        {yuan.as_optional(), Type::zero(), yuan.as_optional()},
        {Type::null(), yuan, yuan.as_optional()},
        {Type::null(), Type::null(), Type::null()},
        {Type::nothing(), Type::date(), Type::date()},
        {Type::nothing(), Type::null(), Type::null()},
        {Type::text(), Type::date(), std::nullopt},
        {Type::list(Type::nothing()), Type::list(yuan), Type::list(yuan)},
        {Type::list(Type::zero()), Type::list(yuan), Type::list(yuan)},
        {Type::list(yuan), yuan, std::nullopt},
        {Type::interval(day), Type::interval(day), Type::interval(day)},
        {sizes(true), sizes(true), sizes(true)},
        {sizes(true), sizes(false), std::nullopt},
        {Type::record({{"a", Type::zero()}}), Type::record({{"a", yuan}}), Type::record({{"a", yuan}})},
        {Type::record({{"a", yuan}}), Type::record({{"b", yuan}}), std::nullopt},
        {Type::record({{"a", yuan}}), Type::record({}), std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(type_name(row.left, false));
        CAPTURE(type_name(row.right, false));
        CHECK(common_type(row.left, row.right) == row.common);
        CHECK(common_type(row.right, row.left) == row.common);
    }
}

TEST_CASE("numbers, dates and ordered enumerations have an order") {
    CHECK(Type::number().ordered());
    CHECK(Type::date().ordered());
    CHECK(sizes(true).ordered());
    CHECK(!sizes(false).ordered());
    CHECK(!Type::text().ordered());
    CHECK(!Type::boolean().ordered());
}

TEST_CASE("a type is named in the author's words") {
    struct Row {
        Type type;
        const char* zh;
        const char* en;
    };
    const Row rows[] = {
        {Type::number(), "数", "a number"},
        {Type::number(Unit::of("CNY")), "金额(元)", "money in yuan"},
        {Type::number(Unit::of("day")), "天数", "a number of days"},
        {Type::number(Unit::of("month")), "月数", "a number of months"},
        {Type::date().as_optional(), "日期(可无)", "a date or absent"},
        {Type::list(Type::text()), "列表(文本)", "a list of texts"},
        {Type::list(Type::boolean()), "列表(是否)", "a list of yes/no values"},
        {Type::list(Type::nothing()), "空列表", "an empty list"},
        {sizes(true), "规模", "规模"},
        {Type::null(), "无", "null"},
    };
    for (const Row& row : rows) {
        CHECK(type_name(row.type, true) == row.zh);
        CHECK(type_name(row.type, false) == row.en);
    }
}

TEST_CASE("only what has values can be made optional") {
    CHECK(Type::date().as_optional().optional());
    CHECK(Type::date().as_optional().without_optional() == Type::date());
    CHECK(!Type::null().as_optional().optional());
    CHECK(!Type::nothing().as_optional().optional());
}

TEST_CASE("an enumeration knows the codes of its names") {
    const Enumeration values{.name = "规模", .values = {"小", "大"}, .ordered = true};
    CHECK(values.code("大") == 1);
    CHECK(!values.code("中"));
}

}  // namespace
}  // namespace huiqi
