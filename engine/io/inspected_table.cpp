#include "engine/io/inspected_table.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/io/block_source.h"
#include "engine/io/csv_record.h"
#include "engine/io/decoded_bytes.h"
#include "engine/io/fault_texts.h"
#include "engine/io/file_bytes.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/input_file.h"
#include "engine/io/row_words.h"
#include "engine/io/separator_scan.h"
#include "engine/io/sheets_input.h"
#include "engine/io/workbook_input.h"

namespace huiqi {
namespace {

/// Rounds a plain decimal to so many places, half away from zero, as a spreadsheet shows it.
[[nodiscard]] std::string rounded_text(const std::string& text, int decimals) {
    const std::size_t point = text.find('.');
    const std::size_t size = text.ends_with('%') ? text.size() - 1 : text.size();
    const auto keep = static_cast<std::size_t>(decimals);
    if (point == std::string::npos || size - point - 1 <= keep) {
        return text;
    }
    std::string digits = text.substr(0, point) + text.substr(point + 1, keep);
    bool carry = text[point + 1 + keep] >= '5';
    for (std::size_t at = digits.size(); carry && at-- > 0 && digits[at] != '-';) {
        carry = digits[at] == '9';
        digits[at] = carry ? '0' : static_cast<char>(digits[at] + 1);
    }
    if (carry) {
        digits.insert(digits.starts_with('-') ? 1 : 0, "1");
    }
    std::string shown = digits.substr(0, digits.size() - keep);
    shown += keep == 0 ? "" : "." + digits.substr(digits.size() - keep);
    return shown + (size == text.size() ? "" : "%");
}

[[nodiscard]] InspectedCell inspected(const XlsxWorkbook& book, const XlsxRow& row, const XlsxCell& cell) {
    XlsxValue value;
    read_xlsx_value(book, row, cell, value);
    const NumberFormat& format = book.format(cell.style);
    InspectedCell out;
    out.unit = value.unit;
    out.text = value.text;
    out.stored = row.value(cell, book.strings());
    out.shown = value.text;
    out.damage = value.damage;
    out.tail = value.tail;
    const bool date = format.kind == NumberFormat::Kind::date || format.kind == NumberFormat::Kind::time;
    switch (cell.kind) {
        case XlsxCell::Kind::text:
        case XlsxCell::Kind::error: out.kind = InspectedCell::Kind::text; break;
        case XlsxCell::Kind::boolean: out.kind = InspectedCell::Kind::boolean; break;
        case XlsxCell::Kind::date: out.kind = InspectedCell::Kind::date; break;
        case XlsxCell::Kind::number:
            out.kind = date ? InspectedCell::Kind::date : InspectedCell::Kind::number;
            out.shown_decimals = date ? -1 : format.decimals;
            if (out.shown_decimals >= 0 && value.damage == CellDamage::none) {
                out.shown = rounded_text(value.text, out.shown_decimals);
            }
            out.other_text = !value.shown.empty();
            if (out.other_text) {
                out.shown = value.shown;
            }
            break;
    }
    if (out.text.empty() && out.damage == CellDamage::none) {
        out.kind = InspectedCell::Kind::empty;
    }
    return out;
}

/// Whether the unit that a cell shows is that of its heading. A heading that says nothing is in yuan.
[[nodiscard]] bool shows_unit_of(std::string_view shown, const std::string& heading) {
    const auto bracket = heading_parts(heading).bracket;
    const auto unit = bracket ? heading_unit(*bracket, Unit()) : std::nullopt;
    return shows_same_unit(shown, unit.value_or(EntryUnit()));
}

[[nodiscard]] std::vector<std::string> cells_of(std::string_view text, const std::vector<CsvCell>& cells) {
    std::vector<std::string> texts;
    for (const CsvCell& cell : cells) {
        const std::string_view one = text.substr(cell.begin, cell.length);
        texts.push_back(cell.escaped ? unescaped(one) : std::string(one));
    }
    return texts;
}

}  // namespace

std::vector<InspectedTable> InspectedTable::open(const std::string& path, const ReadOptions& options,
                                                 const std::vector<std::string>& names,
                                                 std::vector<DataFault>& faults) {
    std::vector<InspectedTable> tables;
    const std::string ending = folded_heading(std::filesystem::path(path).extension().string());
    InspectedTable table;
    table.options_ = options;
    table.file_.file = path;
    if (ending == ".csv" || ending == ".tsv" || ending == ".txt") {
        if (table.open_text(options, names, faults)) {
            tables.push_back(std::move(table));
        }
        return tables;
    }
    if (ending != ".xlsx" && ending != ".xlsm") {
        faults.push_back(fault_texts::unknown_input_kind(path));
        faults.back().file = path;
        return tables;
    }
    table.file_.book = XlsxWorkbook::open(path, faults);
    for (std::size_t at = 0; table.file_.book != nullptr && at < table.file_.book->sheets().size(); ++at) {
        const XlsxSheet& sheet = table.file_.book->sheets()[at];
        const bool named = !options.layout.sheet.empty() && options.layout.sheet != "*";
        if (named ? !names_sheet(options.layout.sheet, sheet.name) : sheet.hidden) {
            continue;
        }
        table.file_.sheet = at;
        table.file_.probe = probe_sheet(*table.file_.book, sheet, options.layout, names, faults);
        if (table.file_.probe != nullptr && !table.file_.probe->headings.empty()) {
            table.headings_ = table.file_.probe->headings;
            table.header_row_ = table.file_.probe->header;
            table.units_ = table.file_.probe->units;
            table.unit_row_ = 0;
            table.row_units_.clear();
            table.look_for_unit_row();
            tables.push_back(table);
        }
    }
    return tables;
}

bool InspectedTable::open_text(const ReadOptions& options, const std::vector<std::string>& names,
                               std::vector<DataFault>& faults) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::uint64_t> numbers;
    const bool whole = each_line(
        [&](const InspectedRow& row) {
            std::vector<std::string> texts;
            for (const InspectedCell& cell : row.cells) {
                texts.push_back(cell.text);
            }
            rows.push_back(std::move(texts));
            numbers.push_back(row.number);
            return options.layout.header_row != 0 ? row.number < options.layout.header_row : rows.size() < kHeaderRows;
        },
        faults);
    if (!whole || rows.empty()) {
        if (whole) {
            faults.push_back(fault_texts::empty_file());
            faults.back().file = file_.file;
        }
        return false;
    }
    const std::size_t header = options.layout.header_row != 0 ? rows.size() - 1 : find_header(rows, names);
    headings_ = rows[header];
    header_row_ = numbers[header];
    for (std::size_t above = 0; above < header; ++above) {
        find_stated_units(rows[above], numbers[above], false, units_);
    }
    find_stated_units(headings_, header_row_, true, units_);
    find_units_of_file(file_.file, units_);
    look_for_unit_row();
    return true;
}

void InspectedTable::look_for_unit_row() {
    std::vector<DataFault> told_later;
    (void)each_data_row([this](const InspectedRow& row) {
        std::vector<std::string> texts;
        for (const InspectedCell& cell : row.cells) {
            texts.push_back(cell.text);
        }
        if (is_unit_row(texts)) {
            unit_row_ = row.number;
            row_units_ = std::move(texts);
        }
        return false;
    }, told_later);
}

std::vector<DataFault> InspectedTable::unit_notes(const std::vector<InspectedColumn>& columns) const {
    std::vector<DataFault> notes;
    const auto add = [&](DataFault fault, std::uint64_t line, std::size_t column) {
        fault.file = file_.file;
        fault.sheet = file_.sheet_name();
        fault.line = line;
        fault.column_number = column;
        notes.push_back(std::move(fault));
    };
    std::vector<std::string> open;   // columns of numbers whose heading names no unit
    bool named = false;              // some heading names a currency
    std::vector<std::string> taken;
    for (std::size_t at = 0; at < headings_.size(); ++at) {
        const auto bracket = heading_parts(headings_[at]).bracket;
        const auto unit = bracket ? heading_unit(*bracket, Unit()) : std::nullopt;
        named = named || (unit && has_currency(unit->unit));
        if (!unit && at < columns.size() && columns[at].role == InspectedColumn::Role::number) {
            open.push_back(headings_[at]);
        }
        if (at < row_units_.size() && unit_cell(row_units_[at])) {
            taken.push_back(headings_[at] + "（" + row_units_[at] + "）");
        }
    }
    for (const StatedUnit& stated : units_) {
        if (!named && !open.empty() && may_contradict(stated.unit, {.unit = Unit::of("CNY"), .factor = 1, .text = "元"})) {
            add(fault_texts::unit_for_all(stated.text, open), stated.line, stated.column + 1);
            notes.back().value = stated.text;
        }
    }
    if (unit_row_ != 0) {
        add(fault_texts::units_below(taken), unit_row_, 0);
    }
    return notes;
}

/// Reads all records of a CSV file that hold anything, titles and headings too.
bool InspectedTable::each_line(const RowSink& sink, std::vector<DataFault>& faults) {
    const InputFile file = open_input_file(file_.file, faults);
    if (file.descriptor < 0) {
        return false;
    }
    auto bytes = std::make_unique<DecodedBytes>(std::make_unique<FileBytes>(file.descriptor), options_.encoding);
    const DecodedBytes& decoded = *bytes;
    BlockSource source(std::move(bytes), RecordSyntax::csv, options_.block_bytes, options_.limits);
    if (options_.separator) {
        source.know_separator(*options_.separator);
    }
    Block block;
    bool going = true;
    while (going && source.next(block)) {
        const std::string_view text = block.text();
        const CsvSyntax syntax = source.csv_syntax();
        separator_ = syntax.separator;
        std::uint64_t line = block.first_line();
        std::vector<CsvCell> cells;
        for (std::size_t at = 0; going && at < text.size();) {
            cells.clear();
            const CsvRecord record = scan_csv_record(text, at, true, syntax, &cells);
            if (record.shape == CsvShape::whole && record.text_end > at) {
                InspectedRow row{.number = line, .hidden = false, .cells = {}};
                for (std::string& cell : cells_of(text, cells)) {
                    InspectedCell one;
                    one.kind = cell.empty() ? InspectedCell::Kind::empty : InspectedCell::Kind::text;
                    one.damage = !is_error_text(cell)          ? CellDamage::none
                                 : cell.starts_with("#D1") ? CellDamage::marked
                                                           : CellDamage::error_value;
                    one.stored = cell;
                    one.shown = cell;
                    one.text = std::move(cell);
                    row.cells.push_back(std::move(one));
                }
                const bool blank = std::all_of(row.cells.begin(), row.cells.end(),
                                               [](const InspectedCell& one) { return one.text.empty(); });
                going = blank || sink(row);
            }
            line += count_byte(text.substr(at, record.end - at), static_cast<char>(syntax.line_end));
            at = record.end;
        }
    }
    encoding_ = decoded.encoding();
    if (const DataFault* failure = source.failure()) {
        faults.push_back(*failure);
        faults.back().file = file_.file;
        return false;
    }
    return true;
}

bool InspectedTable::each_sheet_row(std::uint64_t from, const RowSink& sink, std::vector<DataFault>& faults) const {
    const XlsxWorkbook& book = *file_.book;
    XlsxSheetReader reader(book, book.sheets()[file_.sheet], faults);
    XlsxRow row;
    const std::vector<MergedCells>& merged = file_.probe->frame.merged;
    while (reader.next(row)) {
        if (row.number < from) {
            continue;
        }
        InspectedRow out{.number = row.number, .hidden = row.hidden, .cells = {}};
        bool any = false;
        for (const XlsxCell& cell : row.cells) {
            out.cells.resize(std::max(out.cells.size(), cell.column + 1));
            out.cells[cell.column] = inspected(book, row, cell);
            InspectedCell& one = out.cells[cell.column];
            if (!one.unit.empty() && one.damage == CellDamage::none && cell.column < headings_.size() &&
                !shows_unit_of(one.unit, headings_[cell.column] + unit_below(cell.column))) {
                one.damage = CellDamage::scaled;
            }
            any = any || out.cells[cell.column].kind != InspectedCell::Kind::empty;
        }
        for (const MergedCells& one : merged) {
            if (one.first.row > row.number) {
                break;
            }
            for (std::size_t column = one.first.column;
                 one.last.row >= row.number && column <= std::min(one.last.column, headings_.size()); ++column) {
                if (one.first.row != row.number || column != one.first.column) {
                    out.cells.resize(std::max(out.cells.size(), column + 1));
                    out.cells[column].damage = CellDamage::merged;
                }
            }
        }
        if (any && !sink(out)) {
            return true;
        }
    }
    if (const DataFault* failure = reader.failure()) {
        faults.push_back(*failure);
        faults.back().file = file_.file;
        faults.back().sheet = book.sheets()[file_.sheet].name;
        return false;
    }
    return true;
}

bool InspectedTable::each_row(const RowSink& sink, std::vector<DataFault>& faults) const {
    return each_data_row([&](const InspectedRow& row) { return row.number == unit_row_ || sink(row); }, faults);
}

void InspectedTable::each_head_row(const TextSink& sink) const {
    std::vector<DataFault> told_before;
    const RowSink titles = [&](const InspectedRow& row) {
        std::vector<std::string> texts;
        for (const InspectedCell& cell : row.cells) {
            texts.push_back(cell.text);
        }
        if (row.number < header_row_) {
            sink(row.number, texts);
        }
        return row.number < header_row_;
    };
    InspectedTable again = *this;
    (void)(file_.book != nullptr ? each_sheet_row(1, titles, told_before) : again.each_line(titles, told_before));
    sink(header_row_, headings_);
    if (unit_row_ != 0) {
        sink(unit_row_, row_units_);
    }
}

std::string InspectedTable::unit_below(std::size_t column) const {
    const bool own = heading_parts(headings_[column]).bracket.has_value();
    return own || column >= row_units_.size() || row_units_[column].empty() ? std::string() : "（" + row_units_[column] + "）";
}

bool InspectedTable::each_data_row(const RowSink& sink, std::vector<DataFault>& faults) const {
    if (file_.book != nullptr) {
        return each_sheet_row(header_row_ + 1, sink, faults);
    }
    InspectedTable again = *this;
    return again.each_line(
        [&](const InspectedRow& row) { return row.number <= header_row_ || sink(row); }, faults);
}

}  // namespace huiqi
