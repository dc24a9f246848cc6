#include "engine/io/csv_record.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/io/separator_scan.h"

namespace huiqi {
namespace {

std::string shape_name(CsvShape shape) {
    switch (shape) {
        case CsvShape::whole: return "whole";
        case CsvShape::needs_more: return "needs more";
        case CsvShape::misplaced_quote: return "misplaced";
        case CsvShape::unclosed_quote: return "unclosed";
    }
    return {};
}

/// The cells of a whole record joined by `|`, or the shape; then where to go on.
std::string scanned(std::string_view text, bool at_end, LineEnd line_end = LineEnd::lf) {
    std::vector<CsvCell> cells;
    const CsvRecord record = scan_csv_record(text, 0, at_end, {.line_end = line_end}, &cells);
    if (record.shape == CsvShape::needs_more) {
        return "needs more";
    }
    std::string shown;
    if (record.shape == CsvShape::whole) {
        for (const CsvCell& cell : cells) {
            const std::string_view inside = text.substr(cell.begin, cell.length);
            shown += (&cell == &cells.front() ? "" : "|") +
                     (cell.escaped ? unescaped(inside) : std::string(inside));
        }
    } else {
        shown = shape_name(record.shape) + "@" + std::to_string(record.fault_at);
    }
    return shown + " >" + std::to_string(record.end);
}

TEST_CASE("a record is read as RFC 4180 has it, and a broken quote costs no more than its line") {
    struct Row {
        std::string_view text;
        std::string_view expected;
    };
    const std::vector<Row> rows{
        {"a,b\nc", "a|b >4"},
        {"a,b\r\nc", "a|b >5"},
        {"a,b", "a|b >3"},
        {",\n", "| >2"},
        {"\n", " >1"},
        {"a,\n", "a| >3"},
        {"\"a,b\",c\n", "a,b|c >8"},
        {"\"a\nb\",c\n", "a\nb|c >8"},
        {"\"a\"\"b\"\n", "a\"b >7"},
        {"\"\",\"\"\n", "| >6"},
        {"\"a\"\r\nb\n", "a >5"},
        {"\"a\"\r", "a >4"},
        {"\"a\"", "a >3"},
        // A carriage return alone belongs to the cell where lines end in a line feed.
        {"a\rb,c\n", "a\rb|c >6"},
        // A quote inside a bare cell, and text behind a closing quote, are wrong on their own line.
        {"a\"b,c\nd\n", "misplaced@1 >6"},
        {"\"a\"b,c\nd\n", "misplaced@2 >7"},
        {"x, \"a\",c\nd\n", "misplaced@3 >9"},
        // Nothing closes the quote: the record ends with the line on which it opens.
        {"\"a,b\nc,d\n", "unclosed@0 >5"},
        {"x,\"a\nc,d\n", "unclosed@2 >5"},
        // A later quote that cannot end a cell closes nothing either.
        {"x,\"a\nc,\"d\",e\n", "unclosed@2 >5"},
        // A quoted cell over two lines, then a quote that opens on the second and never closes.
        {"\"a\nb\",\"c\nd,e\n", "unclosed@6 >9"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(scanned(row.text, true) == row.expected);
    }
}

TEST_CASE("a record that may go on behind the text needs more of it") {
    for (const std::string_view text : {"a,b", "\"a", "\"a\"", "\"a\"\r", "\"a\nb", "a\"b", "\"a\"b", "a,"}) {
        CAPTURE(text);
        CHECK(scanned(text, false) == "needs more");
    }
    CHECK(scanned("a,b\n", false) == "a|b >4");
    CHECK(scanned("a\"b\n", false) == "misplaced@1 >4");
}

TEST_CASE("in files of old systems a carriage return alone ends a line") {
    CHECK(scanned("a,b\rc", true, LineEnd::cr) == "a|b >4");
    CHECK(scanned("\"a\rb\",c\rd", true, LineEnd::cr) == "a\rb|c >8");
}

TEST_CASE("separators are found and counted in texts of any length") {
    std::string text;
    for (int i = 0; i < 9000; ++i) {
        text += i % 7 == 0 ? ',' : i % 11 == 0 ? '\n' : i % 97 == 0 ? '"' : 'x';
    }
    for (const std::size_t length :
         {0U, 1U, 15U, 16U, 17U, 63U, 64U, 65U, 4095U, 4096U, 4097U, 8999U, 9000U}) {
        CAPTURE(length);
        // The bytes behind the text are separators too, which must not be found.
        std::string padded = text.substr(0, length) + std::string(64, ',');
        const std::string_view view(padded.data(), length);
        SeparatorScan scan(view, '\n');
        std::size_t commas = 0;
        std::size_t at = 0;
        for (std::size_t place = scan.next(); place < length; place = scan.next()) {
            CHECK(view.find_first_of(",\n\"", at) == place);
            commas += view[place] == ',' ? 1U : 0U;
            at = place + 1;
        }
        CHECK(view.find_first_of(",\n\"", at) == std::string_view::npos);
        CHECK(count_byte(view, ',') == commas);
        scan.seek(length / 2);
        CHECK(scan.next() == length);
    }
    CHECK(count_byte(std::string(100'000, 'x'), 'x') == 100'000);
}

TEST_CASE("whole records are found whatever is cut off behind them") {
    const std::string_view text = "a,b\n\"c\nd\",e\nf\"g\n\"h\ni\n";
    // Offsets at which a record ends: behind line 1, behind the quoted record, behind the broken line. The
    // quote before h never closes, so all behind it needs more until the file ends.
    const std::vector<std::size_t> ends{4, 12, 16};
    for (std::size_t length = 0; length <= text.size(); ++length) {
        CAPTURE(length);
        std::size_t expected = 0;
        for (const std::size_t end : ends) {
            expected = end <= length ? end : expected;
        }
        CHECK(whole_csv_records(text.substr(0, length), false, text.size(), {}) == expected);
        CHECK(whole_csv_records(text.substr(0, length), true, text.size(), {}) == length);
    }
}

TEST_CASE("wherever a text is cut, the cut is the end of a record, and of the last one where quotes stand well") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 3'000; ++round) {
        const bool well = round % 2 == 0;
        const std::string_view newline = round % 3 == 0 ? "\r\n" : "\n";
        std::string text;
        std::vector<std::size_t> ends;
        for (std::size_t rows = random() % 12; rows > 0; --rows) {
            for (std::size_t cells = 1 + random() % 4; cells > 0; --cells) {
                const std::string inner(random() % 40, 'x');
                constexpr std::array<std::string_view, 5> kWithin{"", ",", "\n", "\"\"", "\r\n"};
                const std::string within(kWithin[random() % kWithin.size()]);
                text += random() % 2 == 0 ? inner : "\"" + inner + within + inner + "\"";
                text += well || random() % 9 != 0 ? "" : random() % 2 == 0 ? "\"" : "x";
                text += cells == 1 ? newline : ",";
            }
        }
        for (std::size_t at = 0; at < text.size();) {
            const CsvRecord record = scan_csv_record(text, at, true, {}, nullptr);
            REQUIRE(record.end > at);
            at = record.end;
            ends.push_back(at);
        }
        for (std::size_t most = 1; most <= text.size(); most += 1 + random() % 7) {
            const std::size_t whole = whole_csv_records(text, false, most, {});
            const auto behind = std::upper_bound(ends.begin(), ends.end(), most);
            if (well) {
                CHECK(whole >= (behind == ends.begin() ? 0 : *(behind - 1)));
            }
            CHECK((whole == 0 || std::binary_search(ends.begin(), ends.end(), whole)));
        }
    }
}

}  // namespace
}  // namespace huiqi
