#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/io/data_fault.h"
#include "engine/io/sheet_faults.h"

/// What is said about the structure of data files. Each gives a fault with code, severity, message and help;
/// the caller adds the place.
namespace huiqi::fault_texts {

// The file and its headings.
[[nodiscard]] DataFault missing_column(std::string_view name, std::span<const std::string> headings);
[[nodiscard]] DataFault duplicate_column(std::string_view heading, std::string_view name, std::size_t first);
[[nodiscard]] DataFault ignored_columns(std::span<const std::string> headings);
[[nodiscard]] DataFault heading_unit(std::string_view heading, std::string_view bracket,
                                     std::string_view zh_type, std::string_view en_type);
/// A unit stands outside the headings, and these columns, whose headings name none, are read in another.
[[nodiscard]] DataFault unit_elsewhere(std::string_view text, std::string_view unit, std::span<const std::string> headings, const Bilingual& read_in);
/// The same of columns whose own heading counts.
[[nodiscard]] DataFault other_unit_elsewhere(std::string_view text, std::span<const std::string> headings);
/// As far as it can be told without rules: these columns of numbers name no unit.
[[nodiscard]] DataFault unit_for_all(std::string_view text, std::span<const std::string> headings);
/// Units stand column by column below the headings, and are read.
[[nodiscard]] DataFault units_below(std::span<const std::string> headings);
[[nodiscard]] DataFault empty_file();
[[nodiscard]] DataFault file_not_utf8();
[[nodiscard]] DataFault too_many_columns(std::size_t count, std::size_t most);
[[nodiscard]] DataFault missing_output_column(std::string_view name, std::span<const std::string> headings);
[[nodiscard]] DataFault no_such_input(std::string_view name, std::span<const std::string> names);
[[nodiscard]] DataFault no_such_list(std::string_view name, std::span<const std::string> lists);
[[nodiscard]] DataFault broken_header();
[[nodiscard]] DataFault no_header_row(std::uint64_t row);
[[nodiscard]] DataFault header_below(std::size_t rows);
[[nodiscard]] DataFault no_such_column(std::string_view name, std::span<const std::string> headings);

// Rows.
[[nodiscard]] DataFault short_row(std::size_t cells, std::size_t columns);
[[nodiscard]] DataFault long_row(std::size_t cells, std::size_t columns);
[[nodiscard]] DataFault unclosed_quote();
[[nodiscard]] DataFault misplaced_quote();
[[nodiscard]] DataFault zero_byte();
[[nodiscard]] DataFault row_not_utf8();
[[nodiscard]] DataFault long_cell(std::size_t bytes, std::size_t most);
[[nodiscard]] DataFault oversized_row(std::size_t most);
[[nodiscard]] DataFault empty_key();
[[nodiscard]] DataFault duplicate_key(std::string_view key, std::span<const std::uint64_t> other_lines);

// Folders of tables.
[[nodiscard]] DataFault orphan_row(std::string_view key, std::string_view root_file);
[[nodiscard]] DataFault spoiled_list(std::string_view list, std::string_view file, std::uint64_t line);
[[nodiscard]] DataFault missing_table(std::string_view list);
[[nodiscard]] DataFault no_root_table(std::string_view folder, std::span<const std::string> candidates);
[[nodiscard]] DataFault answered_not_asked(std::string_view name);
[[nodiscard]] DataFault several_root_tables(std::string_view folder, std::span<const std::string> roots);
[[nodiscard]] DataFault no_number_column();
[[nodiscard]] DataFault list_in_flat_file(std::string_view list);
[[nodiscard]] DataFault ignored_files(std::span<const std::string> files);
[[nodiscard]] DataFault no_key_column(std::string_view root_file);
[[nodiscard]] DataFault row_of_unknown_application();
/// The same of further rows, which are only counted.
[[nodiscard]] DataFault rows_of_unknown_application(std::uint64_t rows);
[[nodiscard]] DataFault nested_list(std::string_view list);

// JSON Lines.
[[nodiscard]] DataFault malformed_json(std::string_view detail);
[[nodiscard]] DataFault repeated_json_key(std::string_view key);
[[nodiscard]] DataFault wrong_json_kind(const Bilingual& wanted, const Bilingual& found);
[[nodiscard]] DataFault null_value();
[[nodiscard]] DataFault too_deep(std::size_t most);
[[nodiscard]] DataFault ignored_keys(std::span<const std::string> keys);
[[nodiscard]] DataFault not_an_object();
[[nodiscard]] DataFault long_list(std::size_t most);

// Files as such.
[[nodiscard]] DataFault cannot_read(std::string_view reason);

// Workbooks.
[[nodiscard]] DataFault damaged_workbook(const Bilingual& detail);
[[nodiscard]] DataFault damaged_workbook(std::string_view detail);
[[nodiscard]] DataFault hostile_workbook(const Bilingual& detail);
[[nodiscard]] DataFault old_workbook();
[[nodiscard]] DataFault no_such_sheet(std::string_view name, std::span<const std::string> names);
/// A sheet with its rows below the headings.
struct SheetRows {
    std::string sheet;
    std::uint64_t rows = 0;
    bool hidden = false;   ///< nobody looked into it
};
/// `sheets`: those that may hold the applications.
[[nodiscard]] DataFault which_sheet(std::span<const SheetRows> sheets);
/// `read` would be read, and others of its headings hold rows too.
[[nodiscard]] DataFault more_sheets(const std::string& read, std::span<const SheetRows> others);
/// `alike`: those of them that have the headings of what is read.
[[nodiscard]] DataFault ignored_sheets(std::span<const SheetRows> sheets, const std::string& read, std::span<const SheetRows> alike);
/// Sheets that are named together and are no one table: the reason.
[[nodiscard]] DataFault unlike_sheets(const Bilingual& reason);
/// What each of several sheets gave.
[[nodiscard]] DataFault sheets_read(std::span<const SheetRows> sheets);
[[nodiscard]] DataFault workbook_from_pipe();
[[nodiscard]] DataFault calculation_tails(std::uint64_t count, std::string_view text);
[[nodiscard]] DataFault hidden_rows(std::uint64_t count);
[[nodiscard]] DataFault hidden_column();
[[nodiscard]] DataFault damaged_cell(CellDamage damage);
[[nodiscard]] DataFault shown_as_other_text(std::string_view shown);
/// Rows that are no applications.
/// Apostrophes before texts that look like formulas were taken off.
[[nodiscard]] DataFault guards_taken(std::uint64_t count);
[[nodiscard]] DataFault total_row();
/// A row of what people write below a table.
[[nodiscard]] DataFault note_row();
[[nodiscard]] DataFault heading_row();
[[nodiscard]] DataFault cannot_write(std::string_view reason);
/// Of a file that is not read by its ending: whether it is there at all, or no file, is said first.
[[nodiscard]] DataFault unknown_input_kind(const std::string& path);
[[nodiscard]] DataFault not_a_file();
[[nodiscard]] DataFault unknown_output_kind();
[[nodiscard]] DataFault not_in_gbk(std::string_view character);
[[nodiscard]] DataFault would_overwrite();
[[nodiscard]] DataFault output_is_input();
/// `part`: what a program that was killed had written so far.
[[nodiscard]] DataFault left_behind(std::string_view part);
[[nodiscard]] DataFault one_name_for_two();
[[nodiscard]] DataFault malformed_selection(std::string_view item);
[[nodiscard]] DataFault repeated_selection(std::string_view name);
[[nodiscard]] DataFault unreadable_selection(std::string_view reason);

}  // namespace huiqi::fault_texts
