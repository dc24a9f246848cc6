#include "engine/diagnostic/mapped_text.h"

#include <doctest/doctest.h>

namespace huiqi {
namespace {

struct Row {
    std::size_t begin;
    std::size_t end;
    std::uint32_t source_begin;
    std::uint32_t source_end;
};

void check_places(const MappedText& text, std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        CAPTURE(row.begin);
        CAPTURE(row.end);
        CHECK(text.span(row.begin, row.end) ==
              Span{.source = text.source, .begin = row.source_begin, .end = row.source_end});
    }
}

}  // namespace

TEST_CASE("a text taken as it stands keeps its offsets") {
    Sources sources;
    const SourceId id = sources.add("x", "基数: 甲 + 乙");
    const MappedText text = MappedText::verbatim(sources, {.source = id, .begin = 8, .end = 17});
    CHECK(text.text == "甲 + 乙");
    check_places(text, {{0, 3, 8, 11}, {6, 9, 14, 17}, {0, 9, 8, 17}, {9, 9, 17, 17}, {4, 99, 12, 17}});
}

TEST_CASE("a place inside an escape is the whole escape or its edge") {
    // "a\u4E2Db" at 10: the quote, a at 11, the escape 12–18, b at 18.
    const MappedText text{.text = "a中b", .source = 0, .anchors = {{0, 11}, {1, 12}, {4, 18}}};
    check_places(text, {{0, 1, 11, 12}, {1, 4, 12, 18}, {4, 5, 18, 19}, {0, 5, 11, 19}});
}

TEST_CASE("source that gives no text belongs to neither side") {
    // x, an escaped line end with indentation, y: the text is "xy".
    const MappedText text{.text = "xy", .source = 0, .anchors = {{0, 4}, {1, 5}, {1, 10}}};
    check_places(text, {{0, 1, 4, 5}, {1, 2, 10, 11}, {0, 2, 4, 11}, {1, 1, 10, 10}});
}

TEST_CASE("a text without anchors begins with its source") {
    const MappedText text{.text = "abc", .source = 0, .anchors = {}};
    check_places(text, {{1, 2, 1, 2}, {0, 3, 0, 3}});
}

}  // namespace huiqi
