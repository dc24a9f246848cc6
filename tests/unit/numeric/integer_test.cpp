#include "engine/numeric/integer.h"

#include <limits>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

constexpr Int128 kTwo64 = Int128{1} << 64;

static_assert(fits_int64(Int128{std::numeric_limits<std::int64_t>::max()}));
static_assert(!fits_int64(Int128{std::numeric_limits<std::int64_t>::max()} + 1));
static_assert(fits_int64(Int128{std::numeric_limits<std::int64_t>::min()}));
static_assert(!fits_int64(Int128{std::numeric_limits<std::int64_t>::min()} - 1));
static_assert(magnitude(kInt128Min) == UInt128{1} << 127);
static_assert(magnitude(std::int64_t{-5}) == 5);
static_assert(lane_pow10<std::int64_t>(18) == 1'000'000'000'000'000'000);
static_assert(lane_pow10<Int128>(38) / lane_pow10<Int128>(20) == 1'000'000'000'000'000'000);

TEST_CASE("integers of every lane are written in decimal") {
    struct Row {
        Int128 value;
        const char* text;
    };
    const std::array rows{
        Row{.value = 0, .text = "0"},
        Row{.value = -1, .text = "-1"},
        Row{.value = 1'000, .text = "1000"},
        Row{.value = kTwo64, .text = "18446744073709551616"},
        Row{.value = kInt128Max, .text = "170141183460469231731687303715884105727"},
        Row{.value = kInt128Min, .text = "-170141183460469231731687303715884105728"},
    };
    for (const Row& row : rows) {
        CHECK(text(row.value) == row.text);
        CHECK(text(to_integer(row.value)) == row.text);
        CHECK(Integer(row.text) == to_integer(row.value));
    }
}

TEST_CASE("an integer fits a lane up to the last value and not one further") {
    const Integer most64 = (Integer(1) << 63) - 1;
    CHECK(fits_int64(most64));
    CHECK_FALSE(fits_int64(Integer(most64 + 1)));
    CHECK(fits_int64(Integer(-most64 - 1)));
    CHECK_FALSE(fits_int64(Integer(-most64 - 2)));
    CHECK(to_int64(Integer(-most64 - 1)) == std::numeric_limits<std::int64_t>::min());

    const Integer most128 = (Integer(1) << 127) - 1;
    CHECK(fits_int128(most128));
    CHECK_FALSE(fits_int128(Integer(most128 + 1)));
    CHECK(fits_int128(Integer(-most128 - 1)));
    CHECK_FALSE(fits_int128(Integer(-most128 - 2)));
    CHECK((to_int128(most128) == kInt128Max));
    CHECK((to_int128(Integer(-most128 - 1)) == kInt128Min));
    CHECK((to_int128(Integer(-most128)) == -kInt128Max));
}

TEST_CASE("powers of ten agree on both sides of the table's end") {
    CHECK(pow10(0) == 1);
    CHECK(pow10(2) == 100);
    CHECK(pow10(38) * 10 == pow10(39));
    CHECK(text(pow10(60)) == "1" + std::string(60, '0'));
}

TEST_CASE("divisors and multiples are never negative") {
    CHECK(gcd(Integer(-12), Integer(18)) == 6);
    CHECK(gcd(Integer(0), Integer(0)) == 0);
    CHECK(gcd(Integer(0), Integer(-7)) == 7);
    CHECK(lcm(Integer(365), Integer(-366)) == 365 * 366);
    CHECK(lcm(Integer(0), Integer(5)) == 0);
}

}  // namespace
}  // namespace huiqi
