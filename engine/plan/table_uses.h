#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/plan/numbers.h"
#include "engine/plan/values.h"

namespace huiqi {

/// Collects how an incentive uses its decision tables, dated values and counts of days, to be explained, and how its tests,
/// comparisons and roundings go, to be watched. All are uses here: they stand in lists and loops alike.
class TableUses {
public:
    TableUses(Numbers& numbers, Values& values) : numbers_(numbers), values_(values) {}

    /// Notes a use: the values of its columns, then whether each row matches, as written. `order` as in the plan.
    void add(std::uint32_t table, const std::vector<PlanValue>& columns, const std::vector<PlanValue>& matches,
             std::vector<std::uint32_t> order);
    /// Notes what is to be watched, with the values that it is told by.
    void add(IncentivePlan::Watch watch, const std::vector<PlanValue>& told);
    /// Notes a dated value or a count: its days, then what came of them.
    void add(IncentivePlan::Trace trace, const std::vector<PlanValue>& told);
    /// Says of the traces from one use on that they count only where a branch is taken.
    void guard(std::size_t from, const PlanValue& taken);
    /// Tells whether there is a trace from one use on.
    [[nodiscard]] bool traced_since(std::size_t from) const;
    [[nodiscard]] std::size_t count() const noexcept { return uses_.size(); }
    /// Gives what is noted of one use: a record of columns and matches.
    [[nodiscard]] const PlanValue& seen(std::size_t use) const { return uses_[use].use.seen; }
    /// Says that this stands for the uses inside of a loop: a list of such records, one an element.
    void listed(std::size_t use, PlanValue list);
    /// Forgets one use.
    void drop(std::size_t use);
    /// Forgets all but the first so many.
    void keep(std::size_t count);
    /// Gives each use of a table once, as one application sees it: inside of lists as lists of their first `kListed` elements.
    [[nodiscard]] std::vector<IncentivePlan::TableUse> of_applications(const Plan& plan);
    /// Gives the dated values and counts likewise.
    [[nodiscard]] std::vector<IncentivePlan::Trace> traced(const Plan& plan);
    /// Gives what is watched likewise.
    [[nodiscard]] std::vector<IncentivePlan::Watch> watched(const Plan& plan);

    /// How many elements of a list are told, at each of its levels.
    static constexpr std::size_t kListed = 100;

private:
    struct Noted {
        IncentivePlan::TableUse use;
        std::optional<IncentivePlan::Watch> watch{};
        std::optional<IncentivePlan::Trace> trace{};

        [[nodiscard]] bool of_table() const noexcept { return !watch && !trace; }
    };

    [[nodiscard]] PlanValue shortened(const PlanValue& list);
    /// Makes lists of what stands in lists.
    void collect(const Plan& plan, IncentivePlan::TableUse& use);

    Numbers& numbers_;
    Values& values_;
    std::vector<Noted> uses_;
};

}  // namespace huiqi
