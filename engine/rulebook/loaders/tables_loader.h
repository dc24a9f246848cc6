#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Declares the tables of `对照表`; checked by `RuleNames::settle`. Reports E310, E311, E313.
void load_tables(LoadContext& context, const Fields& file, RuleNames& names);

}  // namespace huiqi
