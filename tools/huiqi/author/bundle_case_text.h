#pragma once

#include <string>
#include <vector>

#include "engine/api/settlement_search.h"

namespace huiqi {

/// Writes a file of cases for a bundle, each marked as to be confirmed, with what settling its applications gives; `notes` say of
/// each what it is for. `rules` has all incentives of the bundle.
[[nodiscard]] std::string bundle_cases_text(const Selection& rules, const std::vector<FoundBatch>& cases, const std::vector<std::string>& notes,
                                            bool chinese);

}  // namespace huiqi
