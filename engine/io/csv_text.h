#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace huiqi {

/// Whether a spreadsheet could take the text for a formula: it begins with = + - @, a tab or a carriage
/// return (full-width forms too) and is not simply a number such as -5.00.
[[nodiscard]] bool looks_like_formula(std::string_view text) noexcept;

/// Writes one CSV cell to `out`, which has room for csv_cell_room(text.size()) bytes; gives the end. Quotes
/// are put only where the text needs them. With `guard`, what looks like a formula gets a leading apostrophe,
/// which spreadsheets do not show.
[[nodiscard]] char* write_csv_cell(char* out, std::string_view text, bool guard) noexcept;

/// Gives the most bytes that write_csv_cell needs.
[[nodiscard]] constexpr std::size_t csv_cell_room(std::size_t size) noexcept {
    return 2 * size + 3;
}

/// Appends one CSV cell.
void append_csv_cell(std::string& out, std::string_view text, bool guard);

}  // namespace huiqi
