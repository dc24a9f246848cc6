#include "engine/io/csv_rows.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/io/csv_text.h"
#include "engine/io/number_texts.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr std::string_view kListSeparator = "; ";
/// Copies of numbers and short texts write a word or two more than they take.
constexpr std::size_t kSlack = 32;

using Kind = OutputColumn::Kind;

[[nodiscard]] std::string joined(const OutputColumn& column, std::size_t row) {
    std::string text;
    for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
        text += text.empty() ? "" : kListSeparator;
        text += column.texts[i];
    }
    return text;
}

/// Gives the most bytes that a cell takes.
[[nodiscard]] std::size_t cell_room(const OutputColumn& column, std::size_t row) {
    switch (column.kind) {
        case Kind::text: return csv_cell_room(column.texts[row].size());
        case Kind::integer:
        case Kind::fixed: return fixed_room64(column.decimals);
        case Kind::fixed128: return fixed_room128(column.decimals);
        case Kind::decimal: return csv_cell_room(column.decimal_texts[row].size());
        case Kind::list: break;
    }
    std::size_t size = 0;
    for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
        size += column.texts[i].size() + kListSeparator.size();
    }
    return csv_cell_room(size);
}

/// Writes the texts of a list in one cell.
[[nodiscard]] char* write_list(char* out, const OutputColumn& column, std::size_t row, bool guard) {
    const std::uint32_t first = column.offsets[row];
    switch (column.offsets[row + 1] - first) {
        case 0: return out;
        case 1: return write_csv_cell(out, column.texts[first], guard);
        default: return write_csv_cell(out, joined(column, row), guard);
    }
}

/// Writes any cell; gives its end.
[[nodiscard]] char* write_cell(char* out, const OutputColumn& column, std::size_t row, bool guard) {
    switch (column.kind) {
        case Kind::text: return write_csv_cell(out, column.texts[row], guard);
        case Kind::integer:
        case Kind::fixed: return out + write_fixed(out, column.numbers[row], column.decimals);
        case Kind::fixed128: return out + write_fixed(out, column.wide_numbers[row], column.decimals);
        case Kind::decimal: return write_csv_cell(out, column.decimal_texts[row], false);
        case Kind::list: return write_list(out, column, row, guard);
    }
    return out;
}

/// A column on its way into rows: numbers of the usual size are made texts for many rows at once.
struct Prepared {
    const OutputColumn* column = nullptr;
    std::unique_ptr<NumberTexts> texts;  ///< null: its cells are written one by one
    char behind = ',';                   ///< stands behind the cell
    bool joined = false;                 ///< for the rows at hand its texts stand behind those of a column before it
};

[[nodiscard]] bool has_number_texts(const OutputColumn& column) {
    return column.missing.empty() &&
           ((column.kind == Kind::integer && column.decimals == 0) ||
            (column.kind == Kind::fixed && (column.decimals == 0 || column.decimals == 2)));
}

[[nodiscard]] std::vector<Prepared> prepared(std::span<const OutputColumn> columns) {
    std::vector<Prepared> all(columns.size());
    for (std::size_t at = 0; at < columns.size(); ++at) {
        all[at].column = &columns[at];
        all[at].behind = at + 1 == columns.size() ? '\n' : ',';
        if (has_number_texts(columns[at])) {
            all[at].texts = std::make_unique_for_overwrite<NumberTexts>();
        }
    }
    return all;
}

/// Makes the texts of rows [first, first + rows) of a column of numbers.
void write_numbers(Prepared& one, std::size_t first, std::size_t rows) {
    const std::int64_t* const numbers = one.column->numbers.data() + first;
    if (one.column->decimals == 0) {
        write_wholes(numbers, rows, one.behind, *one.texts);
    } else {
        write_hundredths(numbers, rows, one.behind, *one.texts);
    }
}

/// Makes the texts of rows [first, first + rows), and gives the most bytes that these rows take.
[[nodiscard]] std::size_t prepare(std::vector<Prepared>& columns, std::size_t first, std::size_t rows) {
    std::size_t room = kSlack;
    NumberTexts* before = nullptr;   // of the column before this one, or of those that it is joined with
    for (Prepared& one : columns) {
        if (one.texts == nullptr) {
            for (std::size_t row = first; row < first + rows; ++row) {
                room += cell_room(*one.column, row) + 1;
            }
            before = nullptr;
            continue;
        }
        write_numbers(one, first, rows);
        room += rows * (fixed_room64(one.column->decimals) + 1);
        one.joined = before != nullptr && joined(*before, *one.texts, rows);
        before = one.joined ? before : one.texts.get();
    }
    return room;
}

/// Writes sixteen bytes, of which the next cell may overwrite some.
void store(char* out, const NumberTexts& texts, std::size_t at) noexcept {
    const std::array<std::uint64_t, 2> bytes{texts.first[at], texts.second[at]};
    static_assert(sizeof bytes == NumberTexts::kBytes && NumberTexts::kBytes <= kSlack);
    std::memcpy(out, bytes.data(), sizeof bytes);
}

[[nodiscard]] char* write_row(char* out, std::span<const Prepared* const> columns, std::size_t first, std::size_t at,
                              bool guard) {
    for (const Prepared* const one : columns) {
        if (one->texts != nullptr && one->texts->lengths[at] != 0) [[likely]] {
            store(out, *one->texts, at);
            out += one->texts->lengths[at];
            continue;
        }
        if (one->column->missing.empty() || one->column->missing[first + at] == 0) {
            out = write_cell(out, *one->column, first + at, guard);
        }
        *out++ = one->behind;
    }
    return out;
}

}  // namespace

void append_csv_rows(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows, bool guard) {
    std::vector<Prepared> all = prepared(columns);
    std::vector<const Prepared*> alone;   // those that are joined with none before them
    for (std::size_t first = 0; first < rows; first += NumberTexts::kRows) {
        const std::size_t count = std::min(NumberTexts::kRows, rows - first);
        char* to = out.room(prepare(all, first, count));
        alone.clear();
        for (const Prepared& one : all) {
            if (!one.joined) {
                alone.push_back(&one);
            }
        }
        for (std::size_t at = 0; at < count; ++at) {
            to = write_row(to, alone, first, at, guard);
        }
        out.take(to);
    }
}

}  // namespace huiqi
