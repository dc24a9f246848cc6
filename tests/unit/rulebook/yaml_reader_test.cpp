#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "engine/diagnostic/message_page.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {
namespace {

/// A text read as a file.
struct Reading {
    Sources sources;
    Diagnostics diagnostics;
    Document document;

    explicit Reading(std::string text, const YamlLimits& limits = {}) {
        const SourceId id = sources.add("x.yaml", std::move(text));
        document = read_yaml(sources, id, diagnostics, limits);
    }

    /// The value at a path of keys and item numbers from 0.
    [[nodiscard]] const YamlNode& at(std::initializer_list<const char*> path) const {
        NodeId node = 0;
        for (const std::string step : path) {
            const YamlNode& parent = document[node];
            if (parent.kind == NodeKind::sequence) {
                REQUIRE(std::stoul(step) < parent.items.size());
                node = parent.items[std::stoul(step)];
                continue;
            }
            const auto found = std::find_if(parent.entries.begin(), parent.entries.end(),
                                            [&](const YamlEntry& entry) { return entry.key.text == step; });
            REQUIRE_MESSAGE(found != parent.entries.end(), step);
            node = found->value;
        }
        return document[node];
    }

    [[nodiscard]] std::string words(const Span& span) const { return std::string(sources.text(span)); }

    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            out += (out.empty() ? "" : " ") + std::string(diagnostic.code);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("every scalar is text") {
    const char* const words[]{"2024-01-31", "5%",  "是",   "no",     "yes",  "true", "null", "Null",  "NULL",
                              "1e3",        "007", "0x1F", ".inf",   "=",    "-1",   "?x",   ":x",    "-x",
                              "“甲”",       "a#b", "a:b",  "甲：乙", "f(x)", "y]",   "a, b", "(0..1]"};
    for (const std::string word : words) {
        CAPTURE(word);
        const Reading plain("k: " + word + "\n");
        CHECK(plain.codes() == "");
        CHECK(plain.at({"k"}).scalar.text == word);
        CHECK(plain.at({"k"}).style == ScalarStyle::plain);
        CHECK(plain.words(plain.at({"k"}).span) == word);
        const Reading quoted("k: '" + word + "'\n");
        CHECK(quoted.codes() == "");
        CHECK(quoted.at({"k"}).scalar.text == word);
    }
}

TEST_CASE("null words are text as keys, as items and in braces") {
    const Reading reading(
        "null: 1\nNULL:\n  - null\n  -\n    Null\na: {null: Null, b: [null, NULL]}\nc: # c\n  null\n");
    CHECK(reading.codes() == "");
    CHECK(reading.at({"null"}).scalar.text == "1");
    CHECK(reading.at({"NULL", "0"}).scalar.text == "null");
    CHECK(reading.at({"NULL", "1"}).scalar.text == "Null");
    CHECK(reading.at({"a", "null"}).scalar.text == "Null");
    CHECK(reading.at({"a", "b", "1"}).scalar.text == "NULL");
    CHECK(reading.at({"c"}).scalar.text == "null");
}

TEST_CASE("an empty value is no null word of the next line") {
    const Reading reading("a:\nnull: 1\nb:\n- \n- null\n");
    CHECK(reading.codes() == "E405 E405");
    CHECK(reading.at({"a"}).faulty);
    CHECK(reading.at({"null"}).scalar.text == "1");
    CHECK(reading.at({"b", "0"}).faulty);
    CHECK(reading.at({"b", "1"}).scalar.text == "null");
}

TEST_CASE("each node knows its whole range") {
    const Reading reading(
        "# 头\n甲: {a: 1, b: [x, \"y\" , 'z' ] }  # 尾\n乙:\n  - 丙: 1\n    丁: 2\n\n  # 注\n  - 戊\n己: |\n "
        " 一\n  二\n\n庚: 3\n");
    REQUIRE(reading.codes() == "");
    CHECK(reading.words(reading.at({"甲"}).span) == "{a: 1, b: [x, \"y\" , 'z' ] }");
    CHECK(reading.at({"甲"}).flow);
    CHECK(reading.words(reading.at({"甲", "b"}).span) == "[x, \"y\" , 'z' ]");
    CHECK(reading.words(reading.at({"甲", "b", "1"}).span) == "\"y\"");
    CHECK(reading.words(reading.at({"乙"}).span) == "- 丙: 1\n    丁: 2\n\n  # 注\n  - 戊");
    CHECK_FALSE(reading.at({"乙"}).flow);
    CHECK(reading.words(reading.at({"乙", "0"}).span) == "丙: 1\n    丁: 2");
    CHECK(reading.words(reading.at({"己"}).span) == "|\n  一\n  二");
    CHECK(reading.at({"己"}).scalar.text == "一\n二\n");
    const std::string all = reading.words(reading.document.root().span);
    CHECK(all.starts_with("甲: {"));
    CHECK(all.ends_with("庚: 3"));
}

TEST_CASE("comments are kept, and only comments") {
    const Reading reading(
        "# 一\n甲: a#b # 二\n乙: \"# 不是\" # 三\n  # 四\n丙: | # 五\n  # 不是\n丁: # 六\n  - [x, # 七\n     "
        "y]\n戊: '#'\n#八");
    REQUIRE(reading.codes() == "");
    std::string found;
    for (const YamlComment& comment : reading.document.comments) {
        found += reading.words(comment.span) + (comment.whole_line ? "! " : " ");
    }
    CHECK(found == "# 一! # 二 # 三 # 四! # 五 # 六 # 七 #八! ");
    CHECK(reading.at({"甲"}).scalar.text == "a#b");
    CHECK(reading.at({"丙"}).scalar.text == "# 不是\n");
}

TEST_CASE("a byte-order mark, CR LF and a document start change nothing") {
    for (const std::string text : {"\xEF\xBB\xBF甲: 乙\n丙:\n- 丁\n", "甲: 乙\r\n丙:\r\n- 丁\r\n",
                                   "---\n甲: 乙\n丙:\n- 丁\n...\n", "\n\n  甲: 乙\n  丙:\n  - 丁"}) {
        CAPTURE(text);
        const Reading reading(text);
        CHECK(reading.codes() == "");
        CHECK(reading.at({"甲"}).scalar.text == "乙");
        CHECK(reading.words(reading.at({"甲"}).span) == "乙");
        CHECK(reading.words(reading.at({"丙", "0"}).scalar.span()) == "丁");
        CHECK(reading.words(reading.document.root().entries[1].key.span()) == "丙");
    }
}

TEST_CASE("quoted keys, keys without a blank before braces and single pairs are read") {
    const Reading reading("\"a\" : b\n'c': {\"d\":e,f : g, h: {}}\ni: [j: k, l]\nm: []\n");
    REQUIRE(reading.codes() == "");
    CHECK(reading.at({"a"}).scalar.text == "b");
    CHECK(reading.at({"c", "d"}).scalar.text == "e");
    CHECK(reading.at({"c", "f"}).scalar.text == "g");
    CHECK(reading.at({"c", "h"}).kind == NodeKind::mapping);
    CHECK(reading.words(reading.at({"i", "0"}).span) == "j: k");
    CHECK(reading.words(reading.at({"i"}).span) == "[j: k, l]");
    CHECK(reading.words(reading.at({"m"}).span) == "[]");
}

TEST_CASE("a file without content is an empty mapping") {
    for (const char* text : {"", "\n\n", "# 只有注释\n", "---\n", "...\n", "\xEF\xBB\xBF"}) {
        CAPTURE(text);
        const Reading reading(text);
        CHECK(reading.codes() == "");
        CHECK(reading.document.root().kind == NodeKind::mapping);
        CHECK(reading.document.root().entries.empty());
    }
}

TEST_CASE("what has been reported is marked, and what surrounds it is read") {
    const Reading reading("a: >= 1\nb: @\"P2Y\"  # c\nc: *d\ne: {f: g(1, 2), h: 3}\ni: [k(1, 2), 3]\nl: 4\n");
    CHECK(reading.codes() == "E407 E407 E407 E406 E406");
    CHECK(reading.at({"a"}).scalar.text == ">= 1");
    CHECK(reading.at({"a"}).faulty);
    CHECK(reading.at({"b"}).scalar.text == "@\"P2Y\"");
    CHECK(reading.words(reading.at({"b"}).span) == "@\"P2Y\"");
    CHECK(reading.at({"e", "f"}).scalar.text == "g(1, 2)");
    CHECK(reading.at({"e", "f"}).faulty);
    CHECK(reading.at({"e", "h"}).scalar.text == "3");
    CHECK_FALSE(reading.at({"e", "h"}).faulty);
    CHECK(reading.at({"i", "0"}).scalar.text == "k(1, 2)");
    CHECK(reading.at({"i", "1"}).scalar.text == "3");
    CHECK(reading.at({"l"}).scalar.text == "4");
}

TEST_CASE("a repeated key keeps its first value") {
    const Reading reading("a: 1\nb: 2\na: 3\n");
    CHECK(reading.codes() == "E401");
    CHECK(reading.document.root().entries.size() == 2);
    CHECK(reading.at({"a"}).scalar.text == "1");
}

TEST_CASE("a lone parenthesis in braces is text") {
    const Reading reading("a: {b: 见(一, c: 2}\nd: [e(, f]\n");
    CHECK(reading.codes() == "");
    CHECK(reading.at({"a", "b"}).scalar.text == "见(一");
    CHECK(reading.at({"d", "0"}).scalar.text == "e(");
}

TEST_CASE("full-width signs inside values are welcome") {
    const Reading reading(
        "说明: 注意：不含税\n原文: |\n  　　第一条：总则\n  编号：一\n注: {甲: 乙，丙：丁, 戊: （己）}\n- "
        "问: x\n");
    CHECK(reading.codes() == "E407");  // the last line only: a list cannot follow keys
    const Reading sound(
        "说明: 注意：不含税\n原文: |\n  　　第一条：总则\n  编号：一\n注: {甲: 乙，丙：丁, 戊: （己）}\n");
    CHECK(sound.codes() == "");
    CHECK(sound.at({"注", "甲"}).scalar.text == "乙，丙：丁");
}

TEST_CASE("a scalar where a mapping was meant is known by its colon") {
    struct Row {
        const char* text;
        const char* codes;
    };
    const Row rows[]{
        {"a:\n- 编号：1\n", "E410"}, {"a:\n- ［甲, 乙］\n", "E410"}, {"a:\n- 注意，编号：1\n", ""},
        {"a:\n- '编号：1'\n", ""},   {"a:\n- 编号\n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        Reading reading(row.text);
        CHECK(reading.codes() == "");
        const bool reported =
            report_full_width_structure(reading.sources, reading.at({"a", "0"}), reading.diagnostics);
        CHECK(reported == !std::string(row.codes).empty());
        CHECK(reading.codes() == row.codes);
    }
}

TEST_CASE("each limit is named when a file goes beyond it") {
    const YamlLimits limits{.bytes = 4000, .depth = 4, .nodes = 50, .scalar_bytes = 1000, .faults = 5};
    struct Row {
        std::string text;
        const char* codes;
    };
    std::string items;
    std::string empties;
    for (int i = 0; i < 60; ++i) {
        items += "- x\n";
        empties += "k" + std::to_string(i) + ":\n";
    }
    const Row rows[]{
        {"a: [[[1]]]", ""},
        {"a: [[[[1]]]]", "E408"},
        {"- - - - 1", ""},
        {"- - - - - 1", "E408"},
        {"a:\n b:\n  c:\n   d:\n    e: 1", "E408"},
        {items, "E408"},
        {"a: " + std::string(1001, 'x'), "E408"},
        {"a: " + std::string(999, 'x'), ""},
        {std::string(4001, '#'), "E408"},
        {empties, "E405 E405 E405 E405 E405 E408"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(Reading(row.text, limits).codes() == row.codes);
    }
}

TEST_CASE("the samples of the E4 pages give their codes, and none when mended") {
    for (const char* code :
         {"E401", "E402", "E403", "E404", "E405", "E406", "E407", "E408", "E409", "E410"}) {
        CAPTURE(code);
        const MessagePage* page = find_message_page(code);
        REQUIRE(page != nullptr);
        CHECK(Reading(page->failing.text).codes() == code);
        CHECK(Reading(page->mended.text).codes() == "");
    }
}

}  // namespace huiqi
