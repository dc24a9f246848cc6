#pragma once

#include <cstdint>
#include <string_view>

#include "engine/evaluate/evaluator.h"

namespace huiqi {

/// How one part of an award that is paid in parts stands.
enum class InstalmentState : std::uint8_t {
    due,       ///< its re-check passes
    waiting,   ///< something that it depends on is not answered yet
    failed,    ///< its own re-check fails
    stopped,   ///< one before it failed, which ends the schedule
    refused,   ///< the application is not eligible
    error,
};

/// Gives the English word of a state, as in `Scope::instalment_word`.
[[nodiscard]] std::string_view state_word(InstalmentState state) noexcept;

/// Tells how a part stands in one row of the evaluator's last run.
[[nodiscard]] InstalmentState instalment_state(const Evaluator& evaluator, const IncentivePlan& plan,
                                               const IncentivePlan::Instalment& part, std::size_t row);

/// Gives what is due by now: the parts that are, or the award itself where it is not paid in parts. Unknown while the
/// award is, an error where a part is in error.
[[nodiscard]] Value amount_due(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t row);

}  // namespace huiqi
