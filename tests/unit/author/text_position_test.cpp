#include "engine/author/text_position.h"

#include <array>
#include <string>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

// 中 is three bytes and one unit of UTF-16, 😀 four and two, é two and one
constexpr std::string_view kText = "a中😀é\r\n\n编号: 甲\rx\n";

TEST_CASE("a place of an editor is a byte of the text, in each of its units") {
    struct Row {
        std::uint32_t line;
        std::uint32_t utf8, utf16, utf32;
        std::size_t offset;
    };
    constexpr std::array rows{
        Row{0, 0, 0, 0, 0},    Row{0, 1, 1, 1, 1},    Row{0, 4, 2, 2, 4},    Row{0, 8, 4, 3, 8},  Row{0, 10, 5, 4, 10},
        Row{1, 0, 0, 0, 12},   Row{2, 0, 0, 0, 13},   Row{2, 3, 1, 1, 16},   Row{2, 11, 5, 5, 24}, Row{3, 1, 1, 1, 26},
        Row{4, 0, 0, 0, 27},
    };
    const TextLines utf8(kText, PositionEncoding::utf8);
    const TextLines utf16(kText, PositionEncoding::utf16);
    const TextLines utf32(kText, PositionEncoding::utf32);
    CHECK(utf16.count() == 5);
    for (const Row& row : rows) {
        CAPTURE(row.offset);
        CHECK(utf8.offset({row.line, row.utf8}) == row.offset);
        CHECK(utf16.offset({row.line, row.utf16}) == row.offset);
        CHECK(utf32.offset({row.line, row.utf32}) == row.offset);
        CHECK(utf8.position(row.offset) == LinePosition{row.line, row.utf8});
        CHECK(utf16.position(row.offset) == LinePosition{row.line, row.utf16});
        CHECK(utf32.position(row.offset) == LinePosition{row.line, row.utf32});
    }
}

TEST_CASE("a place that is none is the nearest one before it") {
    const TextLines lines(kText);
    CHECK(lines.offset({0, 3}) == 4);          // between the halves of the emoji
    CHECK(lines.offset({0, 99}) == 10);        // behind the end of the line, before CR LF
    CHECK(lines.offset({1, 1}) == 12);
    CHECK(lines.offset({4, 1}) == kText.size());
    CHECK(lines.offset({99, 0}) == kText.size());
    CHECK(lines.position(5) == LinePosition{0, 2});    // inside the bytes of the emoji
    CHECK(lines.position(11) == LinePosition{0, 5});   // between CR and LF
    CHECK(lines.position(99) == LinePosition{4, 0});
}

TEST_CASE("every byte of a text that is no UTF-8 has a place too") {
    const std::string text = "a\xff\xe4\xb8\nb";
    const TextLines lines(text);
    for (std::size_t at = 0; at <= text.size(); ++at) {
        CHECK(lines.offset(lines.position(at)) == at);
    }
    CHECK(TextLines("").position(3) == LinePosition{0, 0});
}

}  // namespace
}  // namespace huiqi
