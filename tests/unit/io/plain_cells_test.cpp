#include "engine/io/name_table.h"
#include "engine/io/plain_cells.h"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"

namespace huiqi {
namespace {

/// Cells of one column between commas, behind some text, so that wide reads have room.
struct Cells {
    std::string text = "0123456789abcdef,";
    std::vector<std::uint32_t> places{16};

    explicit Cells(const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) {
            text += cell;
            places.push_back(static_cast<std::uint32_t>(text.size()));
            text += ',';
        }
        text += std::string(64, '\0');
    }
    [[nodiscard]] CellColumn column() const {
        return {.text = text.data(), .before = places.data(), .stride = 1, .rows = places.size() - 1, .trim = 0};
    }
};

constexpr CountRange kWide{.low = -1'000'000'000'000'000'000, .high = 1'000'000'000'000'000'000};

/// Reads one cell beside others; nothing when it is left.
std::optional<std::int64_t> number(const std::string& cell, unsigned decimals, const CountRange& range = kWide) {
    const Cells cells({"1", cell, "2.5"});
    std::vector<std::int64_t> to(3);
    std::vector<std::uint32_t> left(3);
    left.resize(read_plain_numbers(cells.column(), decimals, range, to.data(), left.data()));
    for (const std::uint32_t row : left) {
        if (row == 1) {
            return std::nullopt;
        }
    }
    return to[1];
}

}  // namespace

TEST_CASE("plain numbers are read as counts, and whatever else is left for a closer look") {
    struct Row {
        const char* cell;
        unsigned decimals;
        std::optional<std::int64_t> count;
    };
    const Row rows[] = {
        {"0", 0, 0},
        {"0", 2, 0},
        {"0.00", 2, 0},
        {"7", 2, 700},
        {"12.5", 2, 1250},
        {"12.50", 2, 1250},
        {"3101859.00", 2, 310185900},
        {"0.0405", 4, 405},
        {"120.5", 6, 120500000},
        {"9999999999999.99", 2, 999999999999999},      // sixteen characters
        {"99999999999999.99", 2, 9999999999999999},    // seventeen
        {"999999999999999999", 0, 999999999999999999}, // eighteen
        {"9999999999999999999", 0, std::nullopt},
        {"999999999999999999", 2, std::nullopt},       // too long with its decimals
        {"1.234", 2, std::nullopt},
        {"", 2, std::nullopt},
        {".5", 2, std::nullopt},
        {"5.", 2, std::nullopt},
        {".", 2, std::nullopt},
        {"1.2.3", 4, std::nullopt},
        {"007", 0, std::nullopt},
        {"00.5", 2, std::nullopt},
        {"-5", 2, std::nullopt},
        {"+5", 2, std::nullopt},
        {"1e3", 2, std::nullopt},
        {"1 000", 2, std::nullopt},
        {"12a", 2, std::nullopt},
        {"1:5", 2, std::nullopt},   // the characters beside the digits
        {"1/5", 2, std::nullopt},
        {"１２", 2, std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.cell);
        CHECK(number(row.cell, row.decimals) == row.count);
    }
}

TEST_CASE("numbers that look alike are read together, and one that does not is told from its neighbours") {
    for (const unsigned decimals : {0U, 1U, 2U, 4U, 9U, 14U}) {
        CAPTURE(decimals);
        const std::string tail = decimals == 0 ? "" : "." + std::string(decimals, '7');
        const std::int64_t sevens = decimals == 0 ? 0 : std::stoll(std::string(decimals, '7'));
        std::int64_t one = 1;
        for (unsigned at = 0; at < decimals; ++at) {
            one *= 10;
        }
        std::vector<std::string> odd{"", "x", "01" + tail, "-1" + tail, " 1" + tail, "1" + tail + " ", "1" + tail + ".",
                                     "1." + tail, tail, "1x" + tail, "1e" + tail, "１" + tail, "1:" + tail, "1/" + tail};
        odd.push_back("1" + tail + (decimals == 0 ? ".7" : "7"));
        std::erase_if(odd, [&](const std::string& text) { return text == "1" + tail; });
        for (const std::string& text : odd) {
            CAPTURE(text);
            for (std::size_t place = 0; place < 9; ++place) {
                std::vector<std::string> some;
                for (std::size_t at = 0; at < 9; ++at) {
                    some.push_back(at == place ? text : std::to_string(at) + tail);
                }
                const Cells cells(some);
                std::vector<std::int64_t> to(9);
                std::vector<std::uint32_t> left(9);
                REQUIRE(read_plain_numbers(cells.column(), decimals, kWide, to.data(), left.data()) == 1);
                CHECK(left[0] == place);
                for (std::size_t at = 0; at < 9; ++at) {
                    CHECK((at == place || to[at] == static_cast<std::int64_t>(at) * one + sevens));
                }
            }
        }
    }
}

TEST_CASE("a number out of range is left") {
    const CountRange range{.low = 100, .high = 500};
    CHECK(number("0.99", 2, range) == std::nullopt);
    CHECK(number("1.00", 2, range) == 100);
    CHECK(number("5.00", 2, range) == 500);
    CHECK(number("5.01", 2, range) == std::nullopt);
}

TEST_CASE("every day of the years at hand is read, and no day that there is not") {
    const CountRange all{.low = kFirstDay, .high = kLastDay};
    std::vector<std::string> texts;
    std::vector<std::int32_t> days;
    const std::int32_t first = Date::parse("1900-01-01").value().days();
    const std::int32_t last = Date::parse("2155-12-31").value().days();
    for (std::int32_t day = first; day <= last; ++day) {
        texts.push_back(Date::from_days(day).text());
        days.push_back(day);
    }
    const Cells cells(texts);
    std::vector<std::int32_t> to(texts.size());
    std::vector<std::uint32_t> left(texts.size());
    CHECK(read_plain_dates(cells.column(), all, to.data(), left.data()) == 0);
    CHECK((to == days));

    const std::vector<std::string> odd{"2023-02-29", "2100-02-29", "2024-04-31", "2024-00-10", "2024-13-01", "2024-01-00",
                                       "2024-01-32", "2024-1-1",   "2024/01/01", "2024-01-1",  "20240-01-1", "",
                                       "2024-01-01x", "20a4-01-01", "2024-01-0:", "1899-12-31", "2156-01-01"};
    // each alone among good ones, in every place of those that are read together
    for (const std::string& text : odd) {
        CAPTURE(text);
        for (std::size_t place = 0; place < 9; ++place) {
            std::vector<std::string> some(9, "2024-02-29");
            some[place] = text;
            const Cells others(some);
            REQUIRE(read_plain_dates(others.column(), all, to.data(), left.data()) == 1);
            CHECK(left[0] == place);
            CHECK(to[(place + 1) % 9] == Date::parse("2024-02-29").value().days());
        }
    }
}

TEST_CASE("truths and names are read only as they are spelt") {
    const Cells truths({"true", "false", "Trve", "tru", "falsy", "falsee", "", "true ", "fals", "TRUE", "FALSE", "True", "fAlse"});
    std::vector<std::uint8_t> to(truths.column().rows);
    std::vector<std::uint32_t> left(truths.column().rows);
    CHECK(read_plain_booleans(truths.column(), to.data(), left.data()) == 7);
    CHECK(left.front() == 2);
    CHECK(to[0] == 1);
    CHECK(to[1] == 0);
    CHECK((to[9] == 1 && to[10] == 0 && to[11] == 1 && to[12] == 0));   // as spreadsheets write them

    const NameTable table({"micro", "small", "infringement", "中型", "sixteen letters!", "seventeen letters", "m"});
    const Cells names({"micro", "m", "中型", "infringement", "sixteen letters!", "seventeen letters", "smal", "smalls", "",
                       "Micro", "infringemen", "infringements"});
    std::vector<std::int32_t> codes(names.column().rows);
    left.resize(names.column().rows);
    left.resize(table.read(names.column(), codes.data(), left.data()));
    CHECK((left == std::vector<std::uint32_t>{5, 6, 7, 8, 9, 10, 11}));
    CHECK(codes[0] == 0);
    CHECK(codes[1] == 6);
    CHECK(codes[2] == 3);
    CHECK(codes[3] == 2);
    CHECK(codes[4] == 4);
}

TEST_CASE("truths and names are read together, and one that is odd is told from its neighbours") {
    const NameTable table({"micro", "provincial", "中型", "sixteen letters!", "m"});
    const std::vector<std::string> odd{"", "micr", "microo", "Micro", "provincia", "provincials", "sixteen letters!!",
                                       std::string("m\0", 2), std::string("true\0", 5), "fals", "falsee", "tru", "Trve"};
    for (const std::string& text : odd) {
        CAPTURE(text);
        for (std::size_t place = 0; place < 19; ++place) {
            CAPTURE(place);
            std::vector<std::uint32_t> left(19);
            std::vector<std::string> some{"micro", "provincial", "中型", "sixteen letters!", "m", "provincial", "m",
                                          "micro", "provincial", "中型", "sixteen letters!", "m", "provincial", "m",
                                          "micro", "provincial", "中型", "sixteen letters!", "m"};
            const std::vector<std::int32_t> expected{0, 1, 2, 3, 4, 1, 4, 0, 1, 2, 3, 4, 1, 4, 0, 1, 2, 3, 4};
            some[place] = text;
            const Cells names(some);
            std::vector<std::int32_t> codes(19);
            REQUIRE(table.read(names.column(), codes.data(), left.data()) == 1);
            CHECK(left[0] == place);
            std::vector<std::string> words(19, "true");
            words[(place + 1) % 19] = place % 2 == 0 ? "false" : "FALSE";
            words[(place + 2) % 19] = "TRUE";
            words[place] = text;
            const Cells truths(words);
            std::vector<std::uint8_t> to(19);
            REQUIRE(read_plain_booleans(truths.column(), to.data(), left.data()) == 1);
            CHECK(left[0] == place);
            for (std::size_t row = 0; row < 19; ++row) {
                CHECK((row == place || codes[row] == expected[row]));
                CHECK((row == place || to[row] == (row == (place + 1) % 19 ? 0 : 1)));
            }
        }
    }
}

TEST_CASE("a table of many names finds each of them") {
    std::vector<std::string> names;
    for (int number = 0; number < 300; ++number) {
        names.push_back("县区" + std::to_string(number * 37));
    }
    const NameTable table(names);
    const Cells cells(names);
    std::vector<std::int32_t> codes(names.size());
    std::vector<std::uint32_t> left(names.size());
    CHECK(table.read(cells.column(), codes.data(), left.data()) == 0);
    for (std::size_t at = 0; at < names.size(); ++at) {
        CHECK(codes[at] == static_cast<std::int32_t>(at));
    }
}

}  // namespace huiqi
