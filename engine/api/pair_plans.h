#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/api/selection.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// The incentives that one value of a choice lets pass, with a plan of their own and of those whose results
/// they take.
struct PairPlan {
    std::shared_ptr<const Plan> plan;
    std::vector<std::uint32_t> incentives;  ///< places in the selection, rising
    std::vector<std::size_t> places;        ///< of each of them, its place in the plan
    std::vector<std::size_t> fields;  ///< of each field of the plan's schema, the field of the whole schema
};

/// Incentives sorted by the choice that their first conditions test.
struct PairPlans {
    std::shared_ptr<const Plan> all;  ///< of every incentive; its schema is that of the columns
    std::optional<std::size_t>
        choice;  ///< a field of that schema; nothing: no first condition tests a choice
    std::vector<PairPlan> plans;
    std::vector<std::size_t>
        of_value;  ///< index into `plans`, of each value of the choice; one entry without it
};

/// Finds the choice that rules out most, and compiles a plan for each set of incentives that its values let
/// pass. `all` is the plan of the whole selection.
[[nodiscard]] PairPlans make_pair_plans(std::shared_ptr<const Plan> all, const Selection& selection);

}  // namespace huiqi
