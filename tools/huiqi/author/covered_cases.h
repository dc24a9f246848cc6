#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/coverage.h"

namespace huiqi {

/// Takes the results of the cases of an incentive or a bundle, by its id.
using CaseSink = std::function<void(const std::string& subject, std::vector<CaseResult> results)>;

/// Runs the cases of all incentives that were asked for and of all bundles, and gives how they went to `sink`. `coverage`, when there
/// is one, is told all that they can reach and what each does; then what the plans show to be impossible is ruled out of it. Ends early
/// where `goes_on`, asked before each incentive and bundle, says no.
void run_cases_of_rules(const Rulebook& rulebook, Language language, Diagnostics& faults, Coverage* coverage, const CaseSink& sink,
                        const std::function<bool()>& goes_on = [] { return true; });

/// Gives the texts of which coverage counts what stands there: those of the incentives that were asked for and of the bundles.
[[nodiscard]] std::set<SourceId> covered_texts(const Rulebook& rulebook);

}  // namespace huiqi
