#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/evaluate/range_run.h"

namespace huiqi {

/// The nodes that decide about one incentive: whether it is eligible, the award or, where it has none, the parts.
[[nodiscard]] std::vector<NodeIndex> results_of(const IncentivePlan& plan);
/// The nodes that some results rest on, with themselves, rising.
[[nodiscard]] std::vector<NodeIndex> rests_on(const Plan& plan, std::span<const NodeIndex> results);

/// Looks at some results of a plan by cases of the inputs that are open: an input's words one by one, absent
/// and not, parts of its range. The cases of one split leave nothing out.
class OpenCases {
public:
    /// The plan must outlive it; the results are nodes of the applications' row space.
    OpenCases(const Plan& plan, std::span<const NodeIndex> results);

    /// Looks at what may come of an evaluator's last run, and at what its open inputs may be. The evaluator must
    /// outlive the looking.
    const RangeRun& begin(const Evaluator& evaluator);
    /// Looks at one case.
    const RangeRun& look(std::span<const Restriction> restrictions);

    /// Whether a column can be divided at all: a truth, a word, a day or a number of the application itself.
    [[nodiscard]] bool can_be_split(std::uint32_t column) const { return input_of_column_[column] != kNoNode; }
    /// Whether it is a truth or a word.
    [[nodiscard]] bool is_word(std::uint32_t column) const;
    /// What is allowed of a column that is not restricted, absent and a value apart; nothing where it cannot be divided.
    [[nodiscard]] std::vector<Restriction> whole(std::uint32_t column) const;
    /// Divides one restriction: few words one by one, else in halves; nothing where it is one value already.
    [[nodiscard]] std::vector<Restriction> halves(const Restriction& of) const;

private:
    const Plan& plan_;
    const Evaluator* evaluator_ = nullptr;
    std::vector<NodeIndex> nodes_;            ///< that the results rest on, rising
    std::vector<NodeIndex> input_of_column_;  ///< kNoNode: it cannot be split
    std::vector<Possible> inputs_;            ///< of each column, without restrictions
    RangeRun run_;
};

}  // namespace huiqi
