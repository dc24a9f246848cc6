#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// What became of one case of a check.
struct DetectorCaseResult {
    const Check* check = nullptr;
    const DetectorCase* test = nullptr;
    std::vector<std::string> flagged;   ///< applications, sorted
    std::vector<std::pair<std::string, std::string>> astray;   ///< table and number of evidence that is no row of the case

    [[nodiscard]] bool passed() const { return flagged == test->flags && astray.empty(); }
};

/// Makes the data of a case: the rows that every test begins with, those of the case over them (a row whose key is there
/// changes it; `like: KEY` begins from another row), without the removed ones. Columns that nobody gives are absent, else
/// empty, 0, no, or 2000-01-01.
[[nodiscard]] DataSet case_data(const Detectors& rules, const DetectorCase& test, Diagnostics& diagnostics);

/// Tells what is wrong with the data of the cases without running them: columns and values that are none, rows to begin
/// from, to remove or to flag that are not there (A101).
void check_detector_cases(const Detectors& rules, Diagnostics& diagnostics);

/// Runs the cases of all checks, each with its own check alone.
[[nodiscard]] std::vector<DetectorCaseResult> run_detector_cases(const Detectors& rules, Diagnostics& diagnostics);

}  // namespace huiqi
