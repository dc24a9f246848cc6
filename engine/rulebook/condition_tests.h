#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads the test of a condition or of an alternative, its `要求` or its `首次`, and gives it as the text of one expression.
/// Reports E341 for a first time without a key, E453 when there is no test, E456 when there are several.
std::optional<MappedText> read_test(LoadContext& context, const Fields& keys, RuleNames& names, Condition& condition);

/// Gives what a text tests, or an empty expression when it does not parse.
[[nodiscard]] CheckedExpression check_test(LoadContext& context, const std::optional<MappedText>& text, RuleNames& names);

/// Reads `任一` into a condition: its alternatives, and the test that one of them holds.
void read_any_of(LoadContext& context, const Fields& keys, RuleNames& names, Condition& condition);

/// Gives the reason of a condition with those of its alternatives behind it.
[[nodiscard]] Sentence with_alternatives(Sentence own, const std::vector<Condition>& alternatives);

}  // namespace huiqi
