#include "engine/numeric/wide.h"

#include <limits>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "engine/numeric/rounding.h"
#include "tests/unit/numeric/edge_numbers.h"

namespace huiqi {
namespace {

static_assert(std::is_nothrow_move_constructible_v<Wide> && std::is_nothrow_move_assignable_v<Wide>);
static_assert(!std::is_constructible_v<Wide, double> && !std::is_constructible_v<Wide, bool>);
static_assert(sizeof(Wide) == 24);
static_assert((Wide(3) * Wide(-4) + Wide(2)).int64() == -10);
static_assert(Wide(kInt128Min) < Wide(kInt128Max));

const Integer two_127 = Integer(1) << 127;

TEST_CASE("a wide integer is small exactly when it fits 128 bits") {
    CHECK(Wide(Integer(two_127 - 1)).fits_int128());
    CHECK_FALSE(Wide(two_127).fits_int128());
    CHECK(Wide(Integer(-two_127)).fits_int128());
    CHECK_FALSE(Wide(Integer(-two_127 - 1)).fits_int128());
    CHECK(Wide(std::numeric_limits<std::uint64_t>::max()).integer() == (Integer(1) << 64) - 1);
    CHECK_FALSE(Wide(std::numeric_limits<std::uint64_t>::max()).fits_int64());
    CHECK(Wide(std::numeric_limits<std::int64_t>::min()).fits_int64());
}

TEST_CASE("a result that comes back into 128 bits is small again") {
    const Wide most(kInt128Max);
    const Wide beyond = most + Wide(1);
    REQUIRE_FALSE(beyond.fits_int128());
    const Wide back = beyond - Wide(1);
    CHECK(back.fits_int128());
    CHECK(back == most);
    CHECK(beyond * Wide(0) == Wide(0));
    CHECK((beyond * Wide(0)).fits_int128());
    CHECK((beyond - beyond).sign() == 0);
    CHECK(-beyond == Wide(kInt128Min));
    CHECK((-beyond).fits_int128());
    CHECK(-Wide(kInt128Min) == beyond);
    CHECK(abs(Wide(kInt128Min)) == beyond);
    CHECK(divide_rounded(beyond * beyond, beyond, Rounding::down) == beyond);
    CHECK(divide_rounded(Wide(kInt128Min), Wide(-1), Rounding::down) == beyond);
}

TEST_CASE("copies are independent and moves keep the value") {
    const Wide big = Wide(kInt128Max) * Wide(kInt128Max);
    Wide copy = big;
    copy += Wide(1);
    CHECK(copy == big + Wide(1));
    Wide moved = std::move(copy);
    CHECK(moved == big + Wide(1));
    copy = Wide(5);
    CHECK(copy == Wide(5));
    copy = big;
    CHECK(copy == big);
    copy = Wide(7);
    CHECK(copy == Wide(7));
    const Wide& same = moved;
    moved = same;
    CHECK(moved == big + Wide(1));
    std::vector<Wide> column(3, big);
    column.emplace_back(1);
    column[0] = column[3];
    CHECK(column[0] == Wide(1));
    CHECK(column[2] == big);
}

TEST_CASE("a big value is beyond every small one on its side") {
    const Wide big = Wide(kInt128Max) + Wide(1);
    const Wide bigger = big + Wide(1);
    const std::vector<Wide> ascending{-bigger, -big - Wide(0), Wide(kInt128Min) + Wide(1), Wide(-1),
                                      Wide(0), Wide(1),        Wide(kInt128Max),           big,
                                      bigger,  bigger * big};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            CHECK((ascending[i] <=> ascending[j]) == (i <=> j));
            CHECK((ascending[i] == ascending[j]) == (i == j));
        }
    }
    CHECK((-bigger).sign() == -1);
    CHECK(bigger.sign() == 1);
}

TEST_CASE("arithmetic agrees with unbounded integers at the edges of the lanes") {
    constexpr std::uint64_t kSeed = 63'64'127;
    CAPTURE(kSeed);
    EdgeNumbers numbers(kSeed);
    for (int i = 0; i < 20'000; ++i) {
        const Integer a = numbers.any();
        const Integer b = numbers.any();
        CAPTURE(text(a));
        CAPTURE(text(b));
        const Wide left(a);
        const Wide right(b);
        REQUIRE((left + right).integer() == a + b);
        REQUIRE((left - right).integer() == a - b);
        REQUIRE((left * right).integer() == a * b);
        REQUIRE((-left).integer() == -a);
        REQUIRE(abs(left).integer() == boost::multiprecision::abs(a));
        REQUIRE(left.sign() == a.sign());
        REQUIRE((left == right) == (a == b));
        REQUIRE((left < right) == (a < b));
        REQUIRE((left + right).fits_int128() == fits_int128(Integer(a + b)));
        REQUIRE((left * right == right * left));
        REQUIRE(text(left) == text(a));
        REQUIRE(gcd(left, right).integer() == gcd(a, b));
    }
}

TEST_CASE("division agrees with unbounded integers for both signs") {
    constexpr std::uint64_t kSeed = 128'129;
    CAPTURE(kSeed);
    EdgeNumbers numbers(kSeed);
    for (int i = 0; i < 20'000; ++i) {
        const Integer a = numbers.any();
        Integer b = numbers.any();
        b = b.is_zero() ? Integer(3) : b;
        const Rounding mode = kRoundings[numbers.below(kRoundings.size())];
        CAPTURE(text(a));
        CAPTURE(text(b));
        CAPTURE(name_en(mode));
        const Wide left(a);
        const Wide right(b);
        const Integer expected = divide_rounded(a, b, mode);
        REQUIRE(divide_rounded(left, right, mode).integer() == expected);
        const Wide inlined =
            with_rounding(mode, [&]<Rounding Mode>() { return divide_rounded<Mode>(left, right); });
        REQUIRE(inlined.integer() == expected);
        const Integer floored = divide_rounded(a, b, Rounding::floor);
        REQUIRE(floor_div(left, right).integer() == floored);
        REQUIRE(modulo(left, right).integer() == a - b * floored);
    }
}

}  // namespace
}  // namespace huiqi
