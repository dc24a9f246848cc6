#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Why an input is asked for.
struct AskedFor {
    enum class Purpose : std::uint8_t { period, condition, award };
    std::size_t input = 0;       ///< of the incentive
    std::size_t field = 0;       ///< of the plan's schema
    Purpose purpose = Purpose::award;
    std::size_t condition = 0;   ///< the written condition, for that purpose
};

/// The columns that a value of the plan waits for, rising.
using Waiting = std::function<std::vector<std::uint32_t>(const PlanValue&)>;

/// Gives the first input that something open waits for: 施行期, then the conditions in their order, then the award; of
/// its inputs the first in the order of the incentive. An input whose 当 is still open is not asked before what that
/// test waits for. Requires an incentive that is not refused.
[[nodiscard]] std::optional<AskedFor> first_question(const Plan& plan, const Incentive& incentive, std::size_t index,
                                                     const Waiting& waiting);

/// Gives the number of the schema's field in which an input of an incentive arrives.
[[nodiscard]] std::size_t field_of_input(const Plan& plan, const Incentive& incentive, std::size_t index, std::size_t input);

/// Gives the input to ask next for one row, or nothing when no answer can matter any more: `first_question` by the
/// states of the evaluator's last run.
[[nodiscard]] std::optional<std::string> next_question(const Evaluator& evaluator, const Incentive& incentive,
                                                       std::size_t index, std::size_t row);

}  // namespace huiqi
