#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "engine/api/selection.h"
#include "engine/evaluate/coverage.h"

namespace huiqi {

/// A small batch that reaches what no case of a bundle does.
struct FoundBatch {
    BatchCase batch;                    ///< nothing is expected of it yet
    std::string like;                   ///< names of the cases that its applications were made of; empty: of none
    std::vector<CoverageKey> reaches;
};

/// Looks for batches that settle in the ways that are wanted, and for applications whose totals are above 0. Begins with the
/// applications of the cases of the bundle and of its incentives, joins those of two incentives, and changes one answer at a time;
/// where what is asked passes what there is between two values, halves the way. Takes several of one applicant for limits, of
/// different ones for quotas and budgets; then what was paid before, and last another number in place of the rule's own (取).
/// Takes out of `wanted` what it found. `rules` has all incentives of its bundle; `effort` is how many batches it may settle.
[[nodiscard]] std::vector<FoundBatch> search_settlement(const Selection& rules, std::set<CoverageKey>& wanted, std::size_t effort);

}  // namespace huiqi
