#pragma once

#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads a list of cases about an incentive whose rules are loaded and adds them to it. Reports E312 for a name that
/// is taken, E326 for names that the incentive does not have, E304 for a parameter that is not open, and what is wrong
/// with the data by their own codes (D103 …).
void load_cases(LoadContext& context, const std::vector<NodeId>& items, const Enumerations& enumerations,
                Incentive& incentive);

}  // namespace huiqi
