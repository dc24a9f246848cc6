#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/case_runner.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// How one case of an incentive, a bundle or a check of a detector went, for reports.
struct TestedCase {
    std::string subject;                     ///< id of what it is a case of
    std::string name;
    Span declared;
    bool passed = false;
    bool unconfirmed = false;                ///< 待确认: proves nothing, whatever came out
    std::vector<CaseMismatch> mismatches;
    bool of_detector = false;
    std::vector<std::string> wanted, flagged;   ///< of a detector: numbers of rows
};

/// Gives `file:line:column`.
[[nodiscard]] std::string place_with_column(const Sources& sources, Span span);

/// Gives what went wrong, a line each; empty where nothing did.
[[nodiscard]] std::vector<std::string> failures_of(const Program& program, const TestedCase& test);

/// Gives a JUnit document (`testsuites`), a suite for each incentive.
[[nodiscard]] std::string junit_report(const Program& program, const Sources& sources, const std::vector<TestedCase>& cases);
/// Gives a TAP document, version 13, with what went wrong as YAML.
[[nodiscard]] std::string tap_report(const Program& program, const Sources& sources, const std::vector<TestedCase>& cases);

}  // namespace huiqi
