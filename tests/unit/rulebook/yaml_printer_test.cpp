#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/yaml/printer.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string printed(const std::string& text) {
    Sources sources;
    const SourceId id = sources.add("x.yaml", text);
    Diagnostics diagnostics;
    const Document document = read_yaml(sources, id, diagnostics);
    REQUIRE_MESSAGE(!diagnostics.has_errors(), text);
    return print_yaml(sources, document);
}

/// Holds one text to the laws: it says the same when printed, and printing again changes nothing.
void check_laws(const std::string& text) {
    Sources sources;
    const SourceId id = sources.add("x.yaml", text);
    Diagnostics diagnostics;
    const Document document = read_yaml(sources, id, diagnostics);
    if (diagnostics.has_errors()) {
        return;
    }
    const std::string first = print_yaml(sources, document);
    const SourceId again = sources.add("y.yaml", first);
    const Document second = read_yaml(sources, again, diagnostics);
    CHECK_MESSAGE(!diagnostics.has_errors(), first);
    CHECK_MESSAGE(says_the_same(sources, document, second), text << "\n---\n" << first);
    CHECK_MESSAGE(print_yaml(sources, second) == first, first);
}

[[nodiscard]] std::vector<std::string> rule_texts() {
    std::vector<std::string> texts;
    for (const char* folder : {"rules", "cases", "tests", "docs"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(testing::source_dir() / folder)) {
            if (entry.path().extension() == ".yaml") {
                std::ifstream file(entry.path());
                texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
            }
        }
    }
    return texts;
}

struct Sample {
    const char* why;
    const char* written;
    const char* printed;
};

constexpr Sample kSamples[]{
    {"levels and lists are set in by two", "a:\n    b: 1\n    c:\n    - x\n    -   y: 1\n        z: 2\n",
     "a:\n  b: 1\n  c:\n    - x\n    - y: 1\n      z: 2\n"},
    {"one blank behind colon and comma", "a:   {b:    1,c: 2}\nd: [ 1,2 ]\n", "a: {b: 1, c: 2}\nd: [1, 2]\n"},
    {"rows stand under one another, by the columns of the terminal",
     "行:\n- [不满10万元, 不限, 0元]\n- [100万元以上, 10%以上, 5万元]\n- [a, b, c]\n",
     "行:\n  - [不满10万元,  不限,    0元]\n  - [100万元以上, 10%以上, 5万元]\n  - [a,           b,       c]\n"},
    {"rows with other keys are not set under one another", "档:\n  - {至: 1元, 率: 5%}\n  - {至: 100元, 率: 3%}\n  - {率: 1%}\n",
     "档:\n  - {至: 1元,   率: 5%}\n  - {至: 100元, 率: 3%}\n  - {率: 1%}\n"},
    {"comments stay where they belong",
     "# first\n\n\n\na: 1 # behind\n# before b\nb:\n    # in b\n    c: 1\n    # end of b\n# end\n",
     "# first\n\na: 1  # behind\n# before b\nb:\n  # in b\n  c: 1\n  # end of b\n# end\n"},
    {"line ends of the author stay in braces", "a:\n   {b: 1, c: 2,\n     d: 3}\n", "a:\n  {b: 1, c: 2,\n   d: 3}\n"},
    {"a hanging bracket closes under its key", "a: [\n 1, 2,\n       3\n]\n", "a: [\n  1, 2,\n  3\n]\n"},
    {"quotes stay, further lines of a text are set in", "a: 'it''s'\n\"b c\": \"x\n   y\"\n", "a: 'it''s'\n\"b c\": \"x\n  y\"\n"},
    {"a block text keeps the places of its lines", "a: |-\n     one\n       two\n\n     three\nb: >\n  x\n  y\n",
     "a: |-\n  one\n    two\n\n  three\nb: >\n  x\n  y\n"},
    {"a block text that begins with blanks", "a: |3\n     one\n    two\n", "a: |2\n    one\n   two\n"},
    {"CR LF and blanks at the end go", "a: 1  \r\nb: 2\r\n", "a: 1\nb: 2\n"},
    {"a list in a list", "a:\n- - 1\n  - 2\n-  - 3\n", "a:\n  - - 1\n    - 2\n  - - 3\n"},
};

}  // namespace

TEST_CASE("a rule file is printed in the one layout") {
    for (const Sample& sample : kSamples) {
        CHECK_MESSAGE(printed(sample.written) == sample.printed, sample.why << ":\n" << printed(sample.written));
        check_laws(sample.written);
    }
}

TEST_CASE("every rule file of the project says the same when printed, and printing again changes nothing") {
    const std::vector<std::string> texts = rule_texts();
    CHECK(texts.size() > 200);
    for (const std::string& text : texts) {
        check_laws(text);
    }
}

TEST_CASE("so does a rule file with a line taken out, doubled or set in otherwise") {
    const std::vector<std::string> texts = rule_texts();
    std::mt19937 random(20'261'122);
    const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    for (int round = 0; round < 3'000; ++round) {
        std::string text = texts[below(texts.size())].substr(0, 6'000);
        text.resize(std::min(text.rfind('\n'), text.size()));
        const std::size_t at = text.empty() ? 0 : text.find('\n', below(text.size()));
        if (at == std::string::npos || text.empty()) {
            continue;
        }
        const std::string_view inserts[]{" ", "  ", "\n", "\n\n", " # why\n", "\n# why\n", "\n    # why\n", "\n  ", "\n      "};
        text.insert(at + below(2), inserts[below(std::size(inserts))]);
        check_laws(text + "\n");
    }
}

}  // namespace huiqi
