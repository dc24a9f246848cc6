#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/io/byte_source.h"
#include "engine/io/sheet_faults.h"
#include "engine/io/xlsx_sheet.h"
#include "engine/io/xlsx_value.h"

namespace huiqi {

/// What was seen while a sheet was read that a person should know, though nothing is refused for it.
struct SheetNotes {
    std::uint64_t tails = 0;          ///< numbers from which what a calculation left was taken off
    CellPlace first_tail;
    std::string first_tail_stored;
    std::string first_tail_text;
    std::uint64_t hidden_rows = 0;
    std::uint64_t first_hidden_row = 0;
};

/// A sheet as the text of a CSV file: row n of the sheet is line n, for a carriage return ends a line and none is left
/// in a cell. Rows are as wide as the headings; rows without a value are blank lines.
class SheetBytes final : public ByteSource {
public:
    /// Rows before `header` are left blank; `width` is that of the headings.
    SheetBytes(std::shared_ptr<const XlsxWorkbook> book, const XlsxSheet& sheet, XlsxFrame frame, std::uint64_t header,
               std::size_t width, std::shared_ptr<SheetFaults> cell_faults, std::vector<DataFault>& faults);

    [[nodiscard]] std::size_t read(char* to, std::size_t room) override;
    [[nodiscard]] const DataFault* failure() const noexcept override { return reader_.failure(); }
    [[nodiscard]] std::uint64_t consumed() const noexcept override { return reader_.consumed(); }
    [[nodiscard]] const SheetNotes& notes() const noexcept { return notes_; }

private:
    void take_row();
    void look_for_merged();
    void append_cell(const XlsxCell& cell);

    std::shared_ptr<const XlsxWorkbook> book_;
    XlsxFrame frame_;
    XlsxSheetReader reader_;
    std::uint64_t header_;
    std::size_t width_;
    std::shared_ptr<SheetFaults> cell_faults_;
    SheetNotes notes_;
    XlsxRow row_;
    XlsxValue value_;
    std::string text_;          ///< made and not yet given
    std::size_t given_ = 0;
    std::uint64_t line_ = 1;    ///< of what is made next
    std::size_t merged_at_ = 0;               ///< of the ranges, the first that does not lie above
    std::vector<MergedCells> merged_here_;    ///< ranges that reach the row at hand
};

}  // namespace huiqi
