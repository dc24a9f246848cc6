#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// One cell of a record: where its text lies, quotes not counted. `escaped`: it holds doubled quotes.
struct CsvCell {
    std::size_t begin = 0;
    std::size_t length = 0;
    bool escaped = false;
};

/// How the scan of one record ended.
enum class CsvShape : std::uint8_t {
    whole,            ///< a record as RFC 4180 has it
    needs_more,       ///< the text ends inside the record, and more is to come
    misplaced_quote,  ///< a quote inside a bare cell, or text behind a closing quote, all on one line
    unclosed_quote,   ///< a quote that nothing closes, or only something on a later line that cannot be its
                      ///< end
};

/// One record, or what is left of it.
struct CsvRecord {
    CsvShape shape = CsvShape::whole;
    std::size_t end = 0;       ///< just behind the record's line end; where to go on
    std::size_t text_end = 0;  ///< just before the line end
    std::size_t fault_at = 0;  ///< the quote at fault, when one is
    std::size_t cells = 0;     ///< how many it has; of a broken record those before the fault
};

/// What ends a line: `\n` (a `\r` before it belongs to the line end), or `\r` alone in files of old systems.
enum class LineEnd : char { lf = '\n', cr = '\r' };

/// How the records of one file are to be read.
struct CsvSyntax {
    LineEnd line_end = LineEnd::lf;
    char separator = ',';   ///< `,` `;` or a tab
    /// A quote must be closed within so many bytes of its record's beginning, or it counts as never closed.
    std::size_t row_bytes = std::size_t{16} << 20;
    /// So many cells of a record are noted; those behind them are counted.
    std::size_t most_cells = 10'001;
};

/// Scans the record that begins at `at`; requires at < text.size(). With `at_end` nothing follows the text.
///
/// A broken quote must not swallow the good rows behind it, so a record with one ends at the end of the line
/// on which that quote opens, and the lines that the quote would have swallowed are read as records again.
/// The outcome for a record does not depend on how much of the file is in view, once it is not needs_more.
/// Appends the cells to `cells` unless null; of a broken record they mean nothing.
[[nodiscard]] CsvRecord scan_csv_record(std::string_view text, std::size_t at, bool at_end,
                                        const CsvSyntax& syntax, std::vector<CsvCell>* cells);

/// Gives how many bytes at the front of the text are whole or broken records: those that end within `most` bytes or
/// begin there, at the least the first. 0: the first needs more. With `at_end` nothing follows the text, so that a
/// record ends there.
[[nodiscard]] std::size_t whole_csv_records(std::string_view text, bool at_end, std::size_t most,
                                            const CsvSyntax& syntax);

/// Gives the text of a cell with doubled quotes made single.
[[nodiscard]] std::string unescaped(std::string_view cell);

}  // namespace huiqi
