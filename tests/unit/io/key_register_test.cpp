#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/io/key_register.h"

namespace huiqi {
namespace {

TEST_CASE("numbers that stand twice are found in memory and beyond it, with their lines") {
    for (const std::size_t memory : {std::size_t{100}, std::size_t{10'000}, KeyRegister::kMostMemory}) {
        CAPTURE(memory);
        KeyRegister numbers(memory);
        for (std::uint64_t line = 2; line < 20'000; ++line) {
            // 7, 107, 207 … share their number; so do 5 and 19005
            numbers.add(line % 100 == 7 ? "seven" : std::to_string(line == 19'005 ? 5 : line), line);
        }
        const RepeatedNumbers repeated = numbers.repeated();
        REQUIRE(numbers.failure() == nullptr);
        CHECK(repeated.lines.size() == 2);
        REQUIRE(repeated.find("5") != nullptr);
        CHECK(*repeated.find("5") == std::vector<std::uint64_t>{5, 19'005});
        REQUIRE(repeated.find("seven") != nullptr);
        CHECK(*repeated.find("seven") == std::vector<std::uint64_t>{7, 107, 207, 307, 407, 507, 607, 707});
        CHECK(repeated.find("6") == nullptr);
        const std::vector<DataFault> faults = repeated.faults("in.csv", "id", 1);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].line == 5);
        CHECK(faults[0].message.en == "the application number `5` stands on line 19005 too");
    }
}

TEST_CASE("numbers that differ by a character or by their length are different numbers") {
    KeyRegister numbers;
    std::uint64_t line = 1;
    for (const char* number : {"A", "AA", "a", "A1", "1A", "12345678", "123456789", "0", "00", "甲", "乙"}) {
        numbers.add(number, ++line);
    }
    CHECK(numbers.repeated().empty());
}

TEST_CASE("no more numbers are kept than can be told, and that is said") {
    KeyRegister numbers;
    for (std::uint64_t line = 0; line < 2 * (RepeatedNumbers::kMostNumbers + 1); ++line) {
        numbers.add(std::to_string(line / 2), line);
    }
    const RepeatedNumbers repeated = numbers.repeated();
    CHECK(repeated.too_many);
    CHECK(repeated.lines.size() == RepeatedNumbers::kMostNumbers);
}

TEST_CASE("blanks of all kinds around a number do not belong to it") {
    CHECK(trimmed_number(" A6\t") == "A6");
    CHECK(trimmed_number("\u3000\u00a0 A 6 ") == "A 6");
    CHECK(trimmed_number(" \t\u3000").empty());
}

}  // namespace
}  // namespace huiqi
