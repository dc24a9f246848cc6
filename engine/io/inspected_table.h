#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/inspection.h"
#include "engine/io/read_options.h"
#include "engine/io/table_file.h"
#include "engine/io/text_encoding.h"

namespace huiqi {

/// A table of a file, as inspection reads it: any number of times, row by row.
class InspectedTable {
public:
    /// Takes the next row below the headings; false stops.
    using RowSink = std::function<bool(const InspectedRow&)>;

    /// Opens the tables of a file, each sheet with cells one, or the one that the layout names. `names` are folded
    /// headings that are known. Adds faults when it cannot be read.
    [[nodiscard]] static std::vector<InspectedTable> open(const std::string& path, const ReadOptions& options,
                                                          const std::vector<std::string>& names,
                                                          std::vector<DataFault>& faults);

    [[nodiscard]] const TableFile& file() const noexcept { return file_; }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept { return headings_; }
    [[nodiscard]] std::uint64_t header_row() const noexcept { return header_row_; }
    [[nodiscard]] std::optional<TextEncoding> encoding() const noexcept { return encoding_; }
    [[nodiscard]] char separator() const noexcept { return separator_; }
    /// Reads all rows; false when reading failed: then a fault is added.
    [[nodiscard]] bool each_row(const RowSink& sink, std::vector<DataFault>& faults) const;

private:
    [[nodiscard]] bool each_line(const RowSink& sink, std::vector<DataFault>& faults);
    [[nodiscard]] bool each_sheet_row(const RowSink& sink, std::vector<DataFault>& faults) const;
    [[nodiscard]] bool open_text(const ReadOptions& options, const std::vector<std::string>& names,
                                 std::vector<DataFault>& faults);

    TableFile file_;
    ReadOptions options_;
    std::vector<std::string> headings_;
    std::uint64_t header_row_ = 0;
    std::optional<TextEncoding> encoding_;
    char separator_ = ',';
};

}  // namespace huiqi
