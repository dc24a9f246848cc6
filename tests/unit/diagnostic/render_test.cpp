#include "engine/diagnostic/render.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace huiqi {
namespace {

/// The place of a word in a source.
Span place_of(const Sources& sources, std::string_view word) {
    const std::size_t at = sources[0].text().find(word);
    REQUIRE(at != std::string_view::npos);
    return {.source = 0,
            .begin = static_cast<std::uint32_t>(at),
            .end = static_cast<std::uint32_t>(at + word.size())};
}

std::string drawn(const Sources& sources, const Span& span, RenderStyle style = {}) {
    Diagnostics diagnostics;
    diagnostics.error("E204", span, {"两边单位不同", "the sides differ in unit"});
    return render_text(diagnostics, sources, style);
}

}  // namespace

TEST_CASE("the marker lines up under Chinese text") {
    Sources sources;
    sources.add("奖补.yaml", "条件:\n  - {编号: 已付款, 要求: 实付金额 >= 10000}\n");
    CHECK(drawn(sources, place_of(sources, "10000")) ==
          "奖补.yaml:2:27: 错误[E204]: 两边单位不同\n"
          "2 |   - {编号: 已付款, 要求: 实付金额 >= 10000}\n"
          "  |                                      ^^^^^\n");
    CHECK(drawn(sources, place_of(sources, "实付金额"), {.language = Language::en}) ==
          "奖补.yaml:2:19: error[E204]: the sides differ in unit\n"
          "2 |   - {编号: 已付款, 要求: 实付金额 >= 10000}\n"
          "  |                          ^^^^^^^^\n");
}

TEST_CASE("help and second places follow, their bars in one column") {
    Sources sources;
    sources.add("a.yaml", "甲: 1\n\n\n\n\n\n\n\n\n乙: 2\n");
    Diagnostics diagnostics;
    Diagnostic& error =
        diagnostics.error("E401", place_of(sources, "乙"), {"重复", "repeated"}, {"改名", "rename"});
    error.related.push_back({.span = place_of(sources, "甲"), .message = {"第一处", "the first"}});
    CHECK(render_text(diagnostics, sources, {}) ==
          "a.yaml:10:1: 错误[E401]: 重复\n"
          "10 | 乙: 2\n"
          "   | ^^\n"
          "   = 改法：改名\n"
          "a.yaml:1:1: 相关: 第一处\n"
          " 1 | 甲: 1\n"
          "   | ~~\n");
    CHECK(render_text(diagnostics, sources, {.language = Language::en}) ==
          "a.yaml:10:1: error[E401]: repeated\n"
          "10 | 乙: 2\n"
          "   | ^^\n"
          "   = help: rename\n"
          "a.yaml:1:1: note: the first\n"
          " 1 | 甲: 1\n"
          "   | ~~\n");
}

TEST_CASE("the marker has at least one column and stays on its first line") {
    Sources sources;
    sources.add("a", "ab\ncd");
    const auto marker = [&](std::uint32_t begin, std::uint32_t end) {
        const std::string text = drawn(sources, {.source = 0, .begin = begin, .end = end});
        return text.substr(text.rfind("| ") + 2);
    };
    CHECK(marker(0, 0) == "^\n");
    CHECK(marker(2, 2) == "  ^\n");  // behind the last character
    CHECK(marker(1, 5) == " ^\n");   // two lines
    CHECK(marker(0, 5) == "^^\n");
    CHECK(marker(90, 99) == "  ^\n");
}

TEST_CASE("tabs are four blanks and control characters cannot act") {
    Sources sources;
    sources.add("a\x1b[2J", "\ta\x1b[31mb\u202Ec: 1\n");
    CHECK(drawn(sources, place_of(sources, "c")) ==
          "a␛[2J:1:10: 错误[E204]: 两边单位不同\n"
          "1 |     a␛[31mb\uFFFDc: 1\n"
          "  |             ^\n");
}

TEST_CASE("of a long line only the neighbourhood is shown") {
    Sources sources;
    sources.add("a", std::string(500'000, 'x') + "中" + std::string(500'000, 'y'));
    CHECK(drawn(sources, place_of(sources, "中")) ==
          "a:1:500001: 错误[E204]: 两边单位不同\n"
          "1 | …" +
              std::string(40, 'x') + "中" + std::string(58, 'y') +
              "…\n"
              "  | " +
              std::string(41, ' ') + "^^\n");
    const std::string text = drawn(sources, {.source = 0, .begin = 0, .end = 1'000'000});
    CHECK(text.size() < 400);
}

TEST_CASE("colours come only when asked for") {
    Sources sources;
    sources.add("a", "x");
    CHECK(drawn(sources, {}).find('\x1b') == std::string::npos);
    CHECK(drawn(sources, {}, {.color = true}).find("\x1b[1;31m错误[E204]\x1b[0m") != std::string::npos);
}

TEST_CASE("without a source the sentence stands alone") {
    const Sources none;
    CHECK(drawn(none, {}) == "错误[E204]: 两边单位不同\n");
    Diagnostics diagnostics;
    diagnostics.warning("W501", {}, {.zh = "", .en = "only English"});
    CHECK(render_text(diagnostics, none, {}) == "警告[W501]: only English\n");
}

TEST_CASE("JSON carries the same, columns and lengths in code points") {
    Sources sources;
    sources.add("奖\xFF.yaml", "甲乙: 丙丁\n");
    Diagnostics diagnostics;
    Diagnostic& error = diagnostics.error("E204", place_of(sources, "丙丁"), {"错", "wrong"}, {"改", "mend"});
    error.related.push_back({.span = place_of(sources, "甲"), .message = {"处", "here"}});
    const nlohmann::json expected = nlohmann::json::parse(R"([{
        "file": "奖\ufffd.yaml", "line": 1, "column": 5, "length": 2, "code": "E204", "severity": "error",
        "message": "wrong", "fix": "mend",
        "related": [{"file": "奖\ufffd.yaml", "line": 1, "column": 1, "message": "here"}]}])");
    CHECK(nlohmann::json::parse(render_json(diagnostics, sources, Language::en)) == expected);
    CHECK(render_json({}, sources, Language::zh) == "[]");
    CHECK(nlohmann::json::parse(render_json(diagnostics, {}, Language::zh))[0]["file"].is_null());
}

}  // namespace huiqi
