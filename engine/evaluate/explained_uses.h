#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"

namespace huiqi {

/// The dated values and counts of days of one application, read from the registers of the evaluator's last run.
class ExplainedUses {
public:
    ExplainedUses(const Evaluator& evaluator, const Incentive& incentive, const IncentivePlan& plan, std::size_t row);

    /// Gives those that stand in an expression.
    [[nodiscard]] std::vector<ExplainedUse> in(const CheckedExpression& expression) const;
    /// Gives those of a step: of its value, its 当, its bands.
    [[nodiscard]] std::vector<ExplainedUse> in(const AwardStep& step) const;
    /// Gives those of a definition without steps.
    [[nodiscard]] std::vector<ExplainedUse> in(const Definition& definition) const;
    /// Gives those of the columns and outputs of a table.
    [[nodiscard]] std::vector<ExplainedUse> in(const DecisionTable& table) const;

private:
    struct Known {
        Span written;
        ExplainedUse use;
    };

    std::vector<Known> all_;
};

/// Says what was used, in one sentence without its source: `一年期LPR(还款日)：2024-03-05 为 3.45%/年（自 2024-02-20 至 2024-07-21）`.
[[nodiscard]] std::string use_text(const ExplainedUse& use, bool chinese);

}  // namespace huiqi
