#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What one incentive decides about one application.
struct Outcome {
    struct Failure {
        std::string code;       ///< R01 …
        Span place;             ///< the part of the rule that failed
    };
    Value eligible;                        ///< boolean, unknown or error
    std::int32_t reason = 0;               ///< 0 eligible, n the n-th written condition, −1 施行期; 0 too while undecided
    Value award;                           ///< yuan; 0 where not eligible; unknown or error where it cannot be told
    std::vector<std::string> failed;       ///< ids of all false conditions, in order
    std::vector<std::string> missing;      ///< names of the inputs it waits for
    std::vector<Failure> errors;
    std::vector<std::string> anomalies;    ///< ids of those that are true
};

/// What an incentive came to for an application, in one word: results and summaries both have it from here, so
/// that they tie. Eligible and refused are certain; an award that cannot be told leaves the decision open.
enum class DecisionState : std::uint8_t { eligible, refused, unknown, error };

/// Gives the state of one row of the evaluator's last run.
[[nodiscard]] DecisionState decision_state(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t row);
/// Gives `eligible`, `refused`, `unknown` or `error`.
[[nodiscard]] std::string_view state_word(DecisionState state) noexcept;

/// The id under which the period of validity is reported as a failed condition.
inline constexpr std::string_view kPeriodId = "施行期";

/// Reads the outcome of one row of the evaluator's last run.
[[nodiscard]] Outcome outcome(const Evaluator& evaluator, const Incentive& incentive, std::size_t index, std::size_t row);

}  // namespace huiqi
