#include "engine/io/result_writer.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

#include "engine/diagnostic/expect.h"
#include "engine/io/csv_rows.h"
#include "engine/io/csv_text.h"
#include "engine/io/heading.h"
#include "engine/io/json_text.h"
#include "engine/io/result_words.h"
#include "engine/io/workbook_writer.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

void append_json_value(std::string& out, const OutputColumn& column, std::size_t row) {
    std::array<char, 64> digits{};
    switch (column.kind) {
        case OutputColumn::Kind::text: append_json_string(out, column.texts[row]); return;
        case OutputColumn::Kind::integer:
            out.append(digits.data(), write_fixed(digits.data(), column.numbers[row], 0));
            return;
        case OutputColumn::Kind::fixed:
            out += '"';
            out += fixed_text(Integer(column.numbers[row]), column.decimals);
            out += '"';
            return;
        case OutputColumn::Kind::fixed128:
            out += '"';
            out += fixed_text(to_integer(column.wide_numbers[row]), column.decimals);
            out += '"';
            return;
        case OutputColumn::Kind::decimal: append_json_string(out, column.decimal_texts[row]); return;
        case OutputColumn::Kind::list:
            out += '[';
            for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
                out += i == column.offsets[row] ? "" : ",";
                append_json_string(out, column.texts[i]);
            }
            out += ']';
            return;
    }
}

void append_cell_of(std::string& out, const OutputColumn& column, std::size_t row, bool missing) {
    using Kind = OutputColumn::Kind;
    if (missing) {
        sheet_text::append_cell(out, sheet_text::kText, "");
        return;
    }
    std::string joined;
    switch (column.kind) {
        case Kind::text: sheet_text::append_cell(out, sheet_text::kText, column.texts[row]); return;
        case Kind::integer:
        case Kind::fixed:
            sheet_text::append_cell(out, sheet_text::kNumber, fixed_text(Integer(column.numbers[row]), column.decimals));
            return;
        case Kind::fixed128:
            sheet_text::append_cell(out, sheet_text::kNumber,
                                    fixed_text(to_integer(column.wide_numbers[row]), column.decimals));
            return;
        case Kind::decimal: sheet_text::append_cell(out, sheet_text::kNumber, column.decimal_texts[row]); return;
        case Kind::list:
            for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
                joined += joined.empty() ? "" : "; ";
                joined += column.texts[i];
            }
            sheet_text::append_cell(out, sheet_text::kText, joined);
            return;
    }
}

}  // namespace

std::optional<OutputFormat> output_format(std::string_view path) {
    const std::string ending = folded_heading(std::filesystem::path(path).extension().string());
    if (ending == ".csv" || path == "-") {
        return OutputFormat::csv;
    }
    if (ending == ".xlsx") {
        return OutputFormat::xlsx;
    }
    return ending == ".jsonl" || ending == ".ndjson" ? std::optional(OutputFormat::json_lines) : std::nullopt;
}

OutputColumn text_column(std::span<const std::string_view> texts) {
    return {.kind = OutputColumn::Kind::text, .texts = texts};
}

OutputColumn integer_column(std::span<const std::int64_t> numbers) {
    return {.kind = OutputColumn::Kind::integer, .numbers = numbers};
}

OutputColumn fixed_column(std::span<const std::int64_t> units, unsigned decimals) {
    return {.kind = OutputColumn::Kind::fixed, .decimals = decimals, .numbers = units};
}

OutputColumn fixed_column(std::span<const Int128> units, unsigned decimals) {
    return {.kind = OutputColumn::Kind::fixed128, .decimals = decimals, .wide_numbers = units};
}

OutputColumn decimal_column(std::span<const std::string> decimals) {
    return {.kind = OutputColumn::Kind::decimal, .decimal_texts = decimals};
}

OutputColumn list_column(std::span<const std::string_view> texts, std::span<const std::uint32_t> offsets) {
    return {.kind = OutputColumn::Kind::list, .texts = texts, .offsets = offsets};
}

ResultWriter::ResultWriter(OutputFormat format, std::vector<std::string> names, bool guard_formulas)
    : format_(format), names_(std::move(names)), guard_formulas_(guard_formulas) {
    for (const std::string& name : names_) {
        std::string key;
        append_json_string(key, name);
        json_keys_.push_back(key + ":");
    }
}

void ResultWriter::append_header(OutputText& out) const {
    if (format_ == OutputFormat::json_lines) {
        return;
    }
    std::string line;
    if (format_ == OutputFormat::xlsx) {
        for (const std::string& name : names_) {
            sheet_text::append_cell(line, sheet_text::kHeading, name);
        }
        out.append(line + sheet_text::kRowEnd);
        return;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
        line += i == 0 ? "" : ",";
        append_csv_cell(line, names_[i], guard_formulas_);
    }
    out.append(line + "\n");
}

void ResultWriter::append_rows(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const {
    expect(columns.size() == names_.size(), "there is one output column a name");
    switch (format_) {
        case OutputFormat::csv: append_csv_rows(out, columns, rows, guard_formulas_); return;
        case OutputFormat::json_lines: append_json(out, columns, rows); return;
        case OutputFormat::xlsx: append_cells(out, columns, rows); return;
    }
}

/// A workbook has texts where digits matter and numbers where sums do; no text can run there, so none is guarded.
void ResultWriter::append_cells(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const {
    std::string text;
    std::vector<bool> states;   // columns whose words are Chinese, as their headings are
    std::transform(names_.begin(), names_.end(), std::back_inserter(states), is_state_heading);
    for (std::size_t row = 0; row < rows; ++row) {
        for (const OutputColumn& column : columns) {
            const bool missing = !column.missing.empty() && column.missing[row] != 0;
            const bool state = column.kind == OutputColumn::Kind::text && !missing && states[static_cast<std::size_t>(&column - columns.data())];
            if (state) {
                sheet_text::append_cell(text, sheet_text::kText, chinese_state(column.texts[row]));
            } else {
                append_cell_of(text, column, row, missing);
            }
        }
        text += sheet_text::kRowEnd;
    }
    out.append(text);
}

void ResultWriter::append_json(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows) const {
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        text += '{';
        for (std::size_t i = 0; i < columns.size(); ++i) {
            text += i == 0 ? "" : ",";
            text += json_keys_[i];
            if (!columns[i].missing.empty() && columns[i].missing[row] != 0) {
                text += "null";
            } else {
                append_json_value(text, columns[i], row);
            }
        }
        text += "}\n";
    }
    out.append(text);
}

}  // namespace huiqi
