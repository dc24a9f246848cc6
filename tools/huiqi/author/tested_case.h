#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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
    std::vector<std::string> astray;         ///< of a detector: evidence that is no row of the case, `table number`
};

/// One line of a report for build servers: a case, or what cases should reach.
struct ReportedTest {
    /// `open`: known to be missing, and no failure. `skipped`: cannot happen.
    enum class Verdict : std::uint8_t { passed, failed, open, skipped };
    std::string suite, name;
    Span place;
    Verdict verdict = Verdict::passed;
    std::string_view type{};              ///< of a failure: `mismatch`
    std::vector<std::string> lines{};     ///< why it did not pass
};

/// Gives `file:line:column`.
[[nodiscard]] std::string place_with_column(const Sources& sources, Span span);

/// Gives what went wrong, a line each; empty where nothing did.
[[nodiscard]] std::vector<std::string> failures_of(const Program& program, const TestedCase& test);

/// Gives the line of a report about a case.
[[nodiscard]] ReportedTest reported(const Program& program, TestedCase test);

/// Gives a JUnit document (`testsuites`) with its suites in the order in which they first come.
[[nodiscard]] std::string junit_report(const Sources& sources, const std::vector<ReportedTest>& tests);
/// Gives a TAP document, version 13, with what went wrong as YAML.
[[nodiscard]] std::string tap_report(const Sources& sources, const std::vector<ReportedTest>& tests);

}  // namespace huiqi
