#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads `全批`: each of its names becomes an input that a run fills in from the whole batch. They are checked when they
/// are first asked for, as definitions are. Reports E335 for what cannot be formed.
void load_populations(LoadContext& context, const Fields& file, RuleNames& names);

/// Reports E337 for one that leans on another, once all names are settled; one that counts patents is an input that does.
void check_populations(LoadContext& context, Incentive& incentive);

}  // namespace huiqi
