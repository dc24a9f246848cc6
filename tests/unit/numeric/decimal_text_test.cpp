#include "engine/numeric/decimal_text.h"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

TEST_CASE("a decimal is read as it is written") {
    struct Row {
        std::string_view text;
        std::int64_t coefficient;
        std::int32_t scale;
    };
    const std::array rows{
        Row{.text = "0", .coefficient = 0, .scale = 0},
        Row{.text = "-0.00", .coefficient = 0, .scale = 2},
        Row{.text = "1.50", .coefficient = 150, .scale = 2},
        Row{.text = "-12", .coefficient = -12, .scale = 0},
        Row{.text = "+.5", .coefficient = 5, .scale = 1},
        Row{.text = "5.", .coefficient = 5, .scale = 0},
        Row{.text = "1e3", .coefficient = 1, .scale = -3},
        Row{.text = "1.5E-3", .coefficient = 15, .scale = 4},
        Row{.text = "0089", .coefficient = 89, .scale = 0},
        Row{.text = "0.089", .coefficient = 89, .scale = 3},
        Row{.text = "12.0e+1", .coefficient = 120, .scale = 0},
        Row{.text = "1e0000000000000000003", .coefficient = 1, .scale = -3},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto read = parse_decimal(row.text);
        REQUIRE(read.has_value());
        CHECK(read->coefficient == row.coefficient);
        CHECK(read->scale == row.scale);
    }
    CHECK(parse_decimal("1.5e-3")->value() == ratio(Integer(15), Integer(10'000)));
    CHECK(parse_decimal("-1.5e3")->value() == -1'500);
}

TEST_CASE("what is not a decimal is malformed") {
    const std::vector<std::string_view> texts{
        "",      "-",   "+",  ".",     "-.",    "e5",   ".e5",  "1e",  "1e+",      "1e1.", "1..2",
        "1.2.3", " 1",  "1 ", "1,000", "--1",   "+-1",  "0x10", "1f",  "Infinity", "NaN",  "１",
        "1e1e1", "1e-", "1-", "12f4",  "1_000", "1e 5", "\t1",  "1\n", "123,65",   "１２", "一"};
    for (const std::string_view text : texts) {
        CAPTURE(text);
        const auto read = parse_decimal(text);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error() == NumericFault::malformed);
        CHECK(parse_scaled64(text, 2).error() == NumericFault::malformed);
    }
    CHECK(parse_decimal(std::string_view("1\0", 2)).error() == NumericFault::malformed);
    CHECK(parse_scaled64(std::string_view("1\0", 2), 2).error() == NumericFault::malformed);
}

TEST_CASE("a decimal beyond the limits costs nothing and is refused") {
    CHECK(parse_decimal("1e6200").has_value());
    CHECK(parse_decimal("1e6201").error() == NumericFault::too_large);
    CHECK(parse_decimal("1e-6201").error() == NumericFault::too_large);
    CHECK(parse_decimal("1e999999999").error() == NumericFault::too_large);
    CHECK(parse_decimal("1e-99999999999999999999999999").error() == NumericFault::too_large);
    CHECK(parse_decimal("1e" + std::string(1'000'000, '9')).error() == NumericFault::too_large);
    CHECK(parse_decimal(std::string(1'000, '9')).has_value());
    CHECK(parse_decimal(std::string(1'001, '9')).error() == NumericFault::too_large);
    // Zeros in front do not count, zeros behind the point do: they make the denominator.
    CHECK(parse_decimal(std::string(5'000, '0') + "1").value().coefficient == 1);
    CHECK(parse_decimal("0." + std::string(5'000, '0') + "1").error() == NumericFault::too_large);
    CHECK(parse_decimal("12345", {.digits = 5, .exponent = 0}).has_value());
    CHECK(parse_decimal("12345.6", {.digits = 5, .exponent = 0}).error() == NumericFault::too_large);
    // Nonsense is nonsense first.
    CHECK(parse_decimal("1e999999999x").error() == NumericFault::malformed);
}

TEST_CASE("money columns are read as whole units") {
    struct Row {
        std::string_view text;
        unsigned decimals;
        std::int64_t units;
    };
    const std::array rows{
        Row{.text = "0", .decimals = 2, .units = 0},
        Row{.text = "-0.00", .decimals = 2, .units = 0},
        Row{.text = "12.5", .decimals = 2, .units = 1'250},
        Row{.text = "-12.05", .decimals = 2, .units = -1'205},
        Row{.text = "+7", .decimals = 0, .units = 7},
        Row{.text = "5.", .decimals = 2, .units = 500},
        Row{.text = ".5", .decimals = 2, .units = 50},
        Row{.text = "007.10", .decimals = 2, .units = 710},
        // A zero behind the last decimal changes nothing.
        Row{.text = "12.500", .decimals = 2, .units = 1'250},
        Row{.text = "12.0", .decimals = 0, .units = 12},
        Row{.text = "1.50000000000000000000000000000", .decimals = 2, .units = 150},
        Row{.text = "0000000000000000000000000000001", .decimals = 2, .units = 100},
        Row{.text = "92233720368547758.07", .decimals = 2, .units = kMax},
        Row{.text = "-92233720368547758.08", .decimals = 2, .units = kMin},
        Row{.text = "9.223372036854775807", .decimals = 18, .units = kMax},
        Row{.text = "9223372036854775807", .decimals = 0, .units = kMax},
        Row{.text = "0.0000000000000000001", .decimals = 19, .units = 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto narrow = parse_scaled64(row.text, row.decimals);
        REQUIRE(narrow.has_value());
        CHECK(*narrow == row.units);
    }
}

TEST_CASE("a money text that does not fit says which way") {
    struct Row {
        std::string_view text;
        unsigned decimals;
        NumericFault fault;
    };
    const std::array rows{
        Row{.text = "12.345", .decimals = 2, .fault = NumericFault::too_many_decimals},
        Row{.text = "12.001", .decimals = 2, .fault = NumericFault::too_many_decimals},
        Row{.text = "0.5", .decimals = 0, .fault = NumericFault::too_many_decimals},
        Row{.text = "1.2345678901234567890123456789",
            .decimals = 2,
            .fault = NumericFault::too_many_decimals},
        Row{.text = "92233720368547758.08", .decimals = 2, .fault = NumericFault::out_of_range},
        Row{.text = "-92233720368547758.09", .decimals = 2, .fault = NumericFault::out_of_range},
        Row{.text = "9223372036854775808", .decimals = 0, .fault = NumericFault::out_of_range},
        Row{.text = "99999999999999999", .decimals = 2, .fault = NumericFault::out_of_range},
        Row{.text = "10", .decimals = 18, .fault = NumericFault::out_of_range},
        Row{.text = "10000000000000000000000000000000000000000",
            .decimals = 2,
            .fault = NumericFault::out_of_range},
        // An exponent is what a spreadsheet leaves of a number it has already rounded.
        Row{.text = "1e3", .decimals = 2, .fault = NumericFault::malformed},
        Row{.text = "1.2E+10", .decimals = 2, .fault = NumericFault::malformed},
        Row{.text = "1,000.00", .decimals = 2, .fault = NumericFault::malformed},
        Row{.text = "99999999999999999999999x", .decimals = 2, .fault = NumericFault::malformed},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto read = parse_scaled64(row.text, row.decimals);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error() == row.fault);
    }
}

TEST_CASE("a rational is written as the shortest decimal, or as a fraction") {
    struct Row {
        int top;
        int bottom;
        std::string_view text;
    };
    const std::array rows{
        Row{.top = 0, .bottom = 1, .text = "0"},      Row{.top = 3, .bottom = 2, .text = "1.5"},
        Row{.top = -2, .bottom = 1, .text = "-2"},    Row{.top = 100, .bottom = 1, .text = "100"},
        Row{.top = 1, .bottom = 8, .text = "0.125"},  Row{.top = -1, .bottom = 50, .text = "-0.02"},
        Row{.top = 1, .bottom = 3, .text = "1/3"},    Row{.top = -50, .bottom = 365, .text = "-10/73"},
        Row{.top = 7, .bottom = 40, .text = "0.175"}, Row{.top = 1, .bottom = 3125, .text = "0.00032"},
    };
    for (const Row& row : rows) {
        CHECK(decimal_text(ratio(Integer(row.top), Integer(row.bottom))) == row.text);
    }
    CHECK(decimal_text(parse_decimal("1.25e-30")->value()) == "0." + std::string(29, '0') + "125");
}

TEST_CASE("units are written with a fixed number of decimals") {
    struct Row {
        std::int64_t units;
        unsigned decimals;
        std::string_view text;
    };
    const std::array rows{
        Row{.units = 0, .decimals = 0, .text = "0"},
        Row{.units = 0, .decimals = 2, .text = "0.00"},
        Row{.units = -5, .decimals = 2, .text = "-0.05"},
        Row{.units = 50, .decimals = 2, .text = "0.50"},
        Row{.units = 1'250, .decimals = 2, .text = "12.50"},
        Row{.units = -7, .decimals = 0, .text = "-7"},
        Row{.units = 1, .decimals = 30, .text = "0.000000000000000000000000000001"},
        Row{.units = kMin, .decimals = 2, .text = "-92233720368547758.08"},
        Row{.units = kMax, .decimals = 19, .text = "0.9223372036854775807"},
    };
    for (const Row& row : rows) {
        std::vector<char> narrow(fixed_room64(row.decimals));
        std::vector<char> broad(fixed_room128(row.decimals));
        const std::size_t length = write_fixed(narrow.data(), row.units, row.decimals);
        CHECK(std::string_view(narrow.data(), length) == row.text);
        const std::size_t broad_length = write_fixed(broad.data(), Int128{row.units}, row.decimals);
        CHECK(std::string_view(broad.data(), broad_length) == row.text);
        CHECK(fixed_text(Integer(row.units), row.decimals) == row.text);
    }
    std::vector<char> room(fixed_room128(2));
    const std::size_t length = write_fixed(room.data(), kInt128Min, 2);
    CHECK(std::string_view(room.data(), length) == "-1701411834604692317316873037158841057.28");
    // The middle digits of a 128-bit integer keep their zeros.
    const std::size_t round_length = write_fixed(room.data(), lane_pow10<Int128>(38), 0);
    CHECK(std::string_view(room.data(), round_length) == "1" + std::string(38, '0'));
}

TEST_CASE("what is written with fixed decimals reads back as the same units") {
    for (const std::int64_t units : {kMin, kMin + 1, std::int64_t{-100}, std::int64_t{-1}, std::int64_t{0},
                                     std::int64_t{99}, std::int64_t{123'456'789}, kMax}) {
        for (unsigned decimals = 0; decimals <= 18; ++decimals) {
            CHECK(parse_scaled64(fixed_text(Integer(units), decimals), decimals).value() == units);
        }
    }
}

}  // namespace
}  // namespace huiqi
