#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives for each input of two versions of an incentive, all else as in `given`, one value for each way that either version takes
/// with it: tests that hold or fail, rows, bands, steps and boundaries that are reached; and of numbers and days the least and the
/// greatest that were tried. Few enough to try some inputs together. Both versions have the same inputs.
[[nodiscard]] std::vector<std::vector<Value>> telling_values(const Incentive& before, const Incentive& after,
                                                             const std::map<std::string, Value, std::less<>>& bind,
                                                             const std::vector<Value>& given);

}  // namespace huiqi
