#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi::testing {

/// A rulebook read from a text, with what was said about it.
struct Loaded {
    Rulebook rulebook;
    Diagnostics diagnostics;

    /// Gives the only incentive; requires that nothing was wrong.
    [[nodiscard]] const Incentive& incentive() const {
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            CAPTURE(diagnostic.code);
            CAPTURE(diagnostic.message.en);
            CHECK(diagnostic.severity == Severity::warning);
        }
        REQUIRE(rulebook.incentives.size() == 1);
        return rulebook.incentives.front();
    }

    /// Gives the codes of what was said, in order, warnings without a source (W504) left out.
    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> all;
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            if (diagnostic.code != "W504") {
                all.emplace_back(diagnostic.code);
            }
        }
        return all;
    }
};

/// Loads the body of an incentive file.
[[nodiscard]] inline Loaded load_body(std::string_view body) {
    Loaded loaded;
    loaded.rulebook = load_rulebook_text("rule.yaml", "种类: 事项\n编号: 样例.事项\n" + std::string(body), loaded.diagnostics);
    return loaded;
}

}  // namespace huiqi::testing
