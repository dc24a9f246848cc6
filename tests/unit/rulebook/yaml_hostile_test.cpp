#include <string>

#include <doctest/doctest.h>

#include "engine/rulebook/yaml/document.h"

namespace huiqi {
namespace {

std::string repeated(std::string_view piece, std::size_t count) {
    std::string out;
    out.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += piece;
    }
    return out;
}

constexpr std::size_t kMillion = 1'000'000;

}  // namespace

// Each of these once took a reader of YAML down, or long. The test preset runs them under the sanitizers.
TEST_CASE("hostile files give an error, quickly and without a crash") {
    const std::string files[]{
        repeated("[", kMillion),
        repeated("{", kMillion),
        repeated("[[[[", 20) + repeated("[],", kMillion / 10),
        repeated("- ", kMillion / 10),
        repeated("? ", kMillion / 10),
        repeated("a: ", kMillion / 10),
        repeated(": ", kMillion / 10),
        repeated("&a ", kMillion / 10),
        repeated("!a ", kMillion / 10),
        "a: " + repeated("!", kMillion),
        "a: &" + repeated("b", kMillion * 2),
        "a: [" + repeated("1,", kMillion) + "1]",
        "a:\n" + repeated("- 1\n", kMillion),
        "a: " + repeated("x", 10 * kMillion),
        "a: \"" + repeated("x", 10 * kMillion) + "\"",
        "a: |\n  " + repeated("x\n  ", 3 * kMillion),
        "a: \"" + repeated("\n", 3 * kMillion) + "\"",
        repeated("#", 3 * kMillion),
        repeated(" ", 3 * kMillion),
        repeated("\t", kMillion),
        repeated("\x01", kMillion),
        "{" + repeated("a: f(x, ", kMillion / 10),
        "{a: " + repeated("f(x, ", kMillion / 10) + repeated(")", kMillion / 10) + "}",
        repeated("a：1\n", kMillion / 100) + "b: 1\n",
        repeated("a: >x\n", kMillion / 100),
        "\"" + repeated("\\u", kMillion),
        "a: [" + repeated("x，", kMillion / 3) + "x]",
        "a: [" + repeated("x # ", kMillion / 3) + "]",
        "a:\n" + repeated("  - {b: c # }\n", kMillion / 10),
        repeated("x", 17U << 20U),
    };
    for (const std::string& text : files) {
        CAPTURE(text.substr(0, 20));
        Sources sources;
        const SourceId id = sources.add("x.yaml", text);
        Diagnostics diagnostics;
        const Document document = read_yaml(sources, id, diagnostics);
        CHECK(diagnostics.has_errors());
        CHECK(diagnostics.all().size() <= 400);
        CHECK_FALSE(document.nodes.empty());
    }
}

TEST_CASE("an alias bomb is never unfolded") {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string from = std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
                repeated("*a" + from + ", ", 10) + "]\n";
    }
    Sources sources;
    const SourceId id = sources.add("x.yaml", text);
    Diagnostics diagnostics;
    const Document document = read_yaml(sources, id, diagnostics);
    CHECK(diagnostics.has_errors());
    CHECK(document.nodes.size() < 400);
}

TEST_CASE("a file cut off anywhere is read without a crash") {
    const std::string text =
        "种类: 事项\n依据: {方案: [a, \"b\\u4e2d\", 'c''d'], 条款: 三(二)4}\n说明: |\n  一\n\n  二\n付款:\n  "
        "- 编号：1\n    额: >-\n      "
        "x\n  - &a {b: *a}\n? c\n: !d e\n";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        Sources sources;
        const SourceId id = sources.add("x.yaml", text.substr(0, length));
        Diagnostics diagnostics;
        CHECK_FALSE(read_yaml(sources, id, diagnostics).nodes.empty());
    }
}

}  // namespace huiqi
