#pragma once

#include <cstdint>
#include <vector>

#include "engine/plan/numbers.h"
#include "engine/plan/values.h"

namespace huiqi {

/// Collects how an incentive uses its decision tables, to be explained.
class TableUses {
public:
    TableUses(Numbers& numbers, Values& values) : numbers_(numbers), values_(values) {}

    /// Notes a use: the values of its columns, then whether each row matches, as written. `order` as in the plan.
    void add(std::uint32_t table, const std::vector<PlanValue>& columns, const std::vector<PlanValue>& matches,
             std::vector<std::uint32_t> order);
    [[nodiscard]] std::size_t count() const noexcept { return uses_.size(); }
    /// Gives what is noted of one use: a record of columns and matches.
    [[nodiscard]] const PlanValue& seen(std::size_t use) const { return uses_[use].seen; }
    /// Says that this stands for the uses inside of a loop: a list of such records, one an element.
    void listed(std::size_t use, PlanValue list);
    /// Forgets one use.
    void drop(std::size_t use);
    /// Forgets all but the first so many.
    void keep(std::size_t count);
    /// Gives each use once, as one application sees it: inside of lists as lists of their first `kListed` elements.
    [[nodiscard]] std::vector<IncentivePlan::TableUse> of_applications(const Plan& plan);

    /// How many elements of a list are told, at each of its levels.
    static constexpr std::size_t kListed = 100;

private:
    [[nodiscard]] PlanValue shortened(const PlanValue& list);

    Numbers& numbers_;
    Values& values_;
    std::vector<IncentivePlan::TableUse> uses_;
};

}  // namespace huiqi
