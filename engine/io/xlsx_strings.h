#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/zip_archive.h"

namespace huiqi {

/// The texts that the cells of a workbook share, in one piece of memory.
class XlsxStrings {
public:
    /// Reads them; adds a fault when the part is damaged or asks for more memory than a workbook may.
    void read(ZipStream& part, std::vector<DataFault>& faults);
    [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(texts_).substr(begin, ends_[index] - begin);
    }

private:
    class Handler;

    std::string texts_;
    std::vector<std::uint64_t> ends_;
};

/// Appends a text of a workbook, in which `_x000D_` stands for a character that XML cannot hold. Line ends become LF.
void append_xlsx_text(std::string& out, std::string_view text);

}  // namespace huiqi
