#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/numeric/integer.h"

namespace huiqi {

/// Counts and sums of a run; each thread has one, `merge` puts them together. Sums are exact.
struct RunSummary {
    struct PerIncentive {
        std::uint64_t eligible = 0;
        std::uint64_t refused = 0;
        std::uint64_t open = 0;      ///< waits for answers
        std::uint64_t failed = 0;    ///< error
        Integer award_cents = 0;
        std::map<std::int64_t, std::uint64_t> reasons;   ///< of the refused
    };
    std::uint64_t rows_read = 0;
    std::uint64_t rows_decided = 0;
    std::uint64_t rows_rejected = 0;
    std::vector<PerIncentive> incentives;

    /// Adds the rows last evaluated.
    void add(const Evaluator& evaluator);
    void merge(const RunSummary& other);
};

}  // namespace huiqi
