#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/case_runner.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi::testing {

/// What came of the cases that stand in a text: one line for each thing that is not as it should be.
struct Tried {
    std::size_t cases = 0;
    std::vector<std::string> wrong;
};

/// Loads the body of an incentive file with its cases and runs them.
[[nodiscard]] inline Tried try_cases(std::string_view body) {
    Diagnostics diagnostics;
    const Rulebook rulebook =
        load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + std::string(body), diagnostics);
    Tried tried;
    for (const Incentive& incentive : rulebook.incentives) {
        for (const CaseResult& result : run_cases(incentive, Language::zh, diagnostics)) {
            ++tried.cases;
            for (const CaseMismatch& one : result.mismatches) {
                tried.wrong.push_back(result.name + " " + one.what.zh + " " + one.expected + " ≠ " + one.actual);
            }
        }
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity == Severity::error) {
            tried.wrong.emplace_back(std::string(diagnostic.code) + " " + diagnostic.message.en);
        }
    }
    return tried;
}

/// Requires that all cases of the text, so many, come out as they say.
inline void check_cases(std::string_view body, std::size_t count) {
    const Tried tried = try_cases(body);
    CHECK(tried.cases == count);
    for (const std::string& line : tried.wrong) {
        FAIL_CHECK(line);
    }
}

}  // namespace huiqi::testing
