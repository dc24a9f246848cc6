#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives a sentence with its holes filled for one row, in the language asked for; where only the other one was
/// written, that.
[[nodiscard]] std::string sentence_text(const Sentence& sentence, const IncentivePlan::SentenceValues& values,
                                        const Evaluator& evaluator, std::size_t row, Language language);

/// Gives the reason of a condition (number from 1; −1: 施行期) for one row.
[[nodiscard]] std::string reason_text(const Evaluator& evaluator, const Incentive& incentive, std::size_t index,
                                      std::int32_t reason, std::size_t row, Language language);

}  // namespace huiqi
