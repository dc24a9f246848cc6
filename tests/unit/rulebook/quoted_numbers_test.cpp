#include "engine/rulebook/lints/quoted_numbers.h"

#include <array>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

TEST_CASE("the numbers of a sentence are found in digits and in Chinese") {
    struct Row {
        const char* sentence;
        Rational value;
        Unit unit;
        bool there;
    };
    const Unit month = Unit::of("month");
    const Unit yearly = Unit::of("month", -1);
    const Unit yuan = Unit::of("CNY");
    const std::array rows{
        Row{"按5%左右给予奖补", Rational(1) / 20, {}, true},
        Row{"按５％给予奖补", Rational(1) / 20, {}, true},
        Row{"按5%左右给予奖补", Rational(1) / 25, {}, false},
        Row{"按百分之五给予奖补", Rational(1) / 20, {}, true},
        Row{"千分之三", Rational(3) / 1000, {}, true},
        Row{"三分之一", Rational(1) / 3, {}, true},
        Row{"补贴五成", Rational(1) / 2, {}, true},
        Row{"上浮3个百分点", Rational(3) / 100, {}, true},
        Row{"不超过20万元", 200'000, yuan, true},
        Row{"不超过1.5亿元", 150'000'000, yuan, true},
        Row{"不超过1,200元", 1'200, yuan, true},
        Row{"每项10万元—30万元", 100'000, yuan, true},
        Row{"每项10-30万元", 100'000, yuan, true},
        Row{"每项10-30万元", 300'000, yuan, true},
        Row{"二十万元", 200'000, yuan, true},
        Row{"一百零五元", 105, yuan, true},
        Row{"三千五百万元", 35'000'000, yuan, true},
        Row{"十二家", 12, {}, true},
        Row{"给予两年贴息", 24, month, true},
        Row{"给予半年贴息", 6, month, true},
        Row{"3个月内", 3, month, true},
        Row{"3个月内", 36, month, false},
        Row{"三年以内", 36, month, true},
        Row{"三年以内", 3, month, false},
        Row{"within 3 months", 36, month, false},
        Row{"within 3 years", 36, month, true},
        Row{"每季度末后3个季度", 9, month, true},
        Row{"2024年按5%补助", 2024, yuan, false},
        Row{"奖励2024元", 2024, yuan, true},
        Row{"5天以内", 5, Unit::of("day"), true},
        Row{"5年以内", 5, Unit::of("day"), false},
        Row{"10个工作日", 10, Unit::of("day"), true},
        Row{"连续三个季度", 9, month, true},
        Row{"6个月内", 6, month, true},
        Row{"6个月内", 12, month, false},
        Row{"年利率3.45%", Rational(345) / 120'000, yearly, true},
        Row{"credit 7.65 / 34 / 40 / 45 %", Rational(34) / 100, {}, true},
        Row{"分别为10万、20万、30万元", 100'000, yuan, true},
        Row{"满3年给予5%", Rational(3) / 100, {}, false},
        Row{"plus 10 points for small firms", Rational(1) / 10, {}, true},
        Row{"revenue of 20 million yuan", 20'000'000, yuan, true},
        Row{"100 000 yuan each", 100'000, yuan, true},
        Row{"half of the premium", Rational(1) / 2, {}, true},
        Row{"5 per cent of the price, at most three years", Rational(1) / 20, {}, true},
        Row{"5 per cent of the price, at most three years", 36, month, true},
        Row{"贷款的三分之一", 3, {}, true},
        Row{"one third of the costs", Rational(1) / 3, {}, true},
        Row{"One third of the costs", 3, {}, true},
        Row{"two thirds of the costs", Rational(2) / 3, {}, true},
        Row{"one year later", 12, month, true},
        Row{"Half of the costs", 2, {}, true},
        Row{"a quarter of the aid", 4, {}, true},
        Row{"减半征收", 2, {}, true},
        Row{"twenty firms", 20, {}, true},
        Row{"one third of the costs", 4, {}, false},
        Row{"one year later", 24, month, false},
        Row{"按1/3给予补助", Rational(1) / 3, {}, true},
        Row{"按1/3给予补助", Rational(1) / 2, {}, false},
        Row{"不超过２／３", Rational(2) / 3, {}, true},
        Row{"2024/1/31前", Rational(2024), {}, true},
        Row{"2024/1/31前", Rational(1) / 31, {}, false},
        Row{"按½给予补助", Rational(1) / 2, {}, true},
        Row{"按百分之二十给予补助", Rational(1) / 5, {}, true},
        Row{"按百分之三点五给予补助", Rational(35) / 1000, {}, true},
        Row{"按百分之三点五给予补助", Rational(3) / 100, {}, false},
        Row{"按百分之五至十给予补助", Rational(1) / 10, {}, true},
        Row{"按百分之五至十万元", Rational(1) / 10, {}, false},
        Row{"万分之五", Rational(5) / 10'000, {}, true},
        Row{"半导体企业", Rational(1) / 2, {}, false},
        Row{"twenty percent of the costs", Rational(1) / 5, {}, true},
        Row{"twenty per cent of the costs", Rational(1) / 5, {}, true},
        Row{"Twenty-five percent", Rational(1) / 4, {}, true},
        Row{"twenty-five percent", Rational(1) / 5, {}, false},
        Row{"thirty-six months", 36, month, true},
        Row{"eighteen months", 18, month, true},
        Row{"eighteen months", 8, month, false},
        Row{"one hundred and fifty thousand yuan", 150'000, yuan, true},
        Row{"two hundred thousand yuan", 200'000, yuan, true},
        Row{"a hundred thousand yuan", 100'000, yuan, true},
        Row{"5 million yuan", 5'000'000, yuan, true},
        Row{"two and a half years", 30, month, true},
        Row{"a five-year loan", 60, month, true},
        Row{"a third of the costs", Rational(1) / 3, {}, true},
        Row{"one-third of the costs", Rational(1) / 3, {}, true},
        Row{"two, three or four firms", 3, {}, true},
        Row{"two, three or four firms", 5, {}, false},
        Row{"five percentage points", Rational(1) / 20, {}, true},
        Row{"everyone may apply", 1, {}, false},
        Row{"each component", 1, {}, false},
        Row{"no one may apply twice", 1, {}, false},
        Row{"one may apply", 1, {}, false},
        Row{"the larger one.", 1, {}, false},
        Row{"one of these documents", 1, {}, false},
        Row{"at least one of these documents", 1, {}, true},
        Row{"only one award", 1, {}, true},
        Row{"as is often done by tenants", 10, {}, false},
        Row{"the weight of the freight", 8, {}, false},
        Row{"on behalf of the firm", Rational(1) / 2, {}, false},
        Row{"at its headquarters", Rational(1) / 4, {}, false},
        Row{"third parties", 3, {}, false},
        Row{"from the third year on", 36, month, true},
        Row{"", 5, {}, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        CAPTURE(row.value.str());
        CHECK(QuotedNumbers(row.sentence).has(row.value, row.unit) == row.there);
    }
}

TEST_CASE("a day is found with its month, and the ends of months and years with less") {
    const auto day = [](int year, int month, int date) { return *Date::from_civil(year, month, date); };
    const QuotedNumbers dated("2021年1月15日至2021年11月30日");
    CHECK(dated.has(day(2021, 1, 15)));
    CHECK(dated.has(day(2021, 11, 30)));
    CHECK_FALSE(dated.has(day(2022, 1, 15)));
    CHECK_FALSE(dated.has(day(2021, 1, 16)));
    const QuotedNumbers english("from 15 January 2021; they may apply until March 31, 2022");
    CHECK(english.has(day(2021, 1, 15)));
    CHECK(english.has(day(2022, 3, 31)));
    CHECK_FALSE(english.has(day(2021, 5, 15)));
    const QuotedNumbers months("2021年4月-7月");
    CHECK(months.has(day(2021, 4, 1)));
    CHECK(months.has(day(2021, 7, 31)));
    CHECK_FALSE(months.has(day(2021, 5, 1)));
    const QuotedNumbers years("2021—2023年");
    CHECK(years.has(day(2021, 1, 1)));
    CHECK(years.has(day(2023, 12, 31)));
    CHECK_FALSE(years.has(day(2023, 6, 30)));
}

}  // namespace
}  // namespace huiqi
