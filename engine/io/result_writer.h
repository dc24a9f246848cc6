#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/output_text.h"
#include "engine/numeric/int128.h"

namespace huiqi {

/// The forms of an output file.
enum class OutputFormat : std::uint8_t { csv, json_lines, xlsx };

/// Tells the form from the name of the file; `-` is CSV. Nothing when the ending is not known.
[[nodiscard]] std::optional<OutputFormat> output_format(std::string_view path);

/// The values of one output column for some rows, wherever they lie. Make one with the functions below; what
/// they are given must outlive the writing.
struct OutputColumn {
    enum class Kind : std::uint8_t { text, integer, fixed, fixed128, decimal, list };

    Kind kind = Kind::text;
    unsigned decimals = 0;
    std::span<const std::string_view> texts = {};
    std::span<const std::int64_t> numbers = {};
    std::span<const Int128> wide_numbers = {};
    std::span<const std::string> decimal_texts = {};
    std::span<const std::uint32_t> offsets = {};
    /// Not 0: the row has no value, an empty cell or null. Empty: every row has one.
    std::span<const std::uint8_t> missing = {};
};

/// Texts, as people wrote them.
[[nodiscard]] OutputColumn text_column(std::span<const std::string_view> texts);
/// Whole numbers; numbers in JSON too.
[[nodiscard]] OutputColumn integer_column(std::span<const std::int64_t> numbers);
/// Amounts: units of 10^-decimals, always written with that many decimals; texts in JSON.
[[nodiscard]] OutputColumn fixed_column(std::span<const std::int64_t> units, unsigned decimals);
/// The same in 128 bits.
[[nodiscard]] OutputColumn fixed_column(std::span<const Int128> units, unsigned decimals);
/// Amounts already written as decimals; texts in JSON.
[[nodiscard]] OutputColumn decimal_column(std::span<const std::string> decimals);
/// Lists of texts: row r has texts [offsets[r], offsets[r + 1]). Joined by `; ` in CSV, an array in JSON.
[[nodiscard]] OutputColumn list_column(std::span<const std::string_view> texts,
                                       std::span<const std::uint32_t> offsets);

/// Writes rows of named columns. The bytes depend on the values alone: one line a row, LF, UTF-8, quotes only
/// where needed; for a workbook the form that an `OutputFile` makes one of. Used by several threads at once, each with its own `out`; the chunks are put together in
/// order.
class ResultWriter {
public:
    /// `guard_formulas`: texts that a spreadsheet could take for a formula get a leading apostrophe (CSV
    /// only; numbers never).
    ResultWriter(OutputFormat format, std::vector<std::string> names, bool guard_formulas = true);

    /// Appends the row of headings; nothing for JSON Lines.
    void append_header(OutputText& out) const;
    /// Appends rows; `columns` are as many as names, in their order.
    void append_rows(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const;

private:
    void append_cells(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const;
    void append_json(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const;

    OutputFormat format_;
    std::vector<std::string> names_;
    std::vector<std::string> json_keys_;  ///< `"name":`
    bool guard_formulas_;
};

}  // namespace huiqi
