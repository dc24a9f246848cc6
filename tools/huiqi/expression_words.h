#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives an expression of a rule as people are shown it: amounts grouped, and units in their language: `start + 2 years`.
[[nodiscard]] std::string expression_words(std::string_view text, Language language);

}  // namespace huiqi
