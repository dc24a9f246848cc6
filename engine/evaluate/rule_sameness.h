#pragma once

#include <set>
#include <string>

#include "engine/evaluate/joint_plan.h"

namespace huiqi {

/// Gives the names of definitions by which the bundles of a rulebook settle what incentives award: caps, costs, keys, ranks.
[[nodiscard]] std::set<std::string> read_by_bundles(const Rulebook& rulebook);

/// Adds the names of the amounts beside the award (另算): other incentives are fed from them.
void add_extras(const Incentive& incentive, std::set<std::string>& names);

/// Tells whether a locality may set a value of an incentive.
[[nodiscard]] bool has_local(const Incentive& incentive);

/// Tells whether two versions that ask alike compute the same, node by node, whatever localities set; what they say under `names` too.
[[nodiscard]] bool same_for_localities(const Incentive& before, const Incentive& after, const std::set<std::string>& names);

}  // namespace huiqi
