#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/data/batch.h"
#include "engine/data/datum.h"
#include "engine/data/schema.h"
#include "engine/io/cell_grid.h"
#include "engine/io/name_table.h"
#include "engine/io/plain_cells.h"

namespace huiqi {

/// A datum that could not be read, and the row of the grid that it spoils.
struct CellFault {
    std::size_t row = 0;
    std::size_t column = 0;  ///< of the grid
    DatumFault fault;
};

/// Reads the data of one scalar field from texts into its column. What nearly every datum looks like goes
/// straight into the lane; everything else goes through `read_datum`, so that messages come from one place.
class CellReader {
public:
    /// `unit`: the unit that the heading states, which then stands for the entry unit of the field.
    explicit CellReader(const FieldSchema& field, const std::optional<EntryUnit>& unit = std::nullopt);

    /// Appends one column of the grid. A cell at fault appends a lane that means nothing; its row must go.
    void append_column(const CellGrid& grid, std::size_t index, Column& column, Batch& batch,
                       std::vector<CellFault>& faults) const;
    /// Appends a column of plain cells, many at a time; like `append_column` in all that comes of it. `left` is memory
    /// to work in.
    void append_cells(const CellColumn& cells, std::size_t index, Column& column, Batch& batch,
                      std::vector<CellFault>& faults, std::vector<std::uint32_t>& left) const;
    /// Appends one cell of a file in which empty means absent or unknown.
    [[nodiscard]] std::optional<DatumFault> append_cell(std::string_view text, Column& column,
                                                        Batch& batch) const;
    /// Appends one datum that is there, even as an empty text.
    [[nodiscard]] std::optional<DatumFault> append_datum(std::string_view text, Column& column,
                                                         Batch& batch) const;

    [[nodiscard]] const FieldSchema& field() const noexcept { return field_; }

private:
    [[nodiscard]] bool read_number(std::string_view text, std::int64_t& count) const noexcept;
    [[nodiscard]] bool read_date(std::string_view text, std::int32_t& days) const noexcept;
    [[nodiscard]] bool read_code(std::string_view text, std::int32_t& code) const noexcept;
    [[nodiscard]] bool allowed(std::int64_t count) const noexcept;
    [[nodiscard]] bool append_plain(std::string_view text, Column& column) const;
    void set_empty_cells_aside(const CellColumn& cells, std::size_t first, Column& column,
                               std::vector<std::uint32_t>& left) const;
    [[nodiscard]] std::size_t read_cells(const CellColumn& cells, std::size_t first, Column& column,
                                         std::uint32_t* left) const;
    void take_unit(const EntryUnit& unit);
    void take_bounds();

    FieldSchema field_;     ///< with the unit of the heading
    FieldSchema declared_;  ///< as the rule has it
    bool other_unit_ = false;
    bool fast_number_ = false;
    std::vector<std::pair<std::int64_t, std::int64_t>> bounds_;  ///< in steps or days; any of them
    std::vector<std::string_view> names_;                        ///< of an enumeration of few values
    std::unordered_map<std::string_view, std::int32_t> codes_;   ///< of one of many
    NameTable name_table_;                                       ///< of an enumeration
};

}  // namespace huiqi
