#pragma once

#include <optional>
#include <vector>

#include "engine/data/unit.h"
#include "engine/language/checked.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `分档` of a step on amounts of `unit` (nothing: not known, after an error). Reports E350 when it is not said
/// whether the rate is that of each slice or of the whole, E315 for bands that do not follow one another, E351 for edges
/// that two bands claim or none. What `guards` prove present is present in the edges, rates and amounts.
void read_bands(LoadContext& context, RuleNames& names, const std::optional<Unit>& unit, const Fields& step_keys,
                const std::vector<const CheckedExpression*>& guards, AwardStep& step);

}  // namespace huiqi
