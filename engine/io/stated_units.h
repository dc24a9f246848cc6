#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/unit.h"

namespace huiqi {

/// A unit that a table states for all its columns, outside the headings: `金额单位：万元` in a title.
struct StatedUnit {
    std::uint64_t line = 0;   ///< 0: the name of the sheet or of the file
    std::size_t column = 0;   ///< from 0
    std::string text;         ///< the cell
    EntryUnit unit;
};

/// Rows behind the headings among which one of units is looked for.
inline constexpr std::size_t kUnitRows = 5;

/// Finds the units that the cells of one row above the headings state; `heading` takes only those that say 单位 before them,
/// for in the row of headings a bracket belongs to its own column.
void find_stated_units(std::span<const std::string> row, std::uint64_t line, bool heading, std::vector<StatedUnit>& found);

/// Finds those that the name of a file states: `台账（万元）.csv`.
void find_units_of_file(const std::string& path, std::vector<StatedUnit>& found);

/// Whether a cell states a unit for its table.
[[nodiscard]] bool states_unit(std::string_view cell);

/// Gives the unit that a cell is, in brackets or not, whatever dimension it has: `（万元）`, `人民币万元`, `%`.
[[nodiscard]] std::optional<EntryUnit> unit_cell(std::string_view cell);

/// Whether a word counts things and changes no value of a plain number: 台, 人, 平方米.
[[nodiscard]] bool is_count_word(std::string_view word);

/// Whether a row holds units and nothing else, column by column: one at least, words that count, dashes, the word 单位; and none in
/// some column, for applications have a number.
[[nodiscard]] bool is_unit_row(std::span<const std::string> row);

/// Whether a currency is part of the unit.
[[nodiscard]] bool has_currency(const Unit& unit);

/// Whether a column whose heading names no unit may be meant in `stated` and is read as another number in `read`.
[[nodiscard]] bool may_contradict(const EntryUnit& stated, const EntryUnit& read);

}  // namespace huiqi
