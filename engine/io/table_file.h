#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/io/stated_units.h"
#include "engine/io/xlsx_sheet.h"
#include "engine/io/xlsx_workbook.h"

namespace huiqi {

/// What was found at the beginning of a sheet, and behind its cells.
struct SheetProbe {
    XlsxFrame frame;
    std::uint64_t header = 0;              ///< row of the headings, from 1; 0: there are no cells
    std::uint64_t skipped = 0;             ///< rows with values above it
    std::vector<std::string> headings;     ///< up to the last that is not empty
    std::vector<StatedUnit> units;         ///< that the rows above state for the whole table
    std::size_t score = 0;                 ///< headings that are known
    std::vector<std::pair<std::size_t, std::size_t>> hidden_columns;
};

/// Where a table lies: a CSV file, or a sheet of a workbook.
struct TableFile {
    std::string file = {};
    std::shared_ptr<const XlsxWorkbook> book = {};    ///< null for CSV
    std::size_t sheet = 0;
    std::shared_ptr<const SheetProbe> probe = {};

    /// Name of the sheet; empty for CSV.
    [[nodiscard]] std::string sheet_name() const { return book == nullptr ? std::string() : book->sheets()[sheet].name; }
    /// What it is called in messages: `in.csv`, `in.xlsx[付息]`.
    [[nodiscard]] std::string name() const { return book == nullptr ? file : file + "[" + sheet_name() + "]"; }
};

}  // namespace huiqi
