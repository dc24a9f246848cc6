#pragma once

#include "engine/data/type.h"
#include "engine/data/value.h"
#include "engine/language/checked.h"
#include "engine/numeric/rounding.h"

namespace huiqi::oracle {

// Operators (docs/language.md, "operators") on values of any state. An operand that makes the operation fail whatever
// the others are (a zero divisor, a number that must be whole and is not) counts as an operand in error.

/// Gives `+ - * / **` on numbers, dates and texts, the date operators and `-x`, by the operation's name.
[[nodiscard]] Value compute(CoreOp op, const std::vector<Value>& operands);

/// Gives `a = b` of this type: scalars strictly, absent equal to absent only; lists, records and intervals part by
/// part, joined by `and`.
[[nodiscard]] Value equals(const Value& left, const Value& right, const Type& type);
/// Gives `< <= > >=` on numbers, dates, ordered enumerations.
[[nodiscard]] Value compares(CoreOp op, const Value& left, const Value& right, const Type& type);
/// Gives -1, 0 or 1 for two known numbers, dates, enumeration codes.
[[nodiscard]] int order(const Value& left, const Value& right, const Type& type);
/// Gives `low <= x and x <= high`, with `<` for an end that is not included.
[[nodiscard]] Value lies_in(const Value& value, const Value& interval, const Type& type);

/// Gives the value, or R04 in place of a number that is not whole.
[[nodiscard]] Value whole(const Value& value);
/// Gives the value, or R01 in place of zero.
[[nodiscard]] Value divisor(const Value& value);
/// Gives a known whole number as a machine integer; what does not fit becomes the end of the range, which is out of
/// range for every date, list and text as well.
[[nodiscard]] std::int64_t clamped(const Value& value);

/// Gives n rounded to a whole multiple of the step, in the direction that the mode says; R01 for a step of zero.
[[nodiscard]] Value rounded(const Value& number, const Value& step, Rounding mode);

}  // namespace huiqi::oracle
