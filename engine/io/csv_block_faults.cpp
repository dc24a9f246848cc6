// What is wrong with the rows of a block beyond the values of their cells.

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/unit_words.h"
#include "engine/diagnostic/text.h"
#include "engine/io/csv_block_parser.h"
#include "engine/io/csv_record.h"
#include "engine/io/csv_text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/heading.h"
#include "engine/io/note_rows.h"
#include "engine/io/row_words.h"
#include "engine/io/stated_units.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

/// Cuts the text of a cell to what a message needs of it.
[[nodiscard]] std::string_view shortened(std::string_view cell) {
    constexpr std::size_t kMost = 2000;
    std::size_t end = std::min(cell.size(), kMost);
    while (end < cell.size() && end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return cell.substr(0, end);
}

}  // namespace

std::optional<DataFault> CsvBlockParser::structure_fault(std::size_t cells, std::size_t begin,
                                                         std::size_t end) {
    const std::string_view row = text_.substr(begin, end - begin);
    if (row.size() > layout_.limits.row_bytes) {
        return layout_.placed(fault_texts::oversized_row(layout_.limits.row_bytes), line_);
    }
    if (!clean()) {
        if (auto fault = bytes_fault(row)) {
            return fault;
        }
    }
    const std::size_t columns = layout_.headings.size();
    if (cells < columns) {
        auto note = layout_.key == kNoColumn ? std::nullopt : note_fault(grid_.rows(), cells, line_);
        return note ? std::move(*note) : layout_.placed(fault_texts::short_row(cells, columns), line_);
    }
    if (cells > columns) {
        return layout_.placed(fault_texts::long_row(cells, columns), line_);
    }
    cells_.clear();
    static_cast<void>(scan_csv_record(text_, begin, true, layout_.syntax(), &cells_));
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (cells_[i].length > layout_.limits.cell_bytes) {
            return layout_.placed(fault_texts::long_cell(cells_[i].length, layout_.limits.cell_bytes), line_,
                                  i);
        }
    }
    return std::nullopt;
}

std::optional<DataFault> CsvBlockParser::bytes_fault(std::string_view row) const {
    std::size_t bad = row.find('\0');
    const bool zero = bad != std::string_view::npos;
    if (!zero) {
        if (is_utf8(row)) {
            return std::nullopt;
        }
        bad = first_malformed(row).value_or(0);
    }
    std::vector<CsvCell> cells;
    static_cast<void>(scan_csv_record(row, 0, true, layout_.syntax(), &cells));
    const auto column = std::find_if(cells.begin(), cells.end(),
                                     [&](const CsvCell& cell) { return bad < cell.begin + cell.length; });
    DataFault fault = zero ? fault_texts::zero_byte() : fault_texts::row_not_utf8();
    if (column != cells.end()) {
        fault.value = excerpt(row.substr(column->begin, column->length));
    }
    return layout_.placed(std::move(fault), line_, static_cast<std::size_t>(column - cells.begin()));
}

/// Takes the cells of a sheet that cannot stand, where somebody reads them.
void CsvBlockParser::look_for_damage() {
    if (layout_.cell_faults == nullptr) {
        return;
    }
    for (SheetFault& fault : layout_.cell_faults->take(rows_.front().line, rows_.back().line)) {
        const auto row = std::lower_bound(rows_.begin(), rows_.end(), fault.row,
                                          [](const RowPlace& place, std::uint64_t line) { return place.line < line; });
        if (row == rows_.end() || row->line != fault.row || !layout_.uses(fault.column)) {
            continue;
        }
        const auto at = static_cast<std::size_t>(row - rows_.begin());
        if ((fault.damage == CellDamage::other_unit && agrees(fault)) ||
            (fault.damage == CellDamage::other_text && !reads_text(fault.column))) {
            continue;
        }
        // What the text of such a cell is taken for says nothing.
        std::erase_if(faults_, [&](const CellFault& one) { return one.row == at && one.column == fault.column; });
        DataFault told = fault.damage == CellDamage::other_text ? fault_texts::shown_as_other_text(fault.shown)
                                                                : fault_texts::damaged_cell(fault.damage);
        told.value = std::move(fault.value);
        row_faults_.emplace_back(at, layout_.placed(std::move(told), fault.row, fault.column));
    }
}

/// Whether the unit that a cell shows is that in which its column is read.
bool CsvBlockParser::agrees(const SheetFault& fault) const {
    const auto leaf = std::find_if(layout_.leaves.begin(), layout_.leaves.end(),
                                   [&](const CsvLeaf& one) { return one.column == fault.column; });
    const EntryUnit column = leaf == layout_.leaves.end() ? EntryUnit() : leaf->reader.field().entry;
    return shows_same_unit(fault.unit, column);
}

/// Whether the text of a column counts as it stands: that of a field of text, or one that is only carried along, as numbers
/// of applications and accounts are.
bool CsvBlockParser::reads_text(std::size_t column) const {
    return std::all_of(layout_.leaves.begin(), layout_.leaves.end(), [&](const CsvLeaf& leaf) {
        return leaf.column != column || leaf.reader.field().kind == ColumnKind::text;
    });
}

/// Whether an apostrophe stands in the block where a cell may begin, before a sign that begins formulas.
bool CsvBlockParser::holds_guards() const noexcept {
    for (std::size_t at = text_.find('\''); at != std::string_view::npos; at = text_.find('\'', at + 1)) {
        const char before = at == 0 ? '\n' : text_[at - 1];
        const bool begins = before == layout_.separator || before == '"' || before == '\n' || before == '\r';
        if (begins && at + 1 < text_.size() && detail::may_begin_formula(text_[at + 1])) {
            return true;
        }
    }
    return false;
}

/// Gives how many bytes guard the text of a cell: an apostrophe before what looks like a formula.
std::size_t CsvBlockParser::guard_before(std::string_view cell, std::size_t column) const {
    if (!cell.starts_with('\'') || !looks_like_formula(cell.substr(1))) {
        return 0;
    }
    layout_.guards->add(line_, column);
    return 1;
}

/// Finds texts that are errors of a spreadsheet, or marked as not mended, in columns that take any text.
void CsvBlockParser::look_for_errors() {
    if (!may_hold_errors_) {
        return;
    }
    std::vector<std::size_t> columns = layout_.pass_through;
    columns.push_back(layout_.key);
    for (const CsvLeaf& leaf : layout_.leaves) {
        columns.push_back(leaf.reader.field().kind == ColumnKind::text ? leaf.column : kNoColumn);
    }
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    for (const std::size_t column : columns) {
        for (std::size_t row = 0; column != kNoColumn && row < rows_.size(); ++row) {
            if (const std::string_view cell = grid_.at(row, column); is_error_text(cell)) {
                DataFault fault = fault_texts::damaged_cell(cell.starts_with("#D1") ? CellDamage::marked : CellDamage::error_value);
                fault.value = shortened(cell);
                row_faults_.emplace_back(row, layout_.placed(std::move(fault), rows_[row].line, column));
            }
        }
    }
}

/// Finds rows of totals and notes, and headings that stand again among the data: they are no applications, whatever else is in
/// them. Without a column of numbers a row of one text could be an application.
void CsvBlockParser::look_for_totals() {
    if (layout_.key != kNoColumn) {
        look_for_totals(layout_.key);
    }
    if (layout_.applicant != kNoColumn && layout_.applicant != layout_.key) {
        look_for_totals(layout_.applicant);
    }
    for (const auto& [row, fault] : no_data_) {
        const auto same = [at = row](const auto& one) { return one.first == at; };
        std::erase_if(row_faults_, same);
        std::erase_if(faults_, [at = row](const CellFault& one) { return one.row == at; });
    }
    std::move(no_data_.begin(), no_data_.end(), std::back_inserter(row_faults_));
}

void CsvBlockParser::look_for_totals(std::size_t column) {
    const std::string_view heading = layout_.headings[column];
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const std::string_view cell = grid_.at(row, column);
        if (is_plain_code(cell) && (cell.size() != heading.size() || cell.front() != heading.front())) [[likely]] {
            continue;
        }
        auto fault = no_data_fault(row, column);
        const auto known = [row](const auto& one) { return one.first == row; };
        if (fault && std::none_of(no_data_.begin(), no_data_.end(), known)) {
            no_data_.emplace_back(row, std::move(*fault));
        }
    }
}

/// Whether a cell of a row held something that was lost: a note has no such cell. Cells below merged ones never held anything.
bool CsvBlockParser::is_damaged(std::size_t row) const {
    constexpr std::array<std::string_view, 6> kCodes{"D120", "D121", "D122", "D124", "D125", "D127"};
    return std::any_of(row_faults_.begin(), row_faults_.end(), [&](const auto& one) {
        return one.first == row && std::find(kCodes.begin(), kCodes.end(), one.second.code) != kCodes.end();
    });
}

/// Gives why a row is no application, by what stands in the column of numbers, or of who applies.
std::optional<DataFault> CsvBlockParser::no_data_fault(std::size_t row, std::size_t column) const {
    const std::string_view cell = grid_.at(row, column);
    const bool key = column == layout_.key;
    const bool again = key && cell.size() > 3 && cell == layout_.headings[column];
    // 小计算机-01 of an applicant is an application: a total is of nobody, or says nothing else
    const bool somebody = key && layout_.applicant != kNoColumn && layout_.applicant != column && !grid_.at(row, layout_.applicant).empty() &&
                          !is_total_word(grid_.at(row, layout_.applicant));
    if (again || (key ? is_total_number(cell, somebody) : is_total_word(cell))) {
        DataFault fault = again ? fault_texts::heading_row() : fault_texts::total_row();
        fault.value = shortened(cell);
        return layout_.placed(std::move(fault), rows_[row].line, column);
    }
    const bool note = key && (cell.empty() || may_begin_note(cell) || is_sentence(cell) || states_unit(cell)) && !is_damaged(row);
    return note ? note_fault(row, layout_.headings.size(), rows_[row].line) : std::nullopt;
}

/// Gives what is to be said of a row that is a note and no application. A sentence alone is one where it stands in the place of the
/// number, or where nobody reads.
std::optional<DataFault> CsvBlockParser::note_fault(std::size_t row, std::size_t cells, std::uint64_t line) const {
    std::vector<std::string_view> texts;
    for (std::size_t column = 0; column < cells; ++column) {
        texts.push_back(grid_.at(row, column));
    }
    const std::array names{layout_.key, layout_.applicant};
    auto note = note_row(texts, names);
    const auto filled = [](std::string_view cell) { return !cell.empty(); };
    if (!note && std::count_if(texts.begin(), texts.end(), filled) == 1) {
        const auto column = static_cast<std::size_t>(std::find_if(texts.begin(), texts.end(), filled) - texts.begin());
        const bool no_value = column == layout_.key || !layout_.uses(column);
        note = no_value && is_sentence(texts[column]) ? std::optional(column) : std::nullopt;
    }
    if (!note) {
        return std::nullopt;
    }
    if (auto other = unit_in_note(texts, line)) {
        return other;
    }
    DataFault fault = fault_texts::note_row();
    fault.value = shortened(texts[*note]);
    return layout_.placed(std::move(fault), line, *note);
}

/// Finds a unit that a note states for the whole table, `注：金额单位为万元`, where columns whose headings name none were read in another.
std::optional<DataFault> CsvBlockParser::unit_in_note(std::span<const std::string_view> note, std::uint64_t line) const {
    std::vector<StatedUnit> stated;
    find_stated_units(std::vector<std::string>(note.begin(), note.end()), line, false, stated);
    for (const StatedUnit& one : stated) {
        std::vector<std::string> open;
        EntryUnit read;
        for (const CsvLeaf& leaf : layout_.leaves) {
            const bool named = leaf.column == kNoColumn || heading_parts(layout_.headings[leaf.column]).bracket.has_value();
            if (!named && may_contradict(one.unit, leaf.reader.field().entry)) {
                open.push_back(layout_.headings[leaf.column]);
                read = leaf.reader.field().entry;
            }
        }
        if (!open.empty()) {
            const std::string zh = read.text.empty() ? unit_name(read.unit, true) : read.text;
            DataFault fault = fault_texts::unit_elsewhere(one.text, one.unit.text, open, {zh, unit_in_english(zh, false)});
            fault.value = shortened(one.text);
            return layout_.placed(std::move(fault), line, one.column);
        }
    }
    return std::nullopt;
}

void CsvBlockParser::sort_faults() {
    for (CellFault& cell : faults_) {
        DataFault fault;
        fault.code = cell.fault.code;
        fault.message = std::move(cell.fault.message);
        fault.help = std::move(cell.fault.help);
        fault.value = shortened(grid_.at(cell.row, cell.column));
        row_faults_.emplace_back(cell.row,
                                 layout_.placed(std::move(fault), rows_[cell.row].line, cell.column));
    }
    std::stable_sort(row_faults_.begin(), row_faults_.end(), [](const auto& left, const auto& right) {
        return std::pair(left.first, left.second.column_number) <
               std::pair(right.first, right.second.column_number);
    });
}

}  // namespace huiqi
