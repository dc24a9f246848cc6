#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/io/block_numbers.h"
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
    for (const char* number : {"A", "AA", "B", "A1", "1A", "12345678", "123456789", "0", "00", "甲", "乙"}) {
        numbers.add(number, ++line);
    }
    CHECK(numbers.repeated().empty());
}

TEST_CASE("a number typed in two ways stands twice, and is found however it is typed") {
    KeyRegister numbers;
    std::uint64_t line = 1;
    for (const std::string_view typed : {"S001", "S002", "s001", "Ｓ001", "S001\u200B", "S 002", "S003"}) {
        numbers.add(typed, ++line);
    }
    const RepeatedNumbers repeated = numbers.repeated();
    REQUIRE(repeated.find("S001") != nullptr);
    CHECK(*repeated.find("\uFF53001") == std::vector<std::uint64_t>{2, 4, 5, 6});
    CHECK(*repeated.find("S002") == std::vector<std::uint64_t>{3, 7});
    CHECK(repeated.find("S003") == nullptr);
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

TEST_CASE("numbers counted on from row to row are told from those that only look so") {
    struct Piece {
        std::string first;
        std::uint64_t count;
    };
    struct Row {
        std::vector<Piece> pieces;   // one behind the other, a line a number
        std::vector<std::pair<std::string, std::vector<std::uint64_t>>> repeated;
    };
    const std::vector<Row> rows{
        {{{"1", 9}, {"10", 90}, {"100", 400}}, {}},
        {{{"SQ-0001", 300}, {"SQ-0301", 300}, {"SR-0001", 300}, {"SQ-00001", 300}, {"00001", 300}}, {}},
        // of two runs that overlap the shorter one is looked at number by number
        {{{"SQ-0001", 100}, {"SQ-0100", 50}}, {{"SQ-0100", {1 + 99, 1 + 100}}}},
        {{{"SQ-0100", 50}, {"SQ-0001", 100}}, {{"SQ-0100", {1, 1 + 50 + 99}}}},
        // one number behind, in front of and beside a run that holds it, or holds its neighbours
        {{{"A001", 40}, {"A020", 1}, {"A041", 1}, {"A020", 1}, {"A000", 1}}, {{"A020", {20, 41, 43}}}},
        {{{"A020", 1}, {"B", 1}, {"A001", 40}}, {{"A020", {1, 22}}}},
        {{{"A090", 20}, {"A99", 1}, {"A100", 1}}, {{"A100", {11, 22}}}},
        // eighteen digits count; what stands in front of them does not
        {{{"9999999999999999990", 10}, {"0000000000000000000", 20}}, {}},
        {{{"1999999999999999980", 20}, {"1999999999999999999", 1}}, {{"1999999999999999999", {20, 21}}}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pieces.front().first);
        KeyRegister numbers(1'000);
        std::uint64_t line = 0;
        for (const Piece& piece : row.pieces) {
            std::string number = piece.first;
            for (std::uint64_t at = 0; at < piece.count; ++at) {
                numbers.add(number, ++line);
                (void)count_on(number);
            }
        }
        const RepeatedNumbers repeated = numbers.repeated();
        CHECK(repeated.lines.size() == row.repeated.size());
        for (const auto& [number, lines] : row.repeated) {
            CAPTURE(number);
            REQUIRE(repeated.find(number) != nullptr);
            CHECK(*repeated.find(number) == lines);
        }
    }
}

TEST_CASE("runs and single numbers in any order are judged as a plain count judges them") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 200; ++round) {
        KeyRegister numbers(round % 2 == 0 ? 500 : KeyRegister::kMostMemory);
        std::map<std::string, std::vector<std::uint64_t>> lines;
        std::uint64_t line = 1;
        for (std::size_t piece = random() % 12; piece > 0; --piece) {
            std::string number = (random() % 2 == 0 ? "K" : "") + std::to_string(random() % 400);
            for (std::size_t count = random() % 3 == 0 ? 1 : random() % 60; count > 0; --count) {
                line += random() % 50 == 0 ? 2U : 1U;
                numbers.add(number, line);
                lines[number].push_back(line);
                if (!count_on(number)) {
                    break;
                }
            }
        }
        const RepeatedNumbers repeated = numbers.repeated();
        std::erase_if(lines, [](const auto& one) { return one.second.size() < 2; });
        CHECK(repeated.lines.size() == lines.size());
        for (auto& [number, places] : lines) {
            places.resize(std::min(places.size(), RepeatedNumbers::kMostLines));
            REQUIRE(repeated.find(number) != nullptr);
            CHECK(*repeated.find(number) == places);
        }
    }
}

TEST_CASE("stretches of a block hold each of its numbers once, on its line") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 400; ++round) {
        ParsedBlock parsed{Schema{}};
        std::deque<std::string> texts;
        std::vector<std::pair<std::string, std::uint64_t>> wanted;
        std::uint64_t line = 1;
        std::string number = std::string(random() % 20, 'K') + std::to_string(random() % 1'200) + (round % 7 == 0 ? "x" : "");
        for (std::size_t row = random() % 90; row > 0; --row) {
            line += random() % 40 == 0 ? 2U : 1U;
            texts.push_back(number);
            parsed.keys.push_back(texts.back());
            parsed.places.push_back({.line = line});
            wanted.emplace_back(number, line);
            if (!count_on(number) || random() % 30 == 0) {
                number = std::string(random() % 20, 'K') + std::to_string(random() % 1'200);
            }
            if (random() % 30 == 0) {
                number[random() % number.size()] = '9';
            }
        }
        parsed.rejected.push_back({.line = line + 1, .raw = {}, .faults = {}, .number = "last"});
        wanted.emplace_back("last", line + 1);
        BlockNumbers numbers;
        numbers.take(parsed);
        std::vector<std::pair<std::string, std::uint64_t>> found;
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            const NumberStretch stretch = numbers.at(at);
            std::string one(stretch.first);
            for (std::uint64_t step = 0; step < stretch.count; ++step) {
                found.emplace_back(one, stretch.line + step);
                CHECK((step + 1 == stretch.count || count_on(one)));
            }
            CHECK(one == stretch.last);
        }
        CHECK(found == wanted);
    }
}

TEST_CASE("blanks of all kinds around a number do not belong to it") {
    CHECK(trimmed_number(" A6\t") == "A6");
    CHECK(trimmed_number("\u3000\u00a0 A 6 ") == "A 6");
    CHECK(trimmed_number(" \t\u3000").empty());
}

}  // namespace
}  // namespace huiqi
