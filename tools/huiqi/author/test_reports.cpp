#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "engine/diagnostic/text.h"
#include "tools/huiqi/author/tested_case.h"

namespace huiqi {
namespace {

/// Writes text into XML: no control characters, which XML 1.0 has no form for, and a line break stays one in an attribute.
[[nodiscard]] std::string xml(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = next_code_point(text, at);
        const bool control = point < 0x20 && point != '\t' && point != '\n';
        switch (point) {
            case '&': made += "&amp;"; break;
            case '<': made += "&lt;"; break;
            case '>': made += "&gt;"; break;
            case '"': made += "&quot;"; break;
            case '\n': made += "&#10;"; break;
            case '\t': made += "&#9;"; break;
            default: append_utf8(made, control || point == 0xFFFE || point == 0xFFFF ? U'\uFFFD' : point);
        }
    }
    return made;
}

/// Writes text into the line of a TAP test: `#` would begin a directive.
[[nodiscard]] std::string tap_line(std::string_view text) {
    std::string made;
    for (const char one : text) {
        made += one == '#' ? "\\#" : one == '\\' ? "\\\\" : one == '\n' || one == '\r' ? " " : std::string(1, one);
    }
    return made;
}

/// Writes a YAML scalar in double quotes.
[[nodiscard]] std::string yaml_quoted(std::string_view text) {
    std::string made = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = visible_form(next_code_point(text, at));
        if (point == '"' || point == '\\') {
            made += '\\';
        }
        append_utf8(made, point);
    }
    return made + "\"";
}

[[nodiscard]] std::string list_text(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return "[" + text + "]";
}

[[nodiscard]] std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += (text.empty() ? "" : "\n") + line;
    }
    return text;
}

[[nodiscard]] std::string case_element(const Sources& sources, const ReportedTest& test) {
    const Source& source = sources[test.place.source];
    const std::string text = "    <testcase name=\"" + xml(test.name) + "\" classname=\"" + xml(test.suite) + "\" file=\"" + xml(source.name()) +
                             "\" line=\"" + std::to_string(source.position(test.place.begin).line) + "\"";
    if (test.verdict == ReportedTest::Verdict::passed) {
        return text + "/>\n";
    }
    const std::string message = "message=\"" + xml(test.lines.front()) + "\"";
    const std::string why = test.verdict == ReportedTest::Verdict::failed
                                ? "<failure type=\"" + std::string(test.type) + "\" " + message + ">" + xml(joined(test.lines)) + "</failure>"
                                : "<skipped " + message + "/>";
    return text + ">\n      " + why + "\n    </testcase>\n";
}

/// How many tests there are, and how many did not pass.
struct Counts {
    std::size_t tests = 0, failures = 0, skipped = 0;

    void add(ReportedTest::Verdict verdict) {
        ++tests;
        failures += verdict == ReportedTest::Verdict::failed ? 1U : 0U;
        skipped += verdict == ReportedTest::Verdict::open || verdict == ReportedTest::Verdict::skipped ? 1U : 0U;
    }
    [[nodiscard]] std::string text() const {
        return "tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\" errors=\"0\" skipped=\"" +
               std::to_string(skipped) + "\"";
    }
};

}  // namespace

std::string place_with_column(const Sources& sources, Span span) {
    const Source& source = sources[span.source];
    const Position at = source.position(span.begin);
    return source.name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::vector<std::string> failures_of(const Program& program, const TestedCase& test) {
    const bool chinese = program.language == Language::zh;
    std::vector<std::string> lines;
    if (test.unconfirmed) {
        lines.push_back(program.say({"W528：还没有人确认", "W528: nobody has confirmed it yet"}));
    }
    for (const CaseMismatch& one : test.mismatches) {
        lines.push_back(program.say(one.what) + (chinese ? "：应为 " : ": expected ") + one.expected +
                        (chinese ? "，得到 " : ", got ") + one.actual);
    }
    if (!test.astray.empty()) {
        lines.push_back(program.say({"证据不是用例里的行：", "evidence that is no row of the case: "}) + list_text(test.astray));
    }
    if (test.of_detector && test.wanted != test.flagged) {
        lines.push_back((chinese ? "应报 " : "expected ") + list_text(test.wanted) + (chinese ? "，报了 " : ", got ") +
                        list_text(test.flagged));
    }
    return lines;
}

ReportedTest reported(const Program& program, TestedCase test) {
    using Verdict = ReportedTest::Verdict;
    std::vector<std::string> lines = failures_of(program, test);
    return {.suite = std::move(test.subject), .name = std::move(test.name), .place = test.declared, .verdict = test.passed ? Verdict::passed : Verdict::failed,
            .type = test.unconfirmed ? "unconfirmed" : "mismatch", .lines = std::move(lines)};
}

std::string junit_report(const Sources& sources, const std::vector<ReportedTest>& tests) {
    struct Suite {
        std::string elements;
        Counts counts;
    };
    std::vector<std::string> order;
    std::map<std::string, Suite> suites;
    Counts all;
    for (const ReportedTest& test : tests) {
        const auto [suite, fresh] = suites.try_emplace(test.suite);
        if (fresh) {
            order.push_back(test.suite);
        }
        suite->second.elements += case_element(sources, test);
        suite->second.counts.add(test.verdict);
        all.add(test.verdict);
    }
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"huiqi\" " + all.text() + ">\n";
    for (const std::string& name : order) {
        const Suite& suite = suites[name];
        text += "  <testsuite name=\"" + xml(name) + "\" " + suite.counts.text() + ">\n" + suite.elements + "  </testsuite>\n";
    }
    return text + "</testsuites>\n";
}

std::string tap_report(const Sources& sources, const std::vector<ReportedTest>& tests) {
    using Verdict = ReportedTest::Verdict;
    std::string text = "TAP version 13\n1.." + std::to_string(tests.size()) + "\n";
    std::size_t number = 0;
    for (const ReportedTest& test : tests) {
        const bool good = test.verdict == Verdict::passed || test.verdict == Verdict::skipped;
        text += (good ? "ok " : "not ok ") + std::to_string(++number) + " - " + tap_line(test.suite + " · " + test.name);
        if (test.verdict == Verdict::open || test.verdict == Verdict::skipped) {
            text += (test.verdict == Verdict::open ? " # TODO " : " # SKIP ") + tap_line(test.lines.front());
        }
        text += "\n";
        if (test.verdict != Verdict::failed) {
            continue;
        }
        text += "  ---\n  at: " + yaml_quoted(place_with_column(sources, test.place)) + "\n  message:\n";
        for (const std::string& line : test.lines) {
            text += "    - " + yaml_quoted(line) + "\n";
        }
        text += "  ...\n";
    }
    return text;
}

}  // namespace huiqi
