#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detector.h"

namespace huiqi {

/// What a check costs at most: known from its file and the number of rows of the tables, before anything is looked at.
struct CheckCost {
    const Check* check = nullptr;
    std::vector<Bilingual> steps;   ///< shapes of the check and of the views below it, with their bounds, each once
    std::uint64_t rows = 0;         ///< rows of the check at most
    std::uint64_t work = 0;         ///< rows, list elements, identities and transfers looked at, at most; kMostWork: or more

    static constexpr std::uint64_t kMostWork = 1'000'000'000'000'000'000;
};

/// Gives the cost of every check. `rows` gives how many rows a table has. Expressions that go through a list for each element of
/// another count with the longest list of a row, once for each list more. Reports what is wrong with expressions.
[[nodiscard]] std::vector<CheckCost> detector_costs(const Detectors& rules, const std::function<std::uint64_t(std::string_view)>& rows, Diagnostics& diagnostics);

}  // namespace huiqi
