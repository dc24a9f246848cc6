#include <doctest/doctest.h>

#include <string>

#include <fmt/format.h>

#include "engine/language/builtins.h"
#include "engine/language/parser.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char byte : text) {
        out += byte == '\'' ? "''" : std::string(1, byte);
    }
    return out + "'";
}

[[nodiscard]] bool same_tree(const SyntaxTree& left, SyntaxId at, const SyntaxTree& right, SyntaxId other) {
    const SyntaxNode& a = left[at];
    const SyntaxNode& b = right[other];
    // a number keeps the spelling that its author chose; its value is what counts
    const bool same_name = a.kind == SyntaxKind::number || a.name == b.name;
    bool same = a.kind == b.kind && same_name && a.number == b.number && a.unit == b.unit && a.date == b.date &&
                a.flag == b.flag && a.low_included == b.low_included && a.high_included == b.high_included &&
                a.relation == b.relation && a.argument_names == b.argument_names && a.children.size() == b.children.size();
    for (std::size_t child = 0; same && child < a.children.size(); ++child) {
        const bool none = a.children[child] == kNoSyntax || b.children[child] == kNoSyntax;
        same = none ? a.children[child] == b.children[child]
                    : same_tree(left, a.children[child], right, b.children[child]);
    }
    return same;
}

void check_round_trip(const std::string& text, std::size_t& checked) {
    const ParseContext context{.units = {"件"}};
    Diagnostics diagnostics;
    const SyntaxTree first = parse_expression({.text = text, .source = 0, .anchors = {}}, context, diagnostics);
    const std::string printed = print(first);
    const SyntaxTree second = parse_expression({.text = printed, .source = 0, .anchors = {}}, context, diagnostics);
    ++checked;
    const bool good = !diagnostics.has_errors() && same_tree(first, first.root, second, second.root);
    CHECK_MESSAGE(good, text, "\nprinted ", printed);
    CHECK_MESSAGE(print(second) == printed, printed);
}

[[nodiscard]] std::string report_of(const std::vector<Difference>& found) {
    return found.empty() ? "" : fmt::format("{}: oracle {}, plan {}", found[0].what, found[0].expected, found[0].got);
}

}  // namespace

TEST_CASE("the example of each built-in has the value that the table gives it") {
    for (const Builtin& each : builtins()) {
        CAPTURE(each.name);
        const Loaded loaded = load(fmt::format("种类: 事项\n编号: 例\n名称: 例\n计算:\n  例: {}\n  值: {}\n条件:\n"
                                               "  - {{编号: 有, 要求: true, 不符合时: 无}}\n",
                                               quoted(each.example), quoted(each.example_value)));
        CAPTURE(loaded.messages);
        REQUIRE(loaded.ready.has_value());
        const Ready& ready = *loaded.ready;
        std::size_t compared = 0;
        const auto found = differences(ready, {ApplicationData()}, 1, compared);
        CAPTURE(report_of(found));
        CHECK(found.empty());
        const Verdict verdict = judge(ready.incentive(), {});
        REQUIRE(verdict.definitions.size() == 2);
        CHECK(verdict.definitions[0].known());
        CHECK(verdict.definitions[0] == verdict.definitions[1]);
        const bool same_type =
            common_type(ready.incentive().definitions[0].type, ready.incentive().definitions[1].type)
                .has_value();
        CHECK(same_type);
    }
}

TEST_CASE("an expression that is printed and parsed again is the same tree") {
    std::size_t checked = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Loaded loaded = load(RulebookWriter(seed).write().text());
        if (!loaded.ready) {
            continue;
        }
        const Incentive& incentive = loaded.ready->incentive();
        for (const Definition& definition : incentive.definitions) {
            if (definition.steps.empty() && !definition.fold) {
                check_round_trip(definition.expression.text.text, checked);
            }
        }
        for (const Condition& condition : incentive.conditions) {
            check_round_trip(condition.test.text.text, checked);
        }
        for (const AwardStep& step : incentive.award) {
            if (step.value) {
                check_round_trip(step.value->text.text, checked);
            }
        }
    }
    CHECK(checked > 300);
}

}  // namespace huiqi::oracle
