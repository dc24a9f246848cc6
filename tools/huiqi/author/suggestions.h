#pragma once

#include <string>

#include "tools/huiqi/author/coverage_report.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Looks for applications that reach what no case does, beginning with the cases that there are, and writes them as cases to be
/// confirmed, one document for each incentive and each bundle. Says what was not found.
[[nodiscard]] Exit write_suggestions(const Program& program, const Rulebook& rulebook, const CoverageReport& coverage,
                                     const std::string& output, bool replace);

}  // namespace huiqi
