#pragma once

#include <string>

#include "engine/api/run_summary.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// Gives the summary for people.
[[nodiscard]] std::string summary_text(const RunSummary& summary, const Selected& rules, Language language);
/// Gives the summary as a JSON object; money as text.
[[nodiscard]] std::string summary_json(const RunSummary& summary, const Selected& rules);

}  // namespace huiqi
