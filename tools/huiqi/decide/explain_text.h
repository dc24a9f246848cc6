#pragma once

#include <optional>
#include <string>

#include "engine/diagnostic/source.h"
#include "engine/evaluate/explanation.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Gives the worksheet for people: decision first, then answers, parameters, conditions, the award step by step.
[[nodiscard]] std::string explanation_text(const Explanation& explanation, const Sources& sources, Language language);
/// Gives the worksheet as a JSON object; numbers as exact text in base units. `next` is the input to ask for next.
[[nodiscard]] std::string explanation_json(const Explanation& explanation, const Sources& sources,
                                           const std::optional<std::string>& next);

}  // namespace huiqi
