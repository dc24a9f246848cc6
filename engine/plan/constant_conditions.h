#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Warns (W502) of the conditions of an incentive's own file that the declared ranges of its inputs make always true or
/// always false. Conditions that lean on parameters which a locality may set are left out: they are settled elsewhere.
/// `plan` is that of the incentive alone.
void warn_of_constant_conditions(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics);

}  // namespace huiqi
