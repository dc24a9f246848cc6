#pragma once

#include <string>
#include <string_view>

#include "engine/io/sheet_faults.h"
#include "engine/io/xlsx_sheet.h"

namespace huiqi {

/// What a cell says, as a text that reads like a cell of a CSV file.
struct XlsxValue {
    std::string text;
    CellDamage damage = CellDamage::none;
    std::string_view unit;   ///< that the format shows behind the number
    std::string shown;   ///< what a whole number looks like where that is not its digits, `S007`; else empty
    bool tail = false;   ///< what a calculation left was taken off the number
};

/// Reads a cell: texts as they are, numbers as plain decimals (`5%` where the format shows percent), dates as
/// `2024-01-31`, truth as `true` and `false`.
void read_xlsx_value(const XlsxWorkbook& book, const XlsxRow& row, const XlsxCell& cell, XlsxValue& value);

}  // namespace huiqi
