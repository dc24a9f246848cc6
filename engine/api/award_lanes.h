#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/api/award_tally.h"
#include "engine/evaluate/evaluator.h"

namespace huiqi {

/// The award of one incentive over the rows of a block: cents, 0 where nothing is decided, and how it stands.
struct AwardLanes {
    std::vector<Int128> cents;
    std::vector<AwardState> states;

    void assign(std::size_t rows, AwardState state) {
        cents.assign(rows, 0);
        states.assign(rows, state);
    }
};

/// Reads the award of an incentive out of the evaluator's last run, from row `first` of the block on; requires room for its rows.
void read_awards(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t first, AwardLanes& lanes);

}  // namespace huiqi
