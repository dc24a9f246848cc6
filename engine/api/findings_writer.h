#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// The forms in which findings are written.
enum class FindingsFormat : std::uint8_t { csv, jsonl, html, xlsx };

/// Gives the form that the ending of a file name asks for; csv for `-`.
[[nodiscard]] std::optional<FindingsFormat> findings_format(std::string_view path);

/// A row of the data that findings rest on, with its values as `column=value`.
struct EvidenceRow {
    std::string table, number, cells;
};
/// Gives every row that findings rest on, once, in the order of tables and numbers.
[[nodiscard]] std::vector<EvidenceRow> evidence_rows(const Detection& detection, const Detectors& rules, const DataSet& data);

/// Writes findings: application_id, detector, severity first. What two families agree on ranks higher (`rank`). A page and a
/// workbook (in the form of `sheet_text`) also show the evidence rows.
[[nodiscard]] std::string findings_text(const Detection& detection, FindingsFormat format, Language language,
                                        const std::vector<EvidenceRow>& rows = {});

/// Gives how high a finding ranks, from 0: its severity, one more where detectors of another family saw the same
/// application.
[[nodiscard]] std::vector<int> finding_ranks(const Detection& detection);

/// Writes the case of one application as a page for a person to look at: findings, evidence rows, what would clear them,
/// and the parties and what joins them as a drawing.
[[nodiscard]] std::string case_page(const Detection& detection, const Detectors& rules, const DataSet& data,
                                    std::string_view application, Language language);
/// The same as text, without the drawing.
[[nodiscard]] std::string case_text(const Detection& detection, const Detectors& rules, const DataSet& data,
                                    std::string_view application, Language language);

}  // namespace huiqi
