#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads `分期` and makes it a name for what follows. Reports E354 for a part behind the first that says nothing about a
/// re-check or says `是`, E353 for parts that cannot make up the award.
void load_schedule(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `追回`: steps on what was paid, which is also the most that comes back.
void load_recovery(LoadContext& context, const Fields& file, RuleNames& names);

}  // namespace huiqi
