#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/xlsx_strings.h"
#include "engine/io/xlsx_styles.h"
#include "engine/io/zip_archive.h"

namespace huiqi {

/// A sheet of a workbook.
struct XlsxSheet {
    std::string name;
    std::string part;      ///< of the archive
    bool hidden = false;
};

/// An XLSX file: its sheets, and what their cells share. Read once, then used by several threads at once; memory is
/// what the shared texts take.
class XlsxWorkbook {
public:
    /// Opens it; null with faults added when it is no workbook, damaged, encrypted or hostile.
    [[nodiscard]] static std::shared_ptr<const XlsxWorkbook> open(const std::string& path,
                                                                  std::vector<DataFault>& faults);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] const std::vector<XlsxSheet>& sheets() const noexcept { return sheets_; }
    [[nodiscard]] const XlsxStrings& strings() const noexcept { return strings_; }
    /// The number format of a style.
    [[nodiscard]] const NumberFormat& format(std::size_t style) const noexcept;
    /// Whether days count from 1904.
    [[nodiscard]] bool from_1904() const noexcept { return from_1904_; }
    /// Opens the part of a sheet.
    [[nodiscard]] std::unique_ptr<ZipStream> stream(const XlsxSheet& sheet, std::vector<DataFault>& faults) const {
        return archive_->stream(sheet.part, faults);
    }

private:
    XlsxWorkbook() = default;
    [[nodiscard]] bool read(std::vector<DataFault>& faults);

    std::string path_;
    std::unique_ptr<ZipArchive> archive_;
    std::vector<XlsxSheet> sheets_;
    XlsxStrings strings_;
    std::vector<NumberFormat> formats_;
    bool from_1904_ = false;
};

}  // namespace huiqi
