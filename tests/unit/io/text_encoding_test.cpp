#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <iconv.h>

#include "engine/diagnostic/text.h"
#include "engine/io/separator_guess.h"
#include "engine/io/text_encoder.h"
#include "engine/io/text_encoding.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::read_text;

/// Writes a text in another encoding, by the C library's converter.
std::string encoded(std::string_view text, const char* encoding) {
    const iconv_t converter = iconv_open(encoding, "UTF-8");
    REQUIRE(converter != reinterpret_cast<iconv_t>(std::intptr_t{-1}));
    std::string in(text);
    std::string out(4 * text.size() + 16, '\0');
    char* from = in.data();
    char* to = out.data();
    std::size_t left = in.size();
    std::size_t room = out.size();
    REQUIRE(iconv(converter, &from, &left, &to, &room) == 0);
    iconv_close(converter);
    out.resize(out.size() - room);
    return out;
}

std::string joined(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) {
        text += row + "\n";
    }
    return text;
}

std::string table() {
    return "申请编号,企业规模,关联交易,合同签订日,合同金额（万元）\nA甲,小型,否,2024-02-29,12.5\n"
           "\"㐀𠀀,乙\",小型,是,2024-03-01,0.01\n";
}

TEST_CASE("a table reads the same in every encoding, which nobody has to name") {
    const Schema schema = testing::sample_schema(false);
    const testing::ReadResult plain = read_text(table(), schema);
    REQUIRE(plain.rows.size() == 2);
    struct Row {
        const char* encoding;
        std::string_view mark;
    };
    for (const Row& row : {Row{"UTF-8", "\xEF\xBB\xBF"}, Row{"GB18030", ""}, Row{"UTF-16LE", "\xFF\xFE"},
                           Row{"UTF-16BE", "\xFE\xFF"}, Row{"UTF-16LE", ""}, Row{"UTF-16BE", ""}}) {
        CAPTURE(std::string_view(row.encoding));
        CAPTURE(row.mark.size());
        const std::string bytes = std::string(row.mark) + encoded(table(), row.encoding);
        const testing::ReadResult read = read_text(bytes, schema);
        CHECK(joined(read.rows) == joined(plain.rows));
        CHECK(read.rejected.empty());
        // However small the pieces are in which it comes.
        ReadOptions small;
        small.block_bytes = 7;
        CHECK(joined(read_text(bytes, schema, small).rows) == joined(plain.rows));
    }
}

TEST_CASE("GB18030 is read alike in large pieces and byte by byte, whatever stands there") {
    std::string all;
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            all += {'a', static_cast<char>(first), static_cast<char>(second), ','};
        }
    }
    std::mt19937_64 random(5);
    std::string some;
    for (int at = 0; at < 200'000; ++at) {
        const auto byte = static_cast<unsigned char>(random());
        some += static_cast<char>(random() % 3 == 0 ? byte : random() % 2 == 0 ? 0xB0 + byte % 8 : 'a' + byte % 26);
    }
    for (const std::string& text : {all, some, encoded(table(), "GB18030") + std::string(5'000, 'x') + "\xB0"}) {
        std::string whole;
        TextDecoder(TextEncoding::gb18030).decode(text, true, whole);
        std::string bytes;
        std::string pieces;
        TextDecoder one(TextEncoding::gb18030);
        TextDecoder other(TextEncoding::gb18030);
        for (std::size_t at = 0; at < text.size(); ++at) {
            one.decode(std::string_view(text).substr(at, 1), false, bytes);
        }
        for (std::size_t at = 0; at < text.size(); at += 5'003) {
            other.decode(std::string_view(text).substr(at, 5'003), false, pieces);
        }
        one.decode("", true, bytes);
        other.decode("", true, pieces);
        CHECK((whole == bytes));
        CHECK((pieces == bytes));
    }
}

TEST_CASE("whatever is written in GBK is read back as it was, and the rest is named") {
    std::size_t written = 0;
    for (char32_t character = 0x80; character <= 0xFFFF; ++character) {
        if (character >= 0xD800 && character < 0xE000) {
            continue;
        }
        std::string text;
        append_utf8(text, character);
        std::string bytes;
        std::string missing;
        if (!append_gbk(text, bytes, missing)) {
            CHECK(missing == text);
            continue;
        }
        ++written;
        std::string back;
        TextDecoder(TextEncoding::gb18030).decode(bytes, true, back);
        CHECK(back == text);
    }
    CHECK(written > 21'000);   // the Han characters of GBK, and its signs
    for (const char* one : {"€", "\uE7C7", "\uF8F5", "\u200B", "𠮷"}) {   // Windows has a byte for the first; GB18030 reads the next two otherwise
        std::string bytes;
        std::string missing;
        CHECK_FALSE(append_gbk(one, bytes, missing));
        CHECK(missing == one);
    }
}

TEST_CASE("an encoding shows at the first byte that is not ASCII, however late that stands") {
    const Schema schema{.fields = {testing::text_field("name")}};
    std::string text = "name,x\n";
    for (int row = 0; row < 40'000; ++row) {
        text += "plain,1\n";
    }
    text += "惠企,2\n";
    const testing::ReadResult plain = read_text(text, schema);
    CHECK(plain.rows.back().ends_with("惠企"));
    CHECK(read_text(encoded(text, "GB18030"), schema).rows == plain.rows);
}

TEST_CASE("a bad row says nothing about the encoding of the file, and is set aside alone") {
    const Schema schema{.fields = {testing::text_field("名称"), testing::text_field("b")}};
    const std::string good = "名称,b\n惠企,1\n奖补,2\n申报,3\n";
    const testing::ReadResult gbk = read_text(encoded(good, "GB18030") + "\xC9\xFF,4\n" + encoded("末,5\n", "GB18030"), schema);
    CHECK(gbk.rows == std::vector<std::string>{"2: 惠企|1", "3: 奖补|2", "4: 申报|3", "6: 末|5"});
    CHECK(gbk.places() == "D015@5:1");
    const testing::ReadResult utf8 = read_text(good + encoded("企业", "GB18030") + ",4\n末,5\n", schema);
    CHECK(utf8.rows == gbk.rows);
    CHECK(utf8.places() == "D015@5:1");
}

TEST_CASE("half a character at the end of a file is a fault, not a character") {
    const Schema schema{.fields = {testing::text_field("名称")}};
    const std::string bytes = encoded("名称\n惠企\n奖补", "GB18030");
    CHECK(read_text(bytes.substr(0, bytes.size() - 1), schema).places() == "D015@3:1");
    const std::string wide = encoded("名称\n惠企\n𠀀", "UTF-16LE");
    CHECK(read_text("\xFF\xFE" + wide.substr(0, wide.size() - 2), schema).places() == "D015@3:1");
}

TEST_CASE("the encoding may be named") {
    const Schema schema{.fields = {testing::text_field("名称")}};
    // 联通 in GBK happens to be UTF-8 as well: only a person can tell.
    const std::string bytes = encoded("名称\n", "GB18030") + encoded("联通\n联通\n", "GB18030");
    ReadOptions named;
    named.encoding = parse_encoding("gbk");
    CHECK(read_text(bytes, schema, named).rows == std::vector<std::string>{"2: 联通", "3: 联通"});
    CHECK(parse_encoding("GB 2312") == TextEncoding::gb18030);
    CHECK(parse_encoding("utf-16be") == TextEncoding::utf16be);
    CHECK(!parse_encoding("BIG5"));
}

TEST_CASE("separators are seen from the first lines, and text may hold the others") {
    struct Row {
        std::string_view text;
        char separator;
    };
    for (const Row& row : {Row{"a,b\n1,2\n", ','}, Row{"a;b\n1,5;2\n", ';'}, Row{"a\tb\n1\t2,3\n", '\t'}, Row{"a\n1\n", ','},
                           Row{"\"a;b;c\",d\n", ','}, Row{"汇总表\n\na;b;c\n1;2;3\n", ';'}, Row{"", ','}}) {
        CAPTURE(row.text);
        CHECK(guess_separator(row.text, '\n') == row.separator);
    }
}

TEST_CASE("a table reads the same whatever separates its cells") {
    const Schema schema{.fields = {testing::text_field("a"), testing::money_field("b")}};
    const std::vector<std::string> rows{"2: x,y;z\tw|1.50元", "3: 甲|2元", "4: \"|3元"};
    for (const char separator : {',', ';', '\t'}) {
        std::string text = "a#b\n\"x,y;z\tw\"#1.50\n甲#2\n\"\"\"\"#3\n";
        std::replace(text.begin(), text.end(), '#', separator);
        CAPTURE(text);
        for (const std::size_t bytes : {3U, 100'000U}) {
            ReadOptions options;
            options.block_bytes = bytes;
            CHECK(joined(read_text(text, schema, options).rows) == joined(rows));
        }
    }
}

}  // namespace
}  // namespace huiqi
