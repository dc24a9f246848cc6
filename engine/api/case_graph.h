#pragma once

#include <string>

#include "engine/api/case_rows.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Draws the parties of a case as SVG, and between them what its rows tell (箭头 of their tables): who sold, paid, holds, handed
/// over what, with numbers, amounts and days. `subject`: the application, whose parties stand out.
[[nodiscard]] std::string relation_graph(const CaseRows& rows, const RowName& subject, Language language);

}  // namespace huiqi
