#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/author/rule_comparison.h"

namespace huiqi {

/// Tells what the files of bundles say otherwise, key by key: members, keys, totals, and how they are settled. Keys and fixed words in either
/// spelling are the same.
[[nodiscard]] std::vector<BundleChange> compare_bundles(const Rulebook& before, const Rulebook& after);

}  // namespace huiqi
