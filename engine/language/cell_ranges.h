#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/data/schema.h"
#include "engine/language/checked.h"

namespace huiqi {

/// Gives the stretches of numbers, dates (days since 1970-01-01), enumeration codes or booleans (0, 1) that
/// satisfy a checked cell: disjoint, rising, no two of them touching. Dates, codes and booleans have both
/// ends included where they have an end; codes and booleans come one by one. Empty: no value satisfies it.
/// Nothing when a bound is not constant, when the cell asks about another variable than its subject, or when
/// the subject is a text, a list, a record or an interval.
[[nodiscard]] std::optional<std::vector<AllowedRange>> constant_ranges(const CheckedExpression& cell);

/// Tells whether an absent subject satisfies a checked cell; nothing under the same conditions.
[[nodiscard]] std::optional<bool> matches_absent(const CheckedExpression& cell);

/// Gives the value of a part that is made of number literals by `-x + - * / **` alone; nothing for other
/// parts, a division by zero, a value of some thousand bits, or very deep nesting.
[[nodiscard]] std::optional<Rational> constant_number(const CheckedExpression& expression, CoreId node);

/// Gives the value of a part as above, where `leaf` says what the parts are worth that are no arithmetic: names, calls.
using LeafNumber = std::function<std::optional<Rational>(CoreId)>;
[[nodiscard]] std::optional<Rational> known_number(const CheckedExpression& expression, CoreId node, const LeafNumber& leaf);

}  // namespace huiqi
