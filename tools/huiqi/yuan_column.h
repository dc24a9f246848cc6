#pragma once

#include <string>

#include "engine/data/schema.h"

namespace huiqi {

/// Gives a column of amounts in yuan to the cent, none above 10^15: of lists that the program wrote, and of
/// banks.
[[nodiscard]] FieldSchema yuan_column(std::string name);

}  // namespace huiqi
