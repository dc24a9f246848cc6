#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// The cells of some rows of a table, row by row, as places in a text. Cells whose doubled quotes had to be
/// made single lie in a text of the grid's own.
class CellGrid {
public:
    /// Starts anew over a text, which must outlive the grid's use, for rows of so many columns.
    void start(std::string_view text, std::size_t columns) {
        text_ = text.data();
        columns_ = columns;
        rows_ = 0;
        own_.clear();
    }

    /// Opens a row; its cells must all be set before the grid is read.
    void open_row() {
        if (cells_.size() < (rows_ + 1) * columns_) {
            cells_.resize((rows_ + 1) * columns_ * 2);
        }
    }
    /// Sets a cell of the open row.
    void set(std::size_t column, std::size_t begin, std::size_t length) noexcept {
        cells_[rows_ * columns_ + column] = {static_cast<std::uint32_t>(begin),
                                             static_cast<std::uint32_t>(length)};
    }
    /// Sets a cell of the open row to a text that the grid keeps.
    void set_own(std::size_t column, std::string_view cell) {
        set(column, own_.size() | kOwn, cell.size());
        own_ += cell;
    }
    /// Takes the open row in; without this call it is forgotten.
    void close_row() noexcept { ++rows_; }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::string_view at(std::size_t row, std::size_t column) const noexcept {
        const Place place = cells_[row * columns_ + column];
        const char* base = (place.begin & kOwn) == 0 ? text_ : own_.data();
        return {base + (place.begin & ~kOwn), place.length};
    }
    /// Whether the cell lies in the text that was given, and so outlives the grid.
    [[nodiscard]] bool outlives(std::size_t row, std::size_t column) const noexcept {
        return (cells_[row * columns_ + column].begin & kOwn) == 0;
    }

private:
    struct Place {
        std::uint32_t begin;
        std::uint32_t length;
    };
    // A block is far smaller than 2 GB, so the highest bit is free to say where the cell lies.
    static constexpr std::uint32_t kOwn = std::uint32_t{1} << 31;

    const char* text_ = nullptr;
    std::size_t columns_ = 0;
    std::size_t rows_ = 0;
    std::vector<Place> cells_;
    std::string own_;
};

}  // namespace huiqi
