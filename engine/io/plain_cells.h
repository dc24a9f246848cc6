#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huiqi {

/// One column of rows that lie in a text one behind the other without quotes: between separators whose places are
/// known. Requires 64 readable bytes behind the text.
struct CellColumn {
    const char* text = nullptr;
    const std::uint32_t* before = nullptr;  ///< place of the separator before the cell of row 0; behind it the next
    std::size_t stride = 0;                 ///< places from a row to the next
    std::size_t rows = 0;
    std::uint32_t trim = 0;  ///< bytes before the separator behind a cell that are not the cell's: a carriage return

    [[nodiscard]] std::uint32_t begin(std::size_t row) const noexcept { return before[row * stride] + 1; }
    [[nodiscard]] std::uint32_t end(std::size_t row) const noexcept { return before[row * stride + 1] - trim; }
    [[nodiscard]] std::string_view at(std::size_t row) const noexcept {
        return {text + begin(row), end(row) - begin(row)};
    }
};

/// Whole numbers from low to high.
struct CountRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};

// Each of these reads the cells of a column that have the plain form which programs write, and sets `to` of their
// rows. Of the other cells it puts the rows, rising, into `left`, which has room for all rows, and gives their number;
// `to` of those rows means nothing. A cell that is left may still be good.

/// Digits with at most one point, no sign and no zero in front, within the range as a count of 10^-decimals.
[[nodiscard]] std::size_t read_plain_numbers(const CellColumn& cells, unsigned decimals, const CountRange& range,
                                             std::int64_t* to, std::uint32_t* left) noexcept;
/// `YYYY-MM-DD`, of the years 1900 to 2155.
[[nodiscard]] std::size_t read_plain_dates(const CellColumn& cells, const CountRange& range, std::int32_t* to,
                                           std::uint32_t* left) noexcept;
/// `true` and `false`.
[[nodiscard]] std::size_t read_plain_booleans(const CellColumn& cells, std::uint8_t* to, std::uint32_t* left) noexcept;

}  // namespace huiqi
