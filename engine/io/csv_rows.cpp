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
#include "engine/io/packed_cells.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr std::string_view kListSeparator = "; ";
/// Copies of numbers and short texts write some bytes more than they take.
constexpr std::size_t kSlack = PackedRows::kColumns * PackedCells::kBytes;
static_assert(PackedCells::kRows == NumberTexts::kRows);

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

/// How the cells of a column are written in the rows at hand.
enum class Form : std::uint8_t { cells, texts, packed };

/// A column on its way into rows: numbers of the usual size are made texts for many rows at once.
struct Prepared {
    const OutputColumn* column = nullptr;
    std::unique_ptr<NumberTexts> texts;   ///< null: its cells are written one by one
    std::unique_ptr<PackedCells> packed;  ///< where the processor packs cells, instead
    char behind = ',';                    ///< stands behind the cell
    Form form = Form::cells;
    bool joined = false;                  ///< its texts stand behind those of a column before it
};

/// What is written of each of the rows at hand, one behind the other: a column, or some that are packed.
struct Part {
    const Prepared* one = nullptr;
    const PackedRows* packed = nullptr;
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
            all[at].packed = packs_cells() ? std::make_unique_for_overwrite<PackedCells>() : nullptr;
        }
    }
    return all;
}

/// Makes the texts of rows [first, first + rows) of a column of numbers; gives their form.
[[nodiscard]] Form write_numbers(Prepared& one, std::size_t first, std::size_t rows) {
    const std::int64_t* const numbers = one.column->numbers.data() + first;
    const bool whole = one.column->decimals == 0;
    if (one.packed != nullptr && (whole ? pack_wholes(numbers, rows, one.behind, *one.packed)
                                        : pack_hundredths(numbers, rows, one.behind, *one.packed))) {
        return Form::packed;
    }
    whole ? write_wholes(numbers, rows, one.behind, *one.texts) : write_hundredths(numbers, rows, one.behind, *one.texts);
    return Form::texts;
}

/// Puts the texts of a column behind those of one before it, where both are of one form and fit.
[[nodiscard]] bool join(Prepared* before, const Prepared& one, std::size_t rows) {
    if (before == nullptr || before->form != one.form) {
        return false;
    }
    return one.form == Form::packed ? join_packed(*before->packed, *one.packed, rows)
                                    : joined(*before->texts, *one.texts, rows);
}

/// Makes the texts of rows [first, first + rows), and gives the most bytes that these rows take.
[[nodiscard]] std::size_t prepare(std::vector<Prepared>& columns, std::size_t first, std::size_t rows) {
    std::size_t room = kSlack;
    Prepared* before = nullptr;   // the column before this one, or the first of those that it is joined with
    for (Prepared& one : columns) {
        one.joined = false;
        if (one.texts == nullptr) {
            for (std::size_t row = first; row < first + rows; ++row) {
                room += cell_room(*one.column, row) + 1;
            }
            before = nullptr;
            continue;
        }
        one.form = write_numbers(one, first, rows);
        room += rows * (fixed_room64(one.column->decimals) + 1);
        one.joined = join(before, one, rows);
        before = one.joined ? before : &one;
    }
    return room;
}

/// The rows at hand in parts. Keeps its memory from rows to rows.
class Parts {
public:
    void divide(std::span<const Prepared> columns, std::size_t rows) {
        parts_.clear();
        used_ = 0;
        PackedRows* open = nullptr;
        for (const Prepared& one : columns) {
            if (one.joined) {
                continue;
            }
            if (one.form != Form::packed) {
                parts_.push_back({.one = &one});
                open = nullptr;
            } else if (open == nullptr || !open->add(*one.packed, rows)) {
                open = &next();
                open->start(*one.packed, rows);
                parts_.push_back({.packed = open});
            }
        }
    }
    [[nodiscard]] std::span<const Part> all() const noexcept { return parts_; }

private:
    PackedRows& next() {
        if (used_ == packed_.size()) {
            packed_.push_back(std::make_unique<PackedRows>());
        }
        return *packed_[used_++];
    }

    std::vector<Part> parts_;
    std::vector<std::unique_ptr<PackedRows>> packed_;
    std::size_t used_ = 0;
};

/// Writes sixteen bytes, of which the next cell may overwrite some.
void store(char* out, const NumberTexts& texts, std::size_t at) noexcept {
    const std::array<std::uint64_t, 2> bytes{texts.first[at], texts.second[at]};
    static_assert(sizeof bytes == NumberTexts::kBytes && NumberTexts::kBytes <= kSlack);
    std::memcpy(out, bytes.data(), sizeof bytes);
}

/// Writes what a part that is not packed has of a row.
[[gnu::always_inline]] inline char* write_part(char* out, const Prepared& one, std::size_t first, std::size_t at, bool guard) {
    if (one.form == Form::texts && one.texts->lengths[at] != 0) [[likely]] {
        store(out, *one.texts, at);
        return out + one.texts->lengths[at];
    }
    if (one.column->missing.empty() || one.column->missing[first + at] == 0) {
        out = write_cell(out, *one.column, first + at, guard);
    }
    *out++ = one.behind;
    return out;
}

/// Rows [first, first + rows), without packed parts.
[[nodiscard]] char* write_rows(char* out, std::span<const Part> parts, std::size_t first, std::size_t rows, bool guard) {
    for (std::size_t at = 0; at < rows; ++at) {
        for (const Part& part : parts) {
            out = write_part(out, *part.one, first, at, guard);
        }
    }
    return out;
}

/// Rows [first, first + rows), with packed parts.
HUIQI_PACKS_CELLS [[nodiscard]] char* write_packed_rows(char* out, std::span<const Part> parts, std::size_t first,
                                                        std::size_t rows, bool guard) {
    for (std::size_t at = 0; at < rows; ++at) {
        for (const Part& part : parts) {
            out = part.packed != nullptr ? part.packed->write(out, at) : write_part(out, *part.one, first, at, guard);
        }
    }
    return out;
}

}  // namespace

void append_csv_rows(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows, bool guard) {
    std::vector<Prepared> all = prepared(columns);
    Parts parts;
    for (std::size_t first = 0; first < rows; first += NumberTexts::kRows) {
        const std::size_t count = std::min(NumberTexts::kRows, rows - first);
        char* const to = out.room(prepare(all, first, count));
        parts.divide(all, count);
        out.take(packs_cells() ? write_packed_rows(to, parts.all(), first, count, guard)
                               : write_rows(to, parts.all(), first, count, guard));
    }
}

}  // namespace huiqi
