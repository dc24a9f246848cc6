#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/evaluate/coverage.h"
#include "engine/numeric/rational.h"
#include "tools/huiqi/author/tested_case.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// How much there is, and how much of it cases reach.
struct CoverageCount {
    std::size_t reached = 0;
    std::size_t total = 0;
    std::size_t impossible = 0;   ///< not counted: the plan proves that it cannot happen

    void add(const CoverageItem& item);
    /// Tells whether this is at least so many percent, exactly. Where there is nothing, nothing is shown.
    [[nodiscard]] bool at_least(const Rational& percent) const;
    /// Gives `131/132 (99.2 %)`, never rounded up.
    [[nodiscard]] std::string text(const Program& program) const;
    /// Gives the percentage cut down to one decimal: `99.2`.
    [[nodiscard]] std::string percent() const;
};

/// What the cases reach of the files that were asked for.
struct CoverageReport {
    std::vector<CoverageItem> items;   ///< in the order of files and texts
    CoverageCount all;
    std::map<CoverageKey::Kind, CoverageCount> kinds;
    std::map<SourceId, CoverageCount> files;

    /// Takes of what is covered that which stands in these texts.
    [[nodiscard]] static CoverageReport of(const Coverage& coverage, const std::set<SourceId>& asked);
};

/// Gives the counts, then the lines of the rules with what no case reaches.
[[nodiscard]] std::string coverage_text(const Program& program, const Sources& sources, const CoverageReport& report);
/// Gives the same for machines.
[[nodiscard]] nlohmann::json coverage_json(const Program& program, const Sources& sources, const CoverageReport& report);
/// Gives each thing that should be reached as a test of a build server, in a suite for each incentive: what no case reaches fails when
/// there is too little, and is open else; what the plan proves impossible is skipped.
[[nodiscard]] std::vector<ReportedTest> coverage_tests(const Program& program, const Sources& sources, const CoverageReport& report, bool enough);
/// Gives a page with the whole text of the rules, marked; it needs nothing from elsewhere.
[[nodiscard]] std::string coverage_page(const Program& program, const Sources& sources, const CoverageReport& report);

}  // namespace huiqi
