#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/award_tally.h"
#include "engine/api/compared_rows.h"
#include "engine/io/parsed_block.h"
#include "engine/numeric/integer.h"

namespace huiqi {

/// One incentive in both versions: its place in the plan of each side; nothing where a version has none.
struct ComparedAward {
    std::optional<std::size_t> before, after;
};

/// The old rules with one change made: where its incentives stand in the plan of the old side, in step with the awards; nothing where they are
/// those of the old rules.
struct AwardVariant {
    std::vector<std::optional<std::size_t>> at;
};

/// One row that comes out otherwise.
struct RowDifference {
    std::uint64_t line = 0;
    std::string number;                        ///< of the application; empty where the data have none
    std::vector<std::pair<AwardState, Integer>> before, after;   ///< of each award: cents, 0 where nothing is decided
    Integer difference = 0;                    ///< cents, of all awards
};

/// What the whole input came to.
struct AwardDifferences {
    std::uint64_t rows_read = 0;
    std::uint64_t unread_before = 0, unread_after = 0;   ///< rows set aside by each
    AwardTally rows;                           ///< all awards of a row together
    std::vector<AwardTally> awards;
    std::map<std::string, AwardTally> groups;
    bool too_many_groups = false;              ///< more than kMostGroups; then they are not whole
    std::vector<std::vector<Integer>> alone_cents;   ///< of each variant and award: what it alone adds, in cents
    std::optional<RowDifference> largest_loss, largest_gain;   ///< the first of equal ones
    std::vector<RejectedRow> rejected;         ///< the first of the rows that were set aside by both, or by the one that reads

    static constexpr std::size_t kMostGroups = 10'000;
    static constexpr std::size_t kShown = 20;
};

/// Takes the rows of a block that come out otherwise, in the order of the input; false stops the run.
using DifferenceSink = std::function<bool(const std::vector<RowDifference>&, const std::vector<std::string>& groups)>;

/// What is to be compared.
struct DifferenceTask {
    ComparedSide before, after;                ///< the same input: one of them is read
    std::vector<ComparedAward> awards;
    std::vector<AwardVariant> variants;
    bool by_group = false;                     ///< the first column that the inputs carry along
};

/// Decides all rows by both versions, on some threads, block by block. Memory is bounded by threads and groups, not by the input, and the result
/// does not depend on the number of threads. The sink, where there is one, gets each row that comes out otherwise.
[[nodiscard]] AwardDifferences compare_awards(const DifferenceTask& task, std::size_t threads, const DifferenceSink& sink,
                                              const std::function<void(std::uint64_t)>& progress);

}  // namespace huiqi
