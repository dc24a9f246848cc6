#pragma once

#include <cstddef>
#include <vector>

#include "engine/settle/work.h"

namespace huiqi {

/// Orders rows by rank keys.
class Ranking {
public:
    Ranking(const Work& work, const std::vector<RankKey>& keys) : claims_(work.claims()), keys_(keys) {}

    /// Tells whether a row comes before another; equal rows do not.
    [[nodiscard]] bool before(std::size_t left, std::size_t right) const { return compare(left, right) < 0; }
    [[nodiscard]] bool equal(std::size_t left, std::size_t right) const { return compare(left, right) == 0; }
    /// Tells whether every key of a row is known.
    [[nodiscard]] bool complete(std::size_t row) const;

private:
    [[nodiscard]] int compare(std::size_t left, std::size_t right) const;

    const Claims& claims_;
    const std::vector<RankKey>& keys_;
};

/// Puts claims in order, equal ones by incentive and application key, and holds those that cannot be ranked.
[[nodiscard]] std::vector<Claim> ranked(Work& work, const std::vector<RankKey>& keys,
                                        std::vector<Claim> claims, ReductionCause step, std::size_t rule);

}  // namespace huiqi
