#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/coverage_proofs.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi::covering {

/// What the cases of some texts leave out: `kind aspect: words of the rule`.
struct Seen {
    std::set<std::string> missed, reached, impossible;
    std::set<CoverageKey> open;
    Rulebook rulebook;
};

/// Runs the cases of rules that were loaded.
[[nodiscard]] inline Seen seen_in(Rulebook rulebook, Diagnostics& diagnostics) {
    Seen result;
    result.rulebook = std::move(rulebook);
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, std::string(one.code), " ", one.message.en);
    }
    Coverage coverage;
    for (const Incentive& incentive : result.rulebook.incentives) {
        expect_coverage(incentive, coverage);
        for (const CaseResult& one : run_cases(incentive, Language::zh, diagnostics, &coverage)) {
            CHECK_MESSAGE(one.mismatches.empty(), one.name);
        }
    }
    rule_out_by_choices(result.rulebook, coverage);
    for (const CoverageItem& item : coverage.items()) {
        const std::string text = std::string(coverage_kind_name(item.key.kind)) + " " + std::string(coverage_aspect_name(item.key.aspect)) +
                                 ": " + std::string(result.rulebook.sources->text(item.key.place));
        (item.possible ? item.reached ? result.reached : result.missed : result.impossible).insert(text);
        if (item.possible && !item.reached && item.key.kind != CoverageKey::Kind::clause) {
            result.open.insert(item.key);
        }
    }
    return result;
}

/// Runs the cases of one rule.
[[nodiscard]] inline Seen seen(const std::string& body) {
    Diagnostics diagnostics;
    Rulebook rulebook = load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + body, diagnostics);
    return seen_in(std::move(rulebook), diagnostics);
}

/// Runs the cases of several files, by their names.
[[nodiscard]] inline Seen seen(const std::map<std::string, std::string>& files) {
    const testing::TemporaryFolder folder;
    for (const auto& [name, text] : files) {
        folder.write(name + ".yaml", text);
    }
    Diagnostics diagnostics;
    Rulebook rulebook = load_rulebook({folder.path().string()}, diagnostics);
    return seen_in(std::move(rulebook), diagnostics);
}

}  // namespace huiqi::covering
