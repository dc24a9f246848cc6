#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/settle/work.h"

namespace huiqi {

/// Claims that draw on a quota or a budget together: all of them, or those of one calendar year.
struct DrawnPool {
    std::optional<std::int32_t> year;
    std::vector<Claim> claims;   ///< as `Work::paid` gives them
    Int128 earlier = 0;          ///< what earlier payments took: places of a quota, fen of a budget
};

/// Which claims draw, and what of before counts.
struct Drawing {
    const std::vector<std::uint32_t>& members;
    Counted counted = Counted::nothing;
    ReductionCause step = ReductionCause::budget;   ///< of quotas places are counted, else money
    std::size_t index = 0;                          ///< of the rule
};

/// Parts the claims that are still paid something, the earlier years first; those without a year are held where it counts.
/// Notes what was taken before.
[[nodiscard]] std::vector<DrawnPool> drawn_pools(Work& work, const Drawing& drawing);

/// Gives what is left of what there is, at least nothing.
[[nodiscard]] Int128 left_of(Int128 there, Int128 earlier) noexcept;

}  // namespace huiqi
