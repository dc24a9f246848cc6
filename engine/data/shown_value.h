#pragma once

#include <string>

#include "engine/data/value.h"

namespace huiqi {

/// Gives a value as people read it: what `value_text` gives, with the labels of an enumeration's values in their place,
/// in lists and records too. Files have the values themselves.
[[nodiscard]] std::string shown_value(const Value& value, const Type& type, Language language, const EntryUnit* unit = nullptr);

}  // namespace huiqi
