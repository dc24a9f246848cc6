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
    /// What is said of units outside the headings, where that may concern a column of numbers without a unit of its own, as
    /// far as it can be told without rules.
    [[nodiscard]] std::vector<DataFault> unit_notes(const std::vector<InspectedColumn>& columns) const;
    /// Takes a row that is no data: where it stands, and its cells.
    using TextSink = std::function<void(std::uint64_t number, const std::vector<std::string>& cells)>;
    /// Gives the rows above the data, in order: titles, the headings, the row of units below them.
    void each_head_row(const TextSink& sink) const;
    /// Reads all rows; false when reading failed: then a fault is added.
    [[nodiscard]] bool each_row(const RowSink& sink, std::vector<DataFault>& faults) const;

private:
    [[nodiscard]] bool each_line(const RowSink& sink, std::vector<DataFault>& faults);
    /// Reads the rows of a sheet from one on.
    [[nodiscard]] bool each_sheet_row(std::uint64_t from, const RowSink& sink, std::vector<DataFault>& faults) const;
    [[nodiscard]] bool open_text(const ReadOptions& options, const std::vector<std::string>& names,
                                 std::vector<DataFault>& faults);

    [[nodiscard]] bool each_data_row(const RowSink& sink, std::vector<DataFault>& faults) const;
    void look_for_unit_row();
    /// Gives the unit that the row below states for a column whose heading has none, in brackets.
    [[nodiscard]] std::string unit_below(std::size_t column) const;

    TableFile file_;
    ReadOptions options_;
    std::vector<std::string> headings_;
    std::uint64_t header_row_ = 0;
    std::vector<StatedUnit> units_;       ///< stated for the whole table
    std::uint64_t unit_row_ = 0;          ///< below the headings; 0: none
    std::vector<std::string> row_units_;  ///< what stands in it
    std::optional<TextEncoding> encoding_;
    char separator_ = ',';
};

}  // namespace huiqi
