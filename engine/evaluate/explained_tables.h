#pragma once

#include <string_view>
#include <vector>

#include "engine/evaluate/explanation.h"

namespace huiqi {

/// Gives the decision tables that an incentive uses, with the rows that match in a row of the evaluator's last run.
[[nodiscard]] std::vector<ExplainedTable> explain_tables(const Evaluator& evaluator, const Incentive& incentive,
                                                         const IncentivePlan& plan, std::size_t row);

/// Gives the English word of rule files for it.
[[nodiscard]] std::string_view hit_name(HitPolicy hit) noexcept;

}  // namespace huiqi
