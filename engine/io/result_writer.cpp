#include "engine/io/result_writer.h"

#include <array>
#include <cstring>
#include <filesystem>

#include "engine/diagnostic/expect.h"
#include "engine/io/csv_text.h"
#include "engine/io/heading.h"
#include "engine/io/json_text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr std::string_view kListSeparator = "; ";

bool is_missing(const OutputColumn& column, std::size_t row) {
    return !column.missing.empty() && column.missing[row] != 0;
}

std::string_view boolean_word(std::uint8_t value) {
    return value != 0 ? "true" : "false";
}

std::string joined(const OutputColumn& column, std::size_t row) {
    std::string text;
    for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
        text += text.empty() ? "" : kListSeparator;
        text += column.texts[i];
    }
    return text;
}

/// Grows a string by large steps and writes into it by pointer.
class Tail {
public:
    explicit Tail(std::string& out) : out_(out), used_(out.size()) {}
    ~Tail() { out_.resize(used_); }
    Tail(const Tail&) = delete;
    Tail& operator=(const Tail&) = delete;

    /// Gives room for `bytes` more.
    char* room(std::size_t bytes) {
        if (out_.size() - used_ < bytes) [[unlikely]] {
            out_.resize(used_ + bytes + std::max(out_.size(), std::size_t{1} << 16));
        }
        return out_.data() + used_;
    }
    /// Takes what was written up to `end`.
    void take(const char* end) { used_ = static_cast<std::size_t>(end - out_.data()); }

private:
    std::string& out_;
    std::size_t used_;
};

void put_text(Tail& tail, std::string_view text, bool guard) {
    tail.take(write_csv_cell(tail.room(csv_cell_room(text.size())), text, guard));
}

void put_csv_cell(Tail& tail, const OutputColumn& column, std::size_t row, bool guard) {
    switch (column.kind) {
        case OutputColumn::Kind::text: put_text(tail, column.texts[row], guard); return;
        case OutputColumn::Kind::integer:
        case OutputColumn::Kind::fixed: {
            char* const out = tail.room(fixed_room64(column.decimals));
            tail.take(out + write_fixed(out, column.numbers[row], column.decimals));
            return;
        }
        case OutputColumn::Kind::fixed128: {
            char* const out = tail.room(fixed_room128(column.decimals));
            tail.take(out + write_fixed(out, column.wide_numbers[row], column.decimals));
            return;
        }
        case OutputColumn::Kind::decimal: put_text(tail, column.decimal_texts[row], false); return;
        case OutputColumn::Kind::boolean: put_text(tail, boolean_word(column.booleans[row]), false); return;
        case OutputColumn::Kind::list: put_text(tail, joined(column, row), guard); return;
    }
}

void put(Tail& tail, char c) {
    char* const out = tail.room(1);
    *out = c;
    tail.take(out + 1);
}

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
        case OutputColumn::Kind::boolean: out += boolean_word(column.booleans[row]); return;
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

}  // namespace

std::optional<OutputFormat> output_format(std::string_view path) {
    const std::string ending = folded_heading(std::filesystem::path(path).extension().string());
    if (ending == ".csv" || path == "-") {
        return OutputFormat::csv;
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

OutputColumn boolean_column(std::span<const std::uint8_t> booleans) {
    return {.kind = OutputColumn::Kind::boolean, .booleans = booleans};
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

void ResultWriter::append_header(std::string& out) const {
    if (format_ == OutputFormat::json_lines) {
        return;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
        out += i == 0 ? "" : ",";
        append_csv_cell(out, names_[i], guard_formulas_);
    }
    out += '\n';
}

void ResultWriter::append_rows(std::string& out, std::span<const OutputColumn> columns,
                               std::size_t rows) const {
    expect(columns.size() == names_.size(), "there is one output column a name");
    if (format_ == OutputFormat::csv) {
        append_csv(out, columns, rows);
    } else {
        append_json(out, columns, rows);
    }
}

void ResultWriter::append_csv(std::string& out, std::span<const OutputColumn> columns,
                              std::size_t rows) const {
    Tail tail(out);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i != 0) {
                put(tail, ',');
            }
            if (!is_missing(columns[i], row)) {
                put_csv_cell(tail, columns[i], row, guard_formulas_);
            }
        }
        put(tail, '\n');
    }
}

void ResultWriter::append_json(std::string& out, std::span<const OutputColumn> columns,
                               std::size_t rows) const {
    for (std::size_t row = 0; row < rows; ++row) {
        out += '{';
        for (std::size_t i = 0; i < columns.size(); ++i) {
            out += i == 0 ? "" : ",";
            out += json_keys_[i];
            if (is_missing(columns[i], row)) {
                out += "null";
            } else {
                append_json_value(out, columns[i], row);
            }
        }
        out += "}\n";
    }
}

}  // namespace huiqi
