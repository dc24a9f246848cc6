#include "engine/diagnostic/text.h"

#include <array>
#include <string>

#include <doctest/doctest.h>

namespace huiqi {

TEST_CASE("a width is counted in terminal columns") {
    struct Row {
        const char* text;
        std::size_t expected;
    };
    const Row rows[]{
        {"", 0},          {"abc", 3}, {"实付", 4}, {"（，：）", 8},
        {"“左右”…—×", 9},                        // ambiguous signs count one
        {"e\u0301", 1},                          // a combining accent takes no column
        {"\u200B", 0},    {"ａ", 2},  {"ｱ", 1},  // half-width katakana
        {"한", 2},        {"😀", 2},  {"\xFF", 1}, {"𠀀", 2},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(display_width(row.text) == row.expected);
    }
}

TEST_CASE("the first malformed byte is found") {
    struct Row {
        std::string text;
        std::optional<std::size_t> expected;
    };
    const Row rows[]{
        {"", std::nullopt},
        {"惠企 ok \U0010FFFF", std::nullopt},
        {"a\x80", 1},             // a continuation byte alone
        {"a\xC0\x80", 1},         // an overlong NUL
        {"\xE0\x9F\xBF", 0},      // overlong, three bytes
        {"\xED\xA0\x80", 0},      // a surrogate
        {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
        {"甲\xE4\xB9", 3},        // cut off
        {"\xD6\xD0\xCE\xC4", 0},  // 中文 in GBK
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_malformed(row.text) == row.expected);
    }
}

TEST_CASE("reading and writing a code point give it back") {
    for (const char32_t code_point : {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
        CAPTURE(static_cast<std::uint32_t>(code_point));
        std::string text;
        append_utf8(text, code_point);
        std::size_t at = 0;
        CHECK(next_code_point(text, at) == code_point);
        CHECK(at == text.size());
    }
    std::size_t at = 0;
    CHECK(next_code_point("\xFF\xFF", at) == 0xFFFD);
    CHECK(at == 1);
    CHECK(code_point_count("甲\xFF乙") == 3);
}

TEST_CASE("the nearest name is a likely slip, or none") {
    constexpr std::array<std::string_view, 6> names{"小型",   "微型",        "合同金额",
                                                    "付款日", "paid_amount", "甲"};
    struct Row {
        std::string_view name;
        std::optional<std::string_view> expected;
    };
    const Row rows[]{
        {"小形", "小型"},
        {"小型", "小型"},
        {"合同金", "合同金额"},
        {"日款付", std::nullopt},        // two edits in three characters
        {"paid_amuont", "paid_amount"},  // neighbours swapped
        {"paid_amnt", "paid_amount"},    // two of nine
        {"amount", std::nullopt},        // five of six
        {"乙", std::nullopt},            // shares nothing with 甲
        {"", std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(nearest(row.name, names) == row.expected);
    }
    const std::string endless(10'000, 'a');
    CHECK(nearest(endless, names) == std::nullopt);
}

TEST_CASE("an excerpt is short and cannot command the terminal") {
    CHECK(excerpt("实付金额", 3) == "实付金…");
    CHECK(excerpt("实付金", 3) == "实付金");
    CHECK(excerpt("a\x1b[31m\n\x7f") == "a␛[31m␊␡");
    CHECK(excerpt("a\u202Eb\xFF") == "a\uFFFDb\uFFFD");
}

}  // namespace huiqi
