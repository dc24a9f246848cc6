#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads `目标` and adds them. Reports E365 for a figure that cannot be made, E366 for bounds that are missing or leave open
/// what is wanted, E367 for years that do not fit together, W526 for a running total that asks nothing new of a year.
void load_targets(LoadContext& context, const Fields& file, RuleNames& names);

}  // namespace huiqi
