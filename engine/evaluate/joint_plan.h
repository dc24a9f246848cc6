#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Incentives that decide together, as one version of the rules has them. What it points to must outlive it.
struct VersionRules {
    std::vector<const Incentive*> incentives;
    const Bundle* bundle = nullptr;
};

/// Several versions of rules in one plan: what they have in common is computed once, and is one node. An input of one name is one column of all;
/// requires versions that ask alike for it (`same_data`).
class JointPlan {
public:
    /// What a value of the whole batch (全批) is: an answer like any other, or formed by each version as it says, in a column of its own.
    enum class BatchValues : std::uint8_t { given, formed };

    /// What it is made for. To compare, all values that have a name are given out, though no award needs them: a bundle settles by them.
    /// To compare for every locality, what it may set is an answer like any other, and no value of the rule is built in.
    enum class Use : std::uint8_t { decide, compare, compare_for_localities };

    /// Compiles them. Reports as `compile` does; the plan is whole only when no error was reported.
    JointPlan(const std::vector<VersionRules>& versions, Diagnostics& diagnostics, BatchValues batch_values = BatchValues::given,
              Use use = Use::decide);

    [[nodiscard]] const std::shared_ptr<const Plan>& plan() const noexcept { return plan_; }
    /// Gives what is asked of each application for the values of the whole batch, over the same columns; nullptr where none is formed.
    [[nodiscard]] const std::shared_ptr<const Plan>& populations() const noexcept { return populations_; }
    /// Gives all incentives, in step with those of the plans.
    [[nodiscard]] const std::vector<std::unique_ptr<Incentive>>& incentives() const noexcept { return made_; }
    /// Gives the place among the plan's incentives of one of a version.
    [[nodiscard]] std::size_t index(std::size_t version, std::size_t incentive) const { return first_[version] + incentive; }
    [[nodiscard]] const IncentivePlan& of(std::size_t version, std::size_t incentive) const { return plan_->incentives[index(version, incentive)]; }
    /// Gives the incentive as it was compiled: its inputs have the names of columns.
    [[nodiscard]] const Incentive& incentive(std::size_t version, std::size_t incentive) const { return *made_[index(version, incentive)]; }

private:
    void add(const VersionRules& rules, const std::string& mark, BatchValues batch_values);
    void ask_for_parameters(Incentive& incentive);
    [[nodiscard]] std::shared_ptr<const Plan> compiled(bool populations, Diagnostics& diagnostics) const;
    void share_batch_values(const Plan& asked);

    std::vector<std::unique_ptr<Incentive>> made_;
    std::vector<std::size_t> first_;   ///< of each version: the place of its first incentive
    Use use_;
    std::map<std::pair<std::string, std::string>, std::uint32_t> asked_;   ///< see CompileOptions::asked
    std::shared_ptr<const Plan> plan_, populations_;
};

/// Gives the name of a column as people know it: values of the whole batch that versions form apart have a mark before it.
[[nodiscard]] std::string unmarked_column(const std::string& column);

/// Tells whether a value of a joint plan is another one: the same nodes, read alike.
[[nodiscard]] bool same_value(const PlanValue& left, const PlanValue& right);
/// Tells whether two incentives of a joint plan give out the same, all conditions, parts and amounts included; conditions are told by their ids.
[[nodiscard]] bool same_results(const IncentivePlan& left, const Incentive& left_rule, const IncentivePlan& right, const Incentive& right_rule);

/// Tells whether what two incentives of a joint plan made to compare say under a name, in a definition or beside the award, is the same;
/// names that only one has are no difference here.
[[nodiscard]] bool same_named_values(const IncentivePlan& left, const Incentive& left_rule, const IncentivePlan& right, const Incentive& right_rule,
                                     const std::set<std::string>& names);

/// Tells whether the inputs that several versions ask by one name of column look alike.
[[nodiscard]] bool same_columns(const VersionRules& left, const VersionRules& right);

}  // namespace huiqi
