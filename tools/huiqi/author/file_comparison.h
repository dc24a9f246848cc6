#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/author/rule_comparison.h"

namespace huiqi {

/// Tells what files say otherwise that are compared key by key: bundles and how they settle, detectors, the libraries that any rules take from, and of incentives what
/// nothing else compares. What is behind a key that nobody called harmless may change a result.
[[nodiscard]] std::vector<BundleChange> compare_files(const Rulebook& before, const Rulebook& after, const std::vector<ComparedIncentive>& incentives);

}  // namespace huiqi
