#pragma once

#include <optional>

#include "engine/data/schema.h"
#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// Completes a field whose name, type and entry unit are set: decimals, step, range, bounds and the layout of its
/// column, from the keys of an input (`小数`, `范围`). Reports E322, E323, E456, E457.
void complete_field(LoadContext& context, const Fields& keys, const DeclaredType& declared,
                    const Enumerations& enumerations, FieldSchema& field);

/// Gives the most decimals of a datum where the author names none: to the cent for money, 10 for rates, 6 for numbers.
[[nodiscard]] unsigned usual_decimals(const DeclaredType& declared);

/// Gives the size that a number may have either way, in base units, where the author names no range.
[[nodiscard]] Rational usual_bound(const DeclaredType& declared);

/// Sets `least`, `most`, `default_bounds` and `kind` of a number from its range and step.
void settle_bounds(const DeclaredType& declared, FieldSchema& field);

}  // namespace huiqi
