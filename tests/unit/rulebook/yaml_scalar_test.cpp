#include "engine/rulebook/yaml/scalar.h"

#include <string>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

/// The words of the source that a word of the aligned text stands for.
std::string source_words(std::string_view source, const AlignedScalar& scalar, std::string_view word) {
    const std::size_t at = scalar.text.text.find(word);
    REQUIRE(at != std::string::npos);
    const Span span = scalar.text.span(at, at + word.size());
    return std::string(source.substr(span.begin, span.end - span.begin));
}

}  // namespace

TEST_CASE("each style of scalar is found in its source, and every word of it") {
    struct Row {
        std::string source;  // the scalar begins at its first byte
        std::string value;
        ScalarStyle style;
        std::string rest;   // what follows the scalar
        std::string word;   // a word of the value
        std::string words;  // and the source that it stands for
    };
    const Row rows[]{
        {"基数 + 1 # c", "基数 + 1", ScalarStyle::plain, " # c", "+ 1", "+ 1"},
        {"甲\n  乙 丙\n", "甲 乙 丙", ScalarStyle::plain, "\n", "乙", "乙"},
        {"甲  \r\n  乙", "甲 乙", ScalarStyle::plain, "", " ", "  \r\n  "},
        {"甲\n\n\n  乙", "甲\n\n乙", ScalarStyle::plain, "", "乙", "乙"},
        {"a  b", "a  b", ScalarStyle::plain, "", "b", "b"},
        {"'it''s' x", "it's", ScalarStyle::single_quoted, " x", "'", "''"},
        {"'it''s'", "it's", ScalarStyle::single_quoted, "", "s", "s"},
        {"''", "", ScalarStyle::single_quoted, "", "", ""},
        {"'甲\n  乙'", "甲 乙", ScalarStyle::single_quoted, "", "乙", "乙"},
        {R"("a\u4E2Db" )", "a中b", ScalarStyle::double_quoted, " ", "中", "\\u4E2D"},
        {R"("a\u4E2Db")", "a中b", ScalarStyle::double_quoted, "", "b", "b"},
        {R"("\x41\"\\\U0001F600")", "A\"\\😀", ScalarStyle::double_quoted, "", "😀", "\\U0001F600"},
        {"\"x \\\n   y\"", "x y", ScalarStyle::double_quoted, "", "y", "y"},
        {"\"甲 \n\n 乙\"", "甲\n乙", ScalarStyle::double_quoted, "", "甲", "甲"},
        {"|\n  甲\n   乙\n\n  丙\nk: v", "甲\n 乙\n\n丙\n", ScalarStyle::literal, "\nk: v", "丙", "丙"},
        {"|- # c\n  甲\n  乙\n", "甲\n乙", ScalarStyle::literal, "\n", "乙", "乙"},
        {"|+\n  甲\n\n\nk: v", "甲\n\n\n", ScalarStyle::literal, "\n\n\nk: v", "甲", "甲"},
        {"|\r\n  甲\r\n  乙\r\n", "甲\n乙\n", ScalarStyle::literal, "\r\n", "乙", "乙"},
        {"|2\n   甲\n  乙\n", " 甲\n乙\n", ScalarStyle::literal, "\n", "乙", "乙"},
        {"|\n  甲", "甲", ScalarStyle::literal, "", "甲", "甲"},
        {"|-\n\nk: v", "", ScalarStyle::literal, "\n\nk: v", "", ""},
        {">\n  甲\n  乙\n\n  丙\n", "甲 乙\n丙\n", ScalarStyle::folded, "\n", "丙", "丙"},
        {">-\n  甲\n   乙\n  丙", "甲\n 乙\n丙", ScalarStyle::folded, "", "乙", "乙"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.source);
        const auto scalar = align_scalar(row.source, 0, row.value, true, 0);
        REQUIRE(scalar.has_value());
        CHECK(scalar->style == row.style);
        CHECK(scalar->text.text == row.value);
        CHECK(row.source.substr(scalar->end) == row.rest);
        CHECK(source_words(row.source, *scalar, row.word) == row.words);
    }
}

TEST_CASE("where the two readings differ there is no answer") {
    struct Row {
        const char* source;
        const char* value;
    };
    const Row rows[]{
        {"甲乙", "甲丙"},
        {"甲", "甲乙"},
        {"a\n  b", "a  b"},
        {"'a", "a"},
        {"\"a\"", "b"},
        {"\"a\\q\"", "aq"},
        {"\"\\u12\"", "\x12"},
        {"\"\\uD800\"", "?"},
        {"|\n  a\n", "b\n"},
        {"|\n  a\n", "a\nb\n"},
        {"|", "a"},
        {">\n a", "  a"},
        {"\"a\\", "a"},
        {"", "a"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.source);
        CHECK_FALSE(align_scalar(row.source, 0, row.value, true, 0).has_value());
    }
}

TEST_CASE("the sign of a block scalar is text between braces") {
    CHECK_FALSE(align_scalar("|\n  a\n", 0, "a\n", false, 0).has_value());
    const auto plain = align_scalar("|", 0, "|", false, 0);
    REQUIRE(plain.has_value());
    CHECK(plain->style == ScalarStyle::plain);
}

TEST_CASE("the escape that means nothing is found") {
    CHECK(first_bad_escape(R"("a\n\q")", 0) == 4);
    CHECK(first_bad_escape(R"("\x4")", 0) == 1);
    CHECK(first_bad_escape(R"("\uD83D\uDE00")", 0) == 1);
    CHECK(first_bad_escape("\"a\\\n b\"", 0) == std::nullopt);
    CHECK(first_bad_escape(R"("\U0010FFFF" \q)", 0) == std::nullopt);
}

TEST_CASE("quotes know whether they close") {
    CHECK(quotes_close("'it''s'", 0));
    CHECK_FALSE(quotes_close("'it''s", 0));
    CHECK(quotes_close("''", 0));
    CHECK_FALSE(quotes_close("'''", 0));
    CHECK(quotes_close(R"("a\"b")", 0));
    CHECK_FALSE(quotes_close(R"("a\")", 0));
}

}  // namespace huiqi
