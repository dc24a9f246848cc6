#include "engine/numeric/money.h"

#include <array>
#include <limits>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

constexpr Money minor(std::int64_t value) {
    return Money::from_minor(value);
}

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

static_assert(round(minor(10) * Rate::from_percent(5), Rounding::half_up).value() == minor(1));
static_assert(!add(minor(kMax), minor(1)).has_value());
static_assert(subtract(minor(5), minor(7)) == minor(-2));
static_assert(!subtract(minor(-2), minor(kMax)).has_value());

TEST_CASE("an exact tie follows the rounding the rule names") {
    struct Row {
        std::int64_t amount;
        Rounding rounding;
        std::int64_t expected;
    };
    // 5 % of 10 minor units is exactly half a minor unit; of 30, one and a half.
    constexpr std::array rows{
        Row{.amount = 10, .rounding = Rounding::half_up, .expected = 1},
        Row{.amount = -10, .rounding = Rounding::half_up, .expected = -1},
        Row{.amount = 10, .rounding = Rounding::half_even, .expected = 0},
        Row{.amount = 30, .rounding = Rounding::half_even, .expected = 2},
        Row{.amount = 30, .rounding = Rounding::half_down, .expected = 1},
        Row{.amount = -30, .rounding = Rounding::floor, .expected = -2},
        Row{.amount = -30, .rounding = Rounding::ceiling, .expected = -1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.amount);
        const auto award = round(minor(row.amount) * Rate::from_percent(5), row.rounding);
        REQUIRE(award.has_value());
        CHECK(award.value() == minor(row.expected));
    }
}

TEST_CASE("money and rates are read from their text and refuse what they cannot hold") {
    CHECK(Money::parse("1200000.50").value().minor() == 120'000'050);
    CHECK(Money::parse("-0.01").value().text() == "-0.01");
    CHECK(Money::parse("0.001").error() == NumericFault::too_many_decimals);
    CHECK(Money::parse("92233720368547758.08").error() == NumericFault::out_of_range);
    CHECK(Money::parse("1,000").error() == NumericFault::malformed);
    CHECK(Rate::parse("0.0435").value().scaled() == 4'350'000);
    CHECK(Rate::parse("0.05").value() == Rate::from_percent(5));
    CHECK(Rate::parse("0.000000001").error() == NumericFault::too_many_decimals);
}

TEST_CASE("an award beyond the range of money is refused, not wrapped") {
    CHECK(round(minor(kMax) * Rate::from_percent(100), Rounding::half_up).value() == minor(kMax));
    CHECK(round(minor(kMax) * Rate::from_percent(101), Rounding::half_up).error() ==
          NumericFault::out_of_range);
}

}  // namespace
}  // namespace huiqi
