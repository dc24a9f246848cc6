// What is wrong with the rows of a block beyond the values of their cells.

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/csv_block_parser.h"
#include "engine/io/fault_texts.h"
#include "engine/io/heading.h"
#include "engine/io/row_words.h"

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

/// Finds rows of totals and headings that stand again among the data: they are no applications, whatever else is in them.
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
    const bool key = column == layout_.key;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const std::string_view cell = grid_.at(row, column);
        const bool again = key && heading.size() > 3 && cell.size() == heading.size() && cell == heading;
        if (!again && !may_be_total(cell)) [[likely]] {
            continue;
        }
        const bool known = std::any_of(no_data_.begin(), no_data_.end(), [row](const auto& one) { return one.first == row; });
        if (!known && (again || (key ? is_total_number(cell) : is_total_word(cell)))) {
            DataFault fault = again ? fault_texts::heading_row() : fault_texts::total_row();
            fault.value = shortened(cell);
            no_data_.emplace_back(row, layout_.placed(std::move(fault), rows_[row].line, column));
        }
    }
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
