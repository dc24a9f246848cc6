#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/yaml/library.h"
#include "tests/support/project.h"
#include "tests/support/same_document.h"

namespace huiqi {
namespace {

[[nodiscard]] std::vector<std::string> yaml_texts() {
    std::vector<std::string> texts;
    for (const char* folder : {"rules", "cases", "tests", "docs"}) {
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(testing::source_dir() / folder)) {
            if (entry.path().extension() == ".yaml") {
                std::ifstream file(entry.path());
                texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
            }
        }
    }
    return texts;
}

enum class Verdict : std::uint8_t { left_to_the_library, alike, different };

/// Reads a text both ways. What is read quickly must be what the library reads, without a word of complaint.
[[nodiscard]] Verdict compare(const std::string& text) {
    Sources sources;
    const SourceId id = sources.add("x.yaml", text);
    const std::optional<Document> quick = read_yaml_quickly(sources, id);
    if (!quick) {
        return Verdict::left_to_the_library;
    }
    Diagnostics diagnostics;
    const Document document = read_yaml_by_library(sources, id, diagnostics);
    return diagnostics.all().empty() && testing::same(*quick, document) ? Verdict::alike : Verdict::different;
}

/// Changes a text as a slip of the hand, or a hostile one, would.
void spoil(std::string& text, std::mt19937_64& random) {
    static const std::vector<std::string> pieces{
        " ",  "\n", "  ",   ":",   ": ",  "- ",   "-",  "{",    "}",  "[",    "]",    ",",   "#",
        " #", "\"", "'",    ">-",  "|\n", "null", "~",  "?",    "&a", "*a",   "!t",   "%",   "@",
        "`",  "<<", "--- ", "...", "：",  "\\",   "\t", "\r\n", "=",  "a: b", "\n\n", "\n  "};
    const std::size_t at = random() % (text.size() + 1);
    switch (random() % 4) {
        case 0: text.erase(at, 1 + random() % 3); return;
        case 1: text.insert(at, pieces[random() % pieces.size()]); return;
        case 2: {
            const std::size_t line = std::min(text.find('\n', at), text.size() - 1);
            const std::size_t next = std::min(text.find('\n', line + 1), text.size());
            text.erase(line, next - line);
            return;
        }
        default: {
            const std::size_t line = std::min(text.find('\n', at), text.size() - 1) + 1;
            random() % 2 == 0 ? text.insert(line, " ")
                              : (line < text.size() && text[line] == ' ' ? text.erase(line, 1) : text);
            return;
        }
    }
}

}  // namespace

TEST_CASE("nearly every rule file is read without the library, to the same document") {
    std::size_t quick = 0;
    std::size_t all = 0;
    for (const std::string& text : yaml_texts()) {
        const Verdict verdict = compare(text);
        CHECK_MESSAGE(verdict != Verdict::different, text.substr(0, 200));
        quick += verdict == Verdict::alike ? 1U : 0U;
        ++all;
    }
    MESSAGE(quick, " of ", all, " files read quickly");
    CHECK(quick * 2 > all);  // many of the tests' files are faulty on purpose
}

TEST_CASE("files with slips are left to the library, or read alike") {
    std::mt19937_64 random(20240229);
    const std::vector<std::string> texts = yaml_texts();
    std::size_t alike = 0;
    for (int draw = 0; draw < 6'000; ++draw) {
        std::string text = texts[random() % texts.size()];
        if (text.empty()) {
            continue;
        }
        // a piece of the file is enough, and quicker to read
        const std::size_t begin = text.find('\n', random() % text.size());
        text = begin == std::string::npos || random() % 2 == 0 ? text.substr(0, 2'000)
                                                               : text.substr(begin + 1, 2'000);
        for (std::size_t slips = random() % 4; slips > 0 && !text.empty(); --slips) {
            spoil(text, random);
        }
        const Verdict verdict = compare(text);
        CHECK_MESSAGE(verdict != Verdict::different, "---\n" << text << "\n---");
        alike += verdict == Verdict::alike ? 1U : 0U;
    }
    CHECK(alike > 1'000);
}

TEST_CASE("each way of writing that is read quickly is read as the library does") {
    const char* const texts[] = {
        "a: 1\n",
        "a: 1",
        "\n# c\na: 1 # d\n\nb: 2\n",
        "a:\n  b: 1\n  c:\n    d: e f\n",
        "a:\n- 1\n- 2\nb: 3\n",
        "a:\n  - x: 1\n    y: 2\n  - x: 3\n",
        "- a\n- b: c\n- - d\n  - e\n",
        "- {a: 1, b: [x, 'y', \"z\"]}\n",
        "a: {b: 1,\n  c: 2}\n",
        "a: >-\n  one\n  two\n\n  three\nb: |\n  four\n\n  five\n",
        "a: 'it''s'\nb: \"q\\\"\\\\\"\n",
        "\"a\": 1\n'b': 2\n",
        "a: null\nb: ~x\nnull: 3\n",
        "a: b:c\nd: e#f\n",
        "\xEF\xBB\xBF"
        "a: 1\n",
        "a:\n  text\n",
        "a:\n  {b: 1}\nc:\n  [d]\n",
        "{a: 1}\n",
        "[a, b]\n",
        "a: []\nb: {}\n",
        "word\n",
        "甲: 乙\n丙: 丁（戊）\n",
        "a: -1\nb: ?x\nc: :y\n",
    };
    for (const std::string text : texts) {
        CAPTURE(text);
        CHECK(compare(text) == Verdict::alike);
    }
}

}  // namespace huiqi
