#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/plain_cells.h"

namespace huiqi {

/// The cells of some rows of a table, row by row, as places in a text. Cells whose doubled quotes had to be
/// made single lie in a text of the grid's own. Rows without quotes may be shown as they lie between separators.
class CellGrid {
public:
    /// Shows rows between separators: those of row 0 first, `columns` a row; before them stands the place of the
    /// separator before the first cell. Both must outlive the grid's use. The last cell of a row ends `trim` bytes
    /// before its separator.
    void show(std::string_view text, const std::uint32_t* separators, std::size_t columns, std::size_t rows,
              std::uint32_t trim) noexcept {
        text_ = text.data();
        separators_ = separators;
        columns_ = columns;
        rows_ = rows;
        trim_ = trim;
    }
    /// Whether the cells of a column all lie in the text; then `column` gives them.
    [[nodiscard]] bool plain(std::size_t column) const noexcept { return separators_ != nullptr || own_columns_[column] == 0; }
    [[nodiscard]] CellColumn column(std::size_t column) const noexcept {
        if (separators_ == nullptr) {   // places before and behind each cell, one pair behind the other
            return {.text = text_, .before = &cells_.data()[column].before, .stride = 2 * columns_, .rows = rows_, .trim = 0};
        }
        return {.text = text_,
                .before = separators_ + column - 1,
                .stride = columns_,
                .rows = rows_,
                .trim = column + 1 == columns_ ? trim_ : 0};
    }

    /// Starts anew over a text, which must outlive the grid's use, for rows of so many columns.
    void start(std::string_view text, std::size_t columns) {
        text_ = text.data();
        separators_ = nullptr;
        columns_ = columns;
        rows_ = 0;
        own_.clear();
        own_columns_.assign(columns, 0);
    }

    /// Opens a row; its cells must all be set before the grid is read.
    void open_row() {
        if (cells_.size() < (rows_ + 1) * columns_) {
            cells_.resize((rows_ + 1) * columns_ * 2);
        }
    }
    /// Sets a cell of the open row.
    void set(std::size_t column, std::size_t begin, std::size_t length) noexcept {
        cells_[rows_ * columns_ + column] = {static_cast<std::uint32_t>(begin) - 1,
                                             static_cast<std::uint32_t>(begin + length)};
    }
    /// Sets a cell of the open row to a text that the grid keeps.
    void set_own(std::size_t column, std::string_view cell) {
        set(column, own_.size(), cell.size());
        cells_[rows_ * columns_ + column].end |= kOwn;
        own_columns_[column] = 1;
        own_ += cell;
    }
    /// Takes the open row in; without this call it is forgotten.
    void close_row() noexcept { ++rows_; }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::string_view at(std::size_t row, std::size_t column) const noexcept {
        if (separators_ != nullptr) {
            return this->column(column).at(row);
        }
        const Place place = cells_[row * columns_ + column];
        const char* base = (place.end & kOwn) == 0 ? text_ : own_.data();
        const std::uint32_t begin = place.before + 1;
        return {base + begin, (place.end & ~kOwn) - begin};
    }
    /// Whether the cell lies in the text that was given, and so outlives the grid.
    [[nodiscard]] bool outlives(std::size_t row, std::size_t column) const noexcept {
        return plain(column) || (cells_[row * columns_ + column].end & kOwn) == 0;
    }

private:
    struct Place {
        std::uint32_t before;   ///< of the byte before the cell
        std::uint32_t end;
    };
    static_assert(sizeof(Place) == 2 * sizeof(std::uint32_t));
    // A block is far smaller than 2 GB, so the highest bit is free to say where the cell lies.
    static constexpr std::uint32_t kOwn = std::uint32_t{1} << 31;

    const char* text_ = nullptr;
    const std::uint32_t* separators_ = nullptr;
    std::uint32_t trim_ = 0;
    std::size_t columns_ = 0;
    std::size_t rows_ = 0;
    std::vector<Place> cells_;
    std::string own_;
    std::vector<std::uint8_t> own_columns_;   ///< marks those with a cell in `own_`
};

}  // namespace huiqi
