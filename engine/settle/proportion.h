#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace huiqi {

/// Shares out `total` in proportion to `amounts`, each share a multiple of `step` and at most its amount;
/// requires 0 <= total <= the sum of the amounts, every amount >= 0, step > 0. What the multiples leave over
/// goes out a step at a time by the largest remainder when `all` is set; `order` holds the places of the
/// amounts as equal remainders come.
[[nodiscard]] std::vector<std::int64_t> shared_out(const std::vector<std::int64_t>& amounts,
                                                   std::int64_t total, std::int64_t step, bool all,
                                                   const std::vector<std::size_t>& order);

}  // namespace huiqi
