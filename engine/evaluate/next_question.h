#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"

namespace huiqi {

/// Why an input is asked for.
struct AskedFor {
    enum class Purpose : std::uint8_t { period, condition, award };
    std::size_t incentive = 0;   ///< whose input it is: another's where only a result of that is open
    std::size_t input = 0;       ///< of that incentive
    std::size_t field = 0;       ///< of the plan's schema
    Purpose purpose = Purpose::award;
    std::size_t condition = 0;   ///< the written condition, for that purpose
};

/// The columns that a value of the plan waits for, rising.
using Waiting = std::function<std::vector<std::uint32_t>(const PlanValue&)>;

/// Gives the first input that something open waits for: 施行期, then the conditions in their order, then the award, or its parts where
/// it has no award of its own; of its inputs the first in the order of the incentive, an input of another incentive where only a result of that is open.
/// An input whose 当 is still open is not asked before what that test waits for, nor is one of the fields `skipped`. Requires an
/// incentive that is not refused.
[[nodiscard]] std::optional<AskedFor> first_question(const Plan& plan, std::size_t index, const Waiting& waiting,
                                                     std::span<const std::size_t> skipped = {});

/// Gives the input to ask next for one row, by its name in data, or nothing when no answer can matter any more:
/// `first_question` by the states of the evaluator's last run.
[[nodiscard]] std::optional<std::string> next_question(const Evaluator& evaluator, std::size_t index, std::size_t row);

}  // namespace huiqi
