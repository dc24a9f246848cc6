#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// Where a cell of a sheet lies: rows from 1, columns from 0.
struct CellPlace {
    std::uint64_t row = 1;
    std::size_t column = 0;

    friend bool operator==(const CellPlace&, const CellPlace&) = default;
};

/// The most rows and columns that a sheet may have.
inline constexpr std::uint64_t kMostSheetRows = 1'048'576;
inline constexpr std::size_t kMostSheetColumns = 16'384;

/// Gives the letters of a column from 0: `A`, `AB`.
[[nodiscard]] std::string column_letters(std::size_t column);
/// Reads the letters of a column, in either case; nothing when they are none, or lie outside a sheet.
[[nodiscard]] std::optional<std::size_t> parse_column_letters(std::string_view letters);
/// Gives `AB12`.
[[nodiscard]] std::string cell_name(const CellPlace& place);
/// Reads `AB12` or `$AB$12`.
[[nodiscard]] std::optional<CellPlace> parse_cell_name(std::string_view name);

}  // namespace huiqi
