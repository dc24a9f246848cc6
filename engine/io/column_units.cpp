#include "engine/io/column_units.h"

#include <algorithm>
#include <utility>

#include "engine/data/type.h"
#include "engine/data/unit_words.h"
#include "engine/io/fault_texts.h"
#include "engine/io/heading.h"
#include "engine/io/separator_scan.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_number(const FieldSchema& field) {
    return field.kind == ColumnKind::int64 || field.kind == ColumnKind::int128 || field.kind == ColumnKind::wide;
}

}  // namespace

std::vector<std::string> cell_texts(std::string_view text, const std::vector<CsvCell>& cells) {
    std::vector<std::string> texts;
    for (const CsvCell& cell : cells) {
        const std::string_view one = text.substr(cell.begin, cell.length);
        texts.push_back(cell.escaped ? unescaped(one) : std::string(one));
    }
    return texts;
}

std::size_t look_below(const CsvLayout& layout, std::string_view text, std::uint64_t line, std::size_t end, TableUnits& units) {
    const char newline = static_cast<char>(layout.line_end);
    std::size_t first_end = 0;
    std::vector<CsvCell> cells;
    std::size_t at = std::min(text.find_first_not_of("\r\n", end), text.size());
    for (std::size_t seen = 0; seen < kUnitRows && at < text.size(); ++seen) {
        cells.clear();
        const CsvRecord record = scan_csv_record(text, at, true, layout.syntax(), &cells);
        const std::uint64_t row_line = line + count_byte(text.substr(0, at), newline);
        if (record.shape == CsvShape::whole && cells.size() <= layout.headings.size() && is_utf8(text.substr(at, record.end - at))) {
            std::vector<std::string> row = cell_texts(text, cells);
            units.below.resize(layout.headings.size());
            for (std::size_t column = 0; column < row.size(); ++column) {
                const auto unit = units.below[column] || row[column].empty() ? std::nullopt : unit_cell(row[column]);
                if (unit && (has_currency(unit->unit) || seen == 0) && row[column].find_first_of("0123456789") == std::string::npos) {
                    units.below[column] = StatedUnit{.line = row_line, .column = column, .text = row[column], .unit = *unit};
                }
            }
            if (first_end == 0) {
                units.row_holds_units = is_unit_row(row);
                units.row_line = row_line;
                units.row = std::move(row);
            }
        }
        first_end = first_end == 0 ? record.end : first_end;
        at = std::min(text.find_first_not_of("\r\n", record.end), text.size());
    }
    return first_end;
}

std::optional<EntryUnit> ColumnUnits::unit_of(const FieldSchema& field, std::size_t column) {
    if (!is_number(field) || column == kNoColumn) {
        return std::nullopt;
    }
    std::optional<EntryUnit> own = heading_unit_of(field, column);
    const bool named = own.has_value() || names_unit(field, column);
    const auto below = column < units_.below.size() ? units_.below[column] : std::nullopt;
    if (below && units_.row_holds_units && below->line == units_.row_line) {
        if (named) {
            taken_.push_back(layout_.headings[column]);
        } else {
            own = row_unit_of(field, column);
        }
    }
    const EntryUnit read = own.value_or(field.entry);
    for (std::size_t at = 0; at < units_.stated.size(); ++at) {
        note_stated(at, column, named || own.has_value(), read);
    }
    if (below && may_contradict(below->unit, read)) {
        units_.stated.push_back(*below);
        note_stated(units_.stated.size() - 1, column, named, read);
    }
    return own;
}

void ColumnUnits::note_stated(std::size_t at, std::size_t column, bool named, const EntryUnit& read) {
    conflicts_.resize(units_.stated.size());
    if (may_contradict(units_.stated[at].unit, read)) {
        (named ? conflicts_[at].stated : conflicts_[at].open).push_back(layout_.headings[column]);
        conflicts_[at].read = named ? conflicts_[at].read : read;
    }
}

/// Whether the name that the rules give the column states its unit.
bool ColumnUnits::names_unit(const FieldSchema& field, std::size_t column) const {
    const auto bracket = heading_parts(layout_.headings[column]).bracket;
    return bracket && heading_unit(*bracket, field.entry.unit).has_value();
}

void ColumnUnits::add_wrong_unit(const FieldSchema& field, std::size_t column, std::string_view unit) {
    const Type type = field.type.without_optional();
    faults_.push_back(layout_.placed(fault_texts::heading_unit(layout_.headings[column], unit, type_name(type, true), type_name(type, false)),
                                     layout_.header_line, column));
}

/// Gives the unit that the row below the headings states for a column.
std::optional<EntryUnit> ColumnUnits::row_unit_of(const FieldSchema& field, std::size_t column) {
    const std::string cell = column < units_.row.size() ? plain_heading(units_.row[column]) : std::string();
    const std::string bracket = heading_parts("x" + cell).bracket.value_or(cell);
    auto unit = bracket.empty() ? std::nullopt : heading_unit(bracket, field.entry.unit);
    unit = !unit && !bracket.empty() ? unit_cell(cell) : unit;   // 人民币万元
    if (!unit) {
        return std::nullopt;
    }
    taken_.push_back(layout_.headings[column] + "（" + bracket + "）");
    if (unit->unit == field.entry.unit) {
        return unit;
    }
    add_wrong_unit(field, column, bracket);
    return std::nullopt;
}

void ColumnUnits::report() {
    conflicts_.resize(units_.stated.size());
    for (std::size_t at = 0; at < units_.stated.size(); ++at) {
        const StatedUnit& stated = units_.stated[at];
        const auto add = [&](DataFault fault) {
            fault.value = stated.text;
            faults_.push_back(layout_.placed(std::move(fault), stated.line, stated.column));
            faults_.back().column_name.clear();   // a title belongs to no column
        };
        if (!conflicts_[at].open.empty()) {
            const EntryUnit& read = conflicts_[at].read;
            const std::string zh = read.text.empty() ? unit_name(read.unit, true) : read.text;
            add(fault_texts::unit_elsewhere(stated.text, stated.unit.text, conflicts_[at].open, {zh, unit_in_english(zh, false)}));
        }
        if (!conflicts_[at].stated.empty()) {
            add(fault_texts::other_unit_elsewhere(stated.text, conflicts_[at].stated));
        }
    }
    if (took_row()) {
        faults_.push_back(layout_.placed(fault_texts::units_below(taken_), units_.row_line));
    }
}

/// Gives the unit that the heading states; a remark behind a heading that takes no unit says nothing.
std::optional<EntryUnit> ColumnUnits::heading_unit_of(const FieldSchema& field, std::size_t column) {
    const auto found = heading_parts(layout_.headings[column]).bracket;
    if (!found) {
        return std::nullopt;
    }
    const std::string& bracket = *found;
    // A bracket that belongs to the declared name itself is no unit of the heading.
    if (layout_.headings[column] == field.name ||
        std::find(field.aliases.begin(), field.aliases.end(), layout_.headings[column]) !=
            field.aliases.end()) {
        return std::nullopt;
    }
    auto unit = heading_unit(bracket, field.entry.unit);
    if (unit && unit->unit == field.entry.unit) {
        return unit;
    }
    if (field.entry.unit.plain() && field.entry.factor == 1 && is_count_word(bracket)) {
        return std::nullopt;   // 台数（台）
    }
    add_wrong_unit(field, column, bracket);
    return std::nullopt;
}

}  // namespace huiqi
