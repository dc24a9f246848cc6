#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns of what the declared ranges of the inputs settle before any application is seen: conditions, alternatives and
/// steps of an incentive's own file that are always or never true (W502), rows of tables that never match (W503), and
/// conditions that never hold together (W570), and re-checks of later parts that whoever is eligible passes (W573). What leans on parameters which a locality may set is left out: that is settled elsewhere.
/// `plan` is that of the incentive alone, made to be explained.
/// `told`, where there is one, is what was said before: no row of a table is told twice (W503).
void warn_of_constant_conditions(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics, const Diagnostics* told = nullptr);

}  // namespace huiqi
