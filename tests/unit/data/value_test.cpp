#include "engine/data/value.h"

#include <doctest/doctest.h>

namespace huiqi {
namespace {

TEST_CASE("a value is shown in its unit") {
    const Type yuan = Type::number(Unit::of("CNY"));
    const Type month = Type::number(Unit::of("month"));
    const Type per_month = Type::number(Unit::of("month", -1));
    const EntryUnit wan{.unit = Unit::of("CNY"), .factor = 10'000, .text = "万元"};
    const EntryUnit in_yuan{.unit = Unit::of("CNY"), .factor = 1, .text = "元"};
    const EntryUnit years{.unit = Unit::of("month"), .factor = 12, .text = "年"};
    const EntryUnit days{.unit = Unit::of("day"), .factor = 1, .text = "天"};
    const EntryUnit yen{.unit = Unit::of("JPY"), .factor = 1, .text = "日元"};
    const EntryUnit percent{.unit = {}, .factor = ratio(1, 100), .text = "百分数"};
    const EntryUnit percent_a_year{
        .unit = Unit::of("month", -1), .factor = ratio(1, 1'200), .text = "百分数/年"};
    const EntryUnit fraction_a_year{.unit = Unit::of("month", -1), .factor = ratio(1, 12), .text = "1/年"};
    struct Row {
        Value value;
        Type type;
        const EntryUnit* unit;
        const char* zh;
        const char* en;
    };
    const Row rows[] = {
        {Value::of(ratio(61'728, 100)), yuan, nullptr, "617.28元", "617.28 yuan"},
        // money has its cents or none, as it is written everywhere else
        {Value::of(ratio(697'603, 10)), yuan, nullptr, "69760.30元", "69760.30 yuan"},
        {Value::of(ratio(-697'603, 10)), yuan, &in_yuan, "-69760.30元", "-69760.30 yuan"},
        {Value::of(ratio(697'603, 1000)), yuan, nullptr, "697.603元", "697.603 yuan"},
        {Value::of(Rational(5)), yuan, nullptr, "5元", "5 yuan"},
        {Value::of(Rational(5'000)), yuan, &wan, "0.5万元", "5000 yuan"},
        {Value::of(Rational(1'200'000)), yuan, &wan, "120万元", "1200000 yuan"},
        {Value::of(ratio(1, 20)), Type::number(), &percent, "5%", "5%"},
        {Value::of(ratio(1, 20)), Type::number(), nullptr, "0.05", "0.05"},
        {Value::of(ratio(435, 120'000)), per_month, &percent_a_year, "4.35%/年", "4.35%/year"},
        // a unit that only divides needs no 1 before it, which would be read as a digit
        {Value::of(ratio(23, 16'000)), per_month, nullptr, "0.0014375/月", "0.0014375/month"},
        {Value::of(ratio(435, 120'000)), per_month, &fraction_a_year, "0.0435/年", "0.0435/year"},
        {Value::of(Rational(24)), month, &years, "2年", "2 years"},
        {Value::of(Rational(12)), month, &years, "1年", "1 year"},
        {Value::of(Rational(30)), Type::number(Unit::of("day")), &days, "30天", "30 days"},
        {Value::of(Rational(5)), Type::number(Unit::of("JPY")), &yen, "5日元", "5 JPY"},
        {Value::of(Rational(6)), month, nullptr, "6个月", "6 months"},
        {Value::of(Rational(1)), month, nullptr, "1个月", "1 month"},
        {Value::of(Rational(30)), Type::number(Unit::of("day")), nullptr, "30天", "30 days"},
        // A third has no last decimal: it is cut, not rounded, and says so.
        {Value::of(ratio(200, 3)), yuan, nullptr, "66.6666666666…元", "66.6666666666… yuan"},
        {Value::of(ratio(-1, 3)), Type::number(), nullptr, "-0.3333333333…", "-0.3333333333…"},
        {Value::of(true), Type::boolean(), nullptr, "是", "true"},
        {Value::of(std::string("中")), Type::text(), nullptr, "中", "中"},
        {Value::of(*Date::from_civil(2024, 1, 31)), Type::date(), nullptr, "2024-01-31", "2024-01-31"},
        {Value::list({Value::of(Rational(1)), Value::of(Rational(2))}), Type::list(yuan), nullptr,
         "[1元, 2元]", "[1 yuan, 2 yuan]"},
        {Value::record({Value::of(Rational(1)), Value::absent()}),
         Type::record({{"额", yuan}, {"日", Type::date().as_optional()}}), nullptr, "{额: 1元, 日: 无}",
         "{额: 1 yuan, 日: absent}"},
        {Value::interval({.low = Value::of(Rational(1)),
                          .high = std::nullopt,
                          .low_included = false,
                          .high_included = false}),
         Type::interval(Type::number()), nullptr, "(1..)", "(1..)"},
        {Value::absent(), yuan.as_optional(), nullptr, "无", "absent"},
        {Value::unknown({"合同金额"}), yuan, nullptr, "未知", "unknown"},
        {Value::failed(RuntimeError::division_by_zero), yuan, nullptr, "错误 R01", "error R01"},
    };
    for (const Row& row : rows) {
        CHECK(value_text(row.value, row.type, true, row.unit) == row.zh);
        CHECK(value_text(row.value, row.type, false, row.unit) == row.en);
    }
}

TEST_CASE("values are equal by state and content") {
    CHECK(Value::of(ratio(2, 4)) == Value::of(ratio(1, 2)));
    CHECK(Value::of(Rational(1)) != Value::of(true));
    CHECK(Value::enumerated(1) != Value::of(Rational(1)));
    CHECK(Value::list({Value::of(Rational(1))}) == Value::list({Value::of(Rational(1))}));
    CHECK(Value::list({}) != Value::list({Value::absent()}));
    CHECK(Value::absent() == Value());
    CHECK(Value::absent() != Value::unknown({}));
    CHECK(Value::unknown({"甲"}) != Value::unknown({"乙"}));
    CHECK(Value::failed(RuntimeError::tie) != Value::failed(RuntimeError::too_large));
    const auto interval = [](int high) {
        return Value::interval({.low = Value::of(Rational(1)), .high = Value::of(Rational(high))});
    };
    CHECK(interval(2) == interval(2));
    CHECK(interval(2) != interval(3));
}

TEST_CASE("a number or a text is never taken for a boolean") {
    CHECK(Value::of(Rational(0)).number() == 0);
    CHECK(Value::of("text").text() == "text");
    CHECK(Value::of(5).number() == 5);
}

TEST_CASE("each run-time fault has its code") {
    CHECK(error_code(RuntimeError::division_by_zero) == "R01");
    CHECK(error_code(RuntimeError::tie) == "R13");
    CHECK(error_code(RuntimeError::argument_range) == "R14");
    CHECK(error_code(RuntimeError::none).empty());
}

}  // namespace
}  // namespace huiqi
