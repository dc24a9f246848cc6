#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/csv_layout.h"
#include "engine/io/csv_record.h"
#include "engine/io/stated_units.h"

namespace huiqi {

/// What a table says of units outside its headings.
struct TableUnits {
    std::vector<StatedUnit> stated;                    ///< for all columns
    std::vector<std::string> row;                      ///< cells of the first row below the headings
    std::uint64_t row_line = 0;
    bool row_holds_units = false;                      ///< and nothing else
    std::vector<std::optional<StatedUnit>> below;      ///< by columns: a cell of the first rows that is a unit and no value
};

/// Gives the cells of a record as texts.
[[nodiscard]] std::vector<std::string> cell_texts(std::string_view text, const std::vector<CsvCell>& cells);

/// Looks at the first rows below the headings, which end at `end`, for units. Gives the bytes up to behind the first of them.
[[nodiscard]] std::size_t look_below(const CsvLayout& layout, std::string_view text, std::uint64_t line, std::size_t end, TableUnits& units);

/// Finds the units in which the columns of a table are read: a heading says its own, else a row below it; where only a title says
/// another than the rules, that is a fault.
class ColumnUnits {
public:
    /// The headings of the layout must stand.
    ColumnUnits(const CsvLayout& layout, TableUnits units, std::vector<DataFault>& faults)
        : layout_(layout), units_(std::move(units)), faults_(faults) {}

    /// Gives the unit of a column, where it is not that of the rules, and notes what else is said of it.
    [[nodiscard]] std::optional<EntryUnit> unit_of(const FieldSchema& field, std::size_t column);
    /// Adds what was noted to the faults.
    void report();
    /// Whether the row below the headings states units, and is none of the data: whoever reads the table, for rows are counted alike.
    [[nodiscard]] bool took_row() const noexcept { return units_.row_holds_units; }

private:
    /// What one statement means for the columns.
    struct Conflict {
        std::vector<std::string> open;     ///< headings that name no unit
        std::vector<std::string> stated;   ///< headings that name another
        EntryUnit read;                    ///< what the former are read in
    };

    [[nodiscard]] std::optional<EntryUnit> heading_unit_of(const FieldSchema& field, std::size_t column);
    [[nodiscard]] std::optional<EntryUnit> row_unit_of(const FieldSchema& field, std::size_t column);
    [[nodiscard]] bool names_unit(const FieldSchema& field, std::size_t column) const;
    void note_stated(std::size_t at, std::size_t column, bool named, const EntryUnit& read);
    void add_wrong_unit(const FieldSchema& field, std::size_t column, std::string_view unit);

    const CsvLayout& layout_;
    TableUnits units_;
    std::vector<Conflict> conflicts_;      ///< by the units stated
    std::vector<std::string> taken_;       ///< columns and the units that the row below gives them
    std::vector<DataFault>& faults_;
};

}  // namespace huiqi
