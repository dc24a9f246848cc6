#include "engine/data/unit.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/unit_words.h"

namespace huiqi {
namespace {

const std::vector<std::string> kDeclared{"件", "平方米", "m2", "克", "人"};

TEST_CASE("units multiply by adding exponents, and what cancels is gone") {
    const Unit yuan = Unit::of("CNY");
    const Unit day = Unit::of("day");
    const Unit month = Unit::of("month");
    CHECK(yuan / yuan == Unit());
    CHECK(yuan * day == day * yuan);
    CHECK(yuan / day * day == yuan);
    CHECK((yuan / day).power(2) == yuan * yuan / (day * day));
    CHECK(yuan.power(0) == Unit());
    CHECK(Unit::of("CNY", 0) == Unit());
    CHECK(day != month);
    CHECK(Unit().plain());
    CHECK_FALSE(yuan.plain());
}

TEST_CASE("only a currency alone is money") {
    CHECK(Unit::of("CNY").is_money());
    CHECK(Unit::of("USD").is_money());
    CHECK_FALSE(Unit().is_money());
    CHECK_FALSE(Unit::of("day").is_money());
    CHECK_FALSE(Unit::of("CNY", 2).is_money());
    CHECK_FALSE((Unit::of("CNY") / Unit::of("day")).is_money());
}

TEST_CASE("an entry unit says how many base units it is") {
    struct Row {
        const char* text;
        Unit unit;
        Rational factor;
    };
    const Unit yuan = Unit::of("CNY");
    const Unit month = Unit::of("month");
    const Unit day = Unit::of("day");
    const std::vector<Row> rows{
        {"元", yuan, 1},
        {"万元", yuan, 10000},
        {"亿元", yuan, 100000000},
        {"百万元", yuan, 1000000},
        {"分", yuan, ratio(1, 100)},
        {"美元", Unit::of("USD"), 1},
        {"万美元", Unit::of("USD"), 10000},
        {"百分数", {}, ratio(1, 100)},
        {"%", {}, ratio(1, 100)},
        {"‰", {}, ratio(1, 1000)},
        {"个百分点", {}, ratio(1, 100)},
        // 4.35 百分数/年 is 0.0435 in twelve months.
        {"百分数/年", Unit() / month, ratio(1, 1200)},
        {"1/年", Unit() / month, ratio(1, 12)},
        {"1", {}, 1},
        {"万", {}, 10000},
        {"元/平方米/月", yuan / Unit::of("平方米") / month, 1},
        {"元/万元", {}, ratio(1, 10000)},
        {"万人", Unit::of("人"), 10000},
        {"千克", Unit::of("克"), 1000},
        {"件", Unit::of("件"), 1},
        {"周", day, 7},
        {"季度", month, 3},
        {"yuan", yuan, 1},
        {"percent", {}, ratio(1, 100)},
        {"1/year", Unit() / month, ratio(1, 12)},
        {"percent/year", Unit() / month, ratio(1, 1200)},
        {"yuan/m2/month", yuan / Unit::of("m2") / month, 1},
        {"days", day, 1},
        {" 万元 ", yuan, 10000},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto entry = parse_entry_unit(row.text, kDeclared);
        REQUIRE(entry.has_value());
        CHECK(entry->unit == row.unit);
        CHECK(entry->factor == row.factor);
    }
    CHECK(parse_entry_unit(" 万元 ", {})->text == "万元");
}

TEST_CASE("what is no unit is refused") {
    for (const char* text : {"", " ", "家", "元/", "/元", "元//月", "万万元", "元/%", "元/万", "2元", "Yuan",
                             "1/1", "元x", "件件", "百分数元"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_entry_unit(text, kDeclared).has_value());
    }
}

TEST_CASE("a declared unit wins over a built-in one of the same spelling") {
    const auto entry = parse_entry_unit("分", {"分"});
    REQUIRE(entry.has_value());
    CHECK(entry->unit == Unit::of("分"));
    CHECK(entry->factor == 1);
}

TEST_CASE("the longest unit is read") {
    CHECK(match_unit("个月以上", {"个"}).length == std::string("个月").size());
    CHECK(match_unit("个人", {"个"}).unit == Unit::of("个"));
    CHECK(match_unit("百分点", {}).is_ratio);
    CHECK(match_unit("天数", {}).length == std::string("天").size());
    CHECK_FALSE(match_unit("万家", {}).has_unit());
    CHECK(match_unit("家", {}).length == 0);
}

TEST_CASE("a unit is named for people") {
    struct Row {
        Unit unit;
        const char* zh;
        const char* en;
    };
    const Unit yuan = Unit::of("CNY");
    const Unit month = Unit::of("month");
    const Unit day = Unit::of("day");
    const std::vector<Row> rows{
        {{}, "没有单位", "no unit"},
        {yuan, "元", "yuan"},
        {Unit::of("USD"), "美元", "USD"},
        {yuan / month, "元/月", "yuan/month"},
        // The unit error of 本金 * 年利率 * 天数 / 365.
        {yuan * day / month, "元·天/月", "yuan·day/month"},
        {Unit() / month, "1/月", "1/month"},
        {yuan * yuan, "元²", "yuan²"},
        {yuan.power(5) / day.power(3), "元^5/天³", "yuan^5/day³"},
        {yuan / Unit::of("平方米") / month, "元/月/平方米", "yuan/month/平方米"},
        {Unit::of("件"), "件", "件"},
    };
    for (const Row& row : rows) {
        CHECK(unit_name(row.unit, true) == row.zh);
        CHECK(unit_name(row.unit, false) == row.en);
    }
}

}  // namespace
}  // namespace huiqi
