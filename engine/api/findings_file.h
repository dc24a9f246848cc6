#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/mapped_text.h"
#include "engine/io/data_fault.h"

namespace huiqi {

/// A finding as a file that `huiqi detect` wrote has it.
struct FiledFinding {
    std::string detector;
    std::string severity;
    std::string level;     ///< note, refer or hold
    std::string stake;     ///< yuan, as written
    Bilingual sentence;    ///< what was seen
    Bilingual clear;       ///< what would clear it
    std::string incentive;        ///< the only one that it concerns; empty: all
    std::string hold_days_text;   ///< as written
    bool not_evaluated = false;   ///< the detector could not look, or not in full: that is no clean bill
    std::int64_t hold_days = 0;   ///< a hold ends by itself so many days after it was entered; 0: it says nothing
    std::string batch = {};            ///< of no file: an earlier batch of the ledger left it open or confirmed
    std::string confirmed_by = {};     ///< who confirmed it there

    [[nodiscard]] bool holds() const noexcept { return level == "hold"; }
};

/// The application of a row that says what was not evaluated where the data do not say whom it concerns.
inline constexpr std::string_view kAnyApplication = "*";

/// Findings by application; those of one application in the order of their detectors, each detector once.
using FiledFindings = std::map<std::string, std::vector<FiledFinding>, FoldedKeyLess>;

/// Reads findings, .csv or .jsonl, by the names of their columns: `application_id`, `detector` and `level` must be there. A row
/// that is wrong is a fault (D049 an empty cell, D050 a level that is none, or days that are none): findings count as a whole or not at all.
[[nodiscard]] FiledFindings read_findings(const std::string& path, std::vector<DataFault>& faults);

/// Gives the findings of an application in one cell: `hold:split_contract refer:price_jump`, holds first; `hold:split_contract?` where it could not look.
[[nodiscard]] std::string findings_cell(const std::vector<FiledFinding>& findings);

}  // namespace huiqi
