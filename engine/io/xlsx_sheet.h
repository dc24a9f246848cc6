#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/cell_place.h"
#include "engine/io/xlsx_workbook.h"
#include "engine/io/xml_reader.h"

namespace huiqi {

/// A cell as the workbook stores it.
struct XlsxCell {
    enum class Kind : std::uint8_t { number, text, boolean, error, date };

    std::size_t column = 0;   ///< from 0
    Kind kind = Kind::number;
    bool formula = false;
    bool has_value = false;
    bool shared = false;
    std::uint32_t style = 0;
    std::size_t begin = 0;    ///< of its value among the texts of the row; of the shared texts when `shared`
    std::size_t length = 0;
};

/// A row of a sheet.
struct XlsxRow {
    std::uint64_t number = 0;   ///< from 1
    bool hidden = false;
    std::vector<XlsxCell> cells;   ///< those that are there, by column
    std::string texts;

    [[nodiscard]] std::string_view value(const XlsxCell& cell, const XlsxStrings& strings) const noexcept {
        return cell.shared ? strings[cell.begin] : std::string_view(texts).substr(cell.begin, cell.length);
    }
};

/// Cells that are merged into one.
struct MergedCells {
    CellPlace first;
    CellPlace last;
};

/// What a sheet says behind its cells, and whether it is whole: found by reading over it once.
struct XlsxFrame {
    std::vector<MergedCells> merged;   ///< by first row
};

/// Reads over a sheet; nothing when it is damaged or hostile: then a fault is added.
[[nodiscard]] bool read_xlsx_frame(const XlsxWorkbook& book, const XlsxSheet& sheet, XlsxFrame& frame,
                                   std::vector<DataFault>& faults);

/// Reads the rows of a sheet one after the other, in bounded memory.
class XlsxSheetReader {
public:
    /// Both must outlive the reader. Adds a fault when the sheet cannot be opened.
    XlsxSheetReader(const XlsxWorkbook& book, const XlsxSheet& sheet, std::vector<DataFault>& faults);
    XlsxSheetReader(const XlsxSheetReader&) = delete;
    XlsxSheetReader& operator=(const XlsxSheetReader&) = delete;
    ~XlsxSheetReader();

    /// Gives the next row that has a cell; false at the end, or when the sheet is damaged.
    [[nodiscard]] bool next(XlsxRow& row);
    [[nodiscard]] const DataFault* failure() const noexcept { return failure_.get(); }
    [[nodiscard]] std::uint64_t consumed() const noexcept { return stream_ == nullptr ? 0 : stream_->consumed(); }
    /// Columns that are hidden, from first to last: known with the first row.
    [[nodiscard]] const std::vector<std::pair<std::size_t, std::size_t>>& hidden_columns() const noexcept;

private:
    class Handler;

    [[nodiscard]] bool feed();

    std::unique_ptr<ZipStream> stream_;
    std::unique_ptr<Handler> handler_;
    std::unique_ptr<XmlReader> xml_;
    std::string piece_;
    std::unique_ptr<DataFault> failure_;
    bool at_end_ = false;
};

}  // namespace huiqi
