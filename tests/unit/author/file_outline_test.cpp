#include "engine/author/file_outline.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

/// Which bytes of a source hold the mention of a name inside an expression.
std::set<std::uint32_t> mentions_of(const Sources& sources, SourceId source) {
    Diagnostics diagnostics;
    const Document document = read_yaml(sources, source, diagnostics);
    std::set<std::uint32_t> places;
    for (const NamePlace& one : outline_of(document).names) {
        if (one.inside_expression) {
            places.insert(one.begin);
        }
    }
    return places;
}

TEST_CASE("every name that the checker resolves in the shipped rules is found by the outline too") {
    Diagnostics diagnostics;
    const std::string root = testing::source_dir().string();
    const Rulebook rulebook = load_rulebook({root + "/rules", root + "/cases"}, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    std::map<SourceId, std::set<std::uint32_t>> known;
    std::size_t looked_at = 0;
    for (const Incentive& incentive : rulebook.incentives) {
        for (const RulePart& part : rule_parts(incentive)) {
            for (const CheckedExpression* expression : part.expressions) {
                for (CoreId id = 0; id < expression->nodes.size(); ++id) {
                    const CoreNode& node = (*expression)[id];
                    // a test about a column stands for its name, which is written elsewhere
                    const bool written = node.begin != node.end && expression->text.text.find_first_of("{?") == std::string::npos;
                    if (node.op != CoreOp::symbol || !written) {
                        continue;
                    }
                    const Span place = expression->span(id);
                    auto [found, fresh] = known.try_emplace(place.source);
                    if (fresh) {
                        found->second = mentions_of(*rulebook.sources, place.source);
                    }
                    ++looked_at;
                    CHECK_MESSAGE(found->second.contains(place.begin), (*rulebook.sources)[place.source].name()
                                                                           << ": " << rulebook.sources->text(place) << " in "
                                                                           << expression->text.text);
                }
            }
        }
    }
    CHECK(looked_at > 1'000);
}

TEST_CASE("an outline knows what a file declares and mentions, and where") {
    Sources sources;
    const std::string text =
        "kind: incentive\nid: a.b\nsources: {law: {document: d}}\ninputs:\n  cost: {type: size, source: law}\n"
        "define: {twice: cost * 2}\naward: [{base: 'if some x in list satisfies x > cost then twice else 0元'}]\n";
    const SourceId source = sources.add("a.yaml", text);
    Diagnostics diagnostics;
    const FileOutline outline = outline_of(read_yaml(sources, source, diagnostics));
    CHECK(outline.kind == "incentive");
    CHECK(outline.id == "a.b");
    std::string seen;
    for (const NamePlace& one : outline.names) {
        CHECK(text.substr(one.begin, one.end - one.begin) == one.name);
        seen += (one.declares ? "+" : "") + one.name + " ";
    }
    CHECK(seen == "+a.b +law +cost size law +twice cost list cost twice ");
}

}  // namespace
}  // namespace huiqi
