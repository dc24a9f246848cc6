#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/findings_file.h"
#include "engine/diagnostic/source.h"
#include "engine/evaluate/explanation.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Gives the worksheet for people: decision first, then answers, parameters, conditions, the award step by step.
[[nodiscard]] std::string explanation_text(const Explanation& explanation, const Sources& sources, Language language);
/// Gives the worksheet as a JSON object; numbers as exact text in base units. `next` is the input to ask for next.
[[nodiscard]] std::string explanation_json(const Explanation& explanation, const Sources& sources,
                                           const std::optional<std::string>& next);

/// Tells what detectors found in an application; like an anomaly it changes no amount.
[[nodiscard]] std::string findings_text(const Program& program, const std::vector<FiledFinding>& found);

}  // namespace huiqi
