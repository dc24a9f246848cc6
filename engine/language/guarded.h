#pragma once

#include <optional>
#include <vector>

#include "engine/language/checked.h"

namespace huiqi {

/// Checks an expression that is looked at only where all `guards`, conditions over the same names, are true: what they prove
/// present (`x != null`) is present in it. Otherwise as `check_expression`.
[[nodiscard]] CheckedExpression check_guarded(const SyntaxTree& tree, NameSource& names, const std::optional<Type>& expected,
                                              const std::vector<const CheckedExpression*>& guards,
                                              Diagnostics& diagnostics);

}  // namespace huiqi
