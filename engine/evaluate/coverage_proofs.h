#pragma once

#include "engine/evaluate/coverage.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Rules out what cases miss and what cannot happen, which the bounds of the plan show once a choice is made: an enumeration or a yes
/// or no of the application is taken at each of its values in turn, and what none of them allows is ruled out; so is what makes awards
/// and comes from none but those whom a condition refuses, and a row that matches nothing. What stands in several incentives must be
/// impossible in all of them, and whatever a locality may set.
void rule_out_by_choices(const Rulebook& rulebook, Coverage& coverage);

}  // namespace huiqi
