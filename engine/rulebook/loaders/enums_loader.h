#pragma once

#include <string>
#include <vector>

#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// Reads `枚举` and adds them. Reports E307 for a name that is taken and E321 for values that are missing or twice.
void load_enumerations(LoadContext& context, const Fields& file, Enumerations& enumerations);

/// Reads `单位`, the units of count. Reports E328 for what cannot be a unit.
[[nodiscard]] std::vector<std::string> read_count_units(LoadContext& context, const Fields& file);

}  // namespace huiqi
