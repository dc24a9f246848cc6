#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// The forms in which findings are written.
enum class FindingsFormat : std::uint8_t { csv, jsonl, html };

/// Gives the form that the ending of a file name asks for; csv for `-`.
[[nodiscard]] std::optional<FindingsFormat> findings_format(std::string_view path);

/// Writes findings: application_id, detector, severity first. What two families agree on ranks higher (`rank`).
[[nodiscard]] std::string findings_text(const Detection& detection, FindingsFormat format, Language language);

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
