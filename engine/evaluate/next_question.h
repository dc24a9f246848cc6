#pragma once

#include <optional>
#include <string>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives the input to ask next for one row, or nothing when no answer can matter any more: nothing of a refused
/// application; else the first open condition's (施行期 first), then the award's, in the order of the inputs. An input
/// whose 当 is still open is not asked before what that test waits for.
[[nodiscard]] std::optional<std::string> next_question(const Evaluator& evaluator, const Incentive& incentive,
                                                       std::size_t index, std::size_t row);

}  // namespace huiqi
