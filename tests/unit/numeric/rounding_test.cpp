#include "engine/numeric/rounding.h"

#include <doctest/doctest.h>

namespace huiqi {
namespace {

/// What a value becomes in the seven modes, in the order of the enumeration.
struct Row {
    int tenths;
    std::array<int, 7> expected;
};

// half_up, half_down, half_even, up, down, floor, ceiling
constexpr std::array kRows{
    Row{.tenths = 25, .expected = {3, 2, 2, 3, 2, 2, 3}},
    Row{.tenths = -25, .expected = {-3, -2, -2, -3, -2, -3, -2}},
    Row{.tenths = 35, .expected = {4, 3, 4, 4, 3, 3, 4}},
    Row{.tenths = -35, .expected = {-4, -3, -4, -4, -3, -4, -3}},
    Row{.tenths = 5, .expected = {1, 0, 0, 1, 0, 0, 1}},
    Row{.tenths = -5, .expected = {-1, 0, 0, -1, 0, -1, 0}},
    Row{.tenths = 24, .expected = {2, 2, 2, 3, 2, 2, 3}},
    Row{.tenths = 26, .expected = {3, 3, 3, 3, 2, 2, 3}},
    Row{.tenths = -24, .expected = {-2, -2, -2, -3, -2, -3, -2}},
    Row{.tenths = -26, .expected = {-3, -3, -3, -3, -2, -3, -2}},
    Row{.tenths = 1, .expected = {0, 0, 0, 1, 0, 0, 1}},
    Row{.tenths = -1, .expected = {0, 0, 0, -1, 0, -1, 0}},
    Row{.tenths = 20, .expected = {2, 2, 2, 2, 2, 2, 2}},
    Row{.tenths = -20, .expected = {-2, -2, -2, -2, -2, -2, -2}},
    Row{.tenths = 0, .expected = {0, 0, 0, 0, 0, 0, 0}},
};

TEST_CASE("each mode takes a value between two integers to the one it names") {
    for (const Row& row : kRows) {
        for (std::size_t i = 0; i < kRoundings.size(); ++i) {
            CAPTURE(row.tenths);
            CAPTURE(name_en(kRoundings[i]));
            CHECK(divide_rounded(Integer(row.tenths), Integer(10), kRoundings[i]) == row.expected[i]);
            // The sign may stand below the line.
            CHECK(divide_rounded(Integer(-row.tenths), Integer(-10), kRoundings[i]) == row.expected[i]);
            CHECK(round(ratio(Integer(row.tenths), Integer(10)), kRoundings[i]) == row.expected[i]);
        }
    }
}

TEST_CASE("a step scales the whole table") {
    const std::array steps{ratio(Integer(1), Integer(100)), Rational(1), Rational(100), Rational(1000),
                           ratio(Integer(1), Integer(3))};
    for (const Rational& step : steps) {
        for (const Row& row : kRows) {
            for (std::size_t i = 0; i < kRoundings.size(); ++i) {
                CAPTURE(row.tenths);
                CAPTURE(name_en(kRoundings[i]));
                const Rational value = step * ratio(Integer(row.tenths), Integer(10));
                CHECK(round_to_step(value, step, kRoundings[i]) == step * row.expected[i]);
            }
        }
    }
}

TEST_CASE("a tie to the even side looks at the multiple of the step, not at the digit") {
    // 250 lies between 200 = 2 * 100 and 300 = 3 * 100; 350 between the third and the fourth.
    CHECK(round_to_step(Rational(250), Rational(100), Rounding::half_even) == 200);
    CHECK(round_to_step(Rational(350), Rational(100), Rounding::half_even) == 400);
    // Steps of 50: 125 lies between the second and the third, 75 between the first and the second.
    CHECK(round_to_step(Rational(125), Rational(50), Rounding::half_even) == 100);
    CHECK(round_to_step(Rational(75), Rational(50), Rounding::half_even) == 100);
}

TEST_CASE("every mode is found by both of its names") {
    for (const Rounding mode : kRoundings) {
        CHECK(find_rounding(name_en(mode)) == mode);
        CHECK(find_rounding(name_zh(mode)) == mode);
    }
    CHECK(name_zh(Rounding::half_up) == "四舍五入");
    CHECK(name_zh(Rounding::half_even) == "四舍六入五成双");
    CHECK(find_rounding("05up") == std::nullopt);
    CHECK(find_rounding("") == std::nullopt);
}

}  // namespace
}  // namespace huiqi
