#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/api/run_summary.h"
#include "engine/io/record_input.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// Gives the summary for people; `tables` are the child tables, `notes` counts the rows set aside that are notes to the table.
[[nodiscard]] std::string summary_text(const RunSummary& summary, const Selected& rules, std::span<const TableCount> tables,
                                       std::uint64_t notes, Language language);
/// Gives the summary as a JSON object; money as text.
[[nodiscard]] std::string summary_json(const RunSummary& summary, const Selected& rules, std::span<const TableCount> tables,
                                       std::uint64_t notes);

}  // namespace huiqi
