#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Declares what `计算` defines, as expressions or as steps; checked by `RuleNames::settle`.
void load_definitions(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `分项`: names of definitions that are given out. Requires that names are settled. Reports E326 for what is no
/// definition, E340 for one that does not fit into a column, E312 for one listed twice.
void load_parts(LoadContext& context, const Fields& file, RuleNames& names);

}  // namespace huiqi
