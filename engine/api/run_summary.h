#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// Counts and sums of a run; each thread has one, `merge` puts them together. Sums are exact.
struct RunSummary {
    /// One part of a schedule over all rows.
    struct Instalment {
        std::uint64_t due = 0;       ///< with an amount above 0
        std::uint64_t waiting = 0;
        std::uint64_t failed = 0;
        std::uint64_t stopped = 0;
        std::uint64_t error = 0;
        Integer cents = 0;           ///< that are due
    };
    /// What must be paid back.
    struct Recovery {
        std::uint64_t count = 0;     ///< above 0
        std::uint64_t open = 0;
        std::uint64_t failed = 0;
        Integer cents = 0;
    };
    struct PerIncentive {
        std::uint64_t eligible = 0;
        std::uint64_t zero = 0;      ///< of the eligible, those whose award is 0: that is no refusal
        std::uint64_t refused = 0;
        std::uint64_t open = 0;      ///< waits for answers
        std::uint64_t failed = 0;    ///< error
        Integer award_cents = 0;
        std::map<std::int64_t, std::uint64_t> reasons;   ///< of the refused
        std::vector<Integer> shares, recipients;         ///< cents, in the order of the rule; each list adds up to the award
        std::vector<Instalment> schedule;                ///< likewise
        std::optional<Recovery> recovery;
    };
    /// A total of the bundle, added up over the rows in which it is known.
    struct PerTotal {
        Rational sum = 0;
        std::uint64_t not_known = 0;   ///< rows in which it cannot be told
    };
    std::uint64_t rows_read = 0;
    std::uint64_t rows_decided = 0;
    std::uint64_t rows_rejected = 0;
    std::vector<PerIncentive> incentives;
    std::vector<PerTotal> totals;

    /// Adds the rows last evaluated.
    void add(const Evaluator& evaluator);
    void merge(const RunSummary& other);
};

}  // namespace huiqi
