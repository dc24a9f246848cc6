#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/data/type.h"
#include "engine/data/value.h"

namespace huiqi::oracle {

// How the four states flow (docs/language.md, "absent, unknown, error"): each sentence of it is one function here.

/// The inputs that an unknown waits for.
using Names = std::set<std::string>;

/// Gives an unknown that waits for these.
[[nodiscard]] Value waiting(const Names& names);

/// Gives all that a value waits for: its own names, or those of its elements, fields or ends.
[[nodiscard]] Names names_in(const Value& value, const Type& type);

/// "Every other operation is strict: an error operand gives that error, else an unknown operand gives unknown."
/// The first error in the order of the operands; else an unknown that waits for all of them; else, where an operand
/// is absent, R08. Nothing when all are known: then the operation computes.
[[nodiscard]] std::optional<Value> held_up(const std::vector<Value>& operands);

/// `and`: a known false decides; otherwise unknown if an operand is unknown; otherwise the first error.
[[nodiscard]] Value conjunction(const std::vector<Value>& operands);
/// `or`: a known true decides; otherwise as `and`.
[[nodiscard]] Value disjunction(const std::vector<Value>& operands);
/// `not`, which is strict.
[[nodiscard]] Value contrary(const Value& value);

/// `if`: a known condition takes one branch and ignores the other; an unknown one is unknown and also waits for what
/// the branches wait for; an error is that error. The branch not taken is not looked at.
[[nodiscard]] Value choice(const Value& condition, const Type& type, const std::function<Value()>& then,
                           const std::function<Value()>& otherwise);

/// A record stands in no state of its own: what befalls it befalls each of its fields. Gives a value of the type with
/// `scalar` for each field at any depth, or `scalar` itself when the type is no record (or may be absent as a whole).
[[nodiscard]] Value everywhere(const Type& type, const Value& scalar);

/// Gives field `index` of a record; that of an absent record is the error R08.
[[nodiscard]] Value field_of(const Value& record, std::size_t index);

/// Tells a type whose values are lists of fields without a state of their own.
[[nodiscard]] bool is_plain_record(const Type& type);

}  // namespace huiqi::oracle
