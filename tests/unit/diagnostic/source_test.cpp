#include "engine/diagnostic/source.h"

#include <doctest/doctest.h>

namespace huiqi {

TEST_CASE("a place counts lines and code points from one") {
    struct Row {
        const char* text;
        std::size_t offset;
        Position expected;
    };
    const Row rows[]{
        {"", 0, {1, 1}},
        {"", 9, {1, 1}},
        {"甲乙\n丙", 0, {1, 1}},
        {"甲乙\n丙", 3, {1, 2}},
        {"甲乙\n丙", 6, {1, 3}},  // the line end stands behind the last character
        {"甲乙\n丙", 7, {2, 1}},
        {"甲乙\n丙", 10, {2, 2}},  // the end of the text
        {"甲乙\n丙", 99, {2, 2}},
        {"a\r\nb", 1, {1, 2}},
        {"a\r\nb", 2, {1, 2}},  // the LF of CR LF is no column of its own
        {"a\r\nb", 3, {2, 1}},
        {"a\n", 2, {2, 1}},            // behind a final line end a new line begins
        {"\xEF\xBB\xBFx", 3, {1, 1}},  // a byte-order mark is no column
        {"\xEF\xBB\xBFxy", 4, {1, 2}},
        {"\xFFx", 1, {1, 2}},  // a malformed byte is one column
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.offset);
        CHECK(Source("x", row.text).position(row.offset) == row.expected);
    }
}

TEST_CASE("a line comes without its line end") {
    const Source source("x", "a\r\n乙\n\nd");
    REQUIRE(source.line_count() == 4);
    CHECK(source.line(1) == "a");
    CHECK(source.line(2) == "乙");
    CHECK(source.line(3) == "");
    CHECK(source.line(4) == "d");
    CHECK(source.line_start(2) == 3);
    CHECK(source.line_start(4) == 8);
}

TEST_CASE("texts keep their addresses while others are added") {
    Sources sources;
    const SourceId first = sources.add("first", "one");
    const Source& kept = sources[first];
    for (int i = 0; i < 100; ++i) {
        sources.add("other", "two");
    }
    CHECK(&kept == &sources[first]);
    CHECK(sources.size() == 101);
    CHECK(sources.text({.source = first, .begin = 1, .end = 3}) == "ne");
    CHECK(sources.text({.source = first, .begin = 2, .end = 99}) == "e");
    CHECK(sources.text({.source = first, .begin = 98, .end = 99}) == "");
}

}  // namespace huiqi
