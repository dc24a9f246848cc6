#include "engine/io/sheet_bytes.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/io/csv_text.h"

namespace huiqi {
namespace {

constexpr char kLineEnd = '\r';
/// Text that is made before it is given.
constexpr std::size_t kPiece = std::size_t{1} << 16;

}  // namespace

SheetBytes::SheetBytes(std::shared_ptr<const XlsxWorkbook> book, const XlsxSheet& sheet, XlsxFrame frame,
                       std::uint64_t header, std::size_t width, std::shared_ptr<SheetFaults> cell_faults,
                       std::vector<DataFault>& faults)
    : book_(std::move(book)),
      frame_(std::move(frame)),
      reader_(*book_, sheet, faults),
      header_(header),
      width_(width),
      cell_faults_(std::move(cell_faults)) {}

std::size_t SheetBytes::read(char* to, std::size_t room) {
    if (given_ == text_.size()) {
        text_.clear();
        given_ = 0;
        while (text_.size() < kPiece && reader_.next(row_)) {
            take_row();
        }
    }
    const std::size_t count = std::min(room, text_.size() - given_);
    std::memcpy(to, text_.data() + given_, count);
    given_ += count;
    return count;
}

/// Notes the cells of the row at hand that are covered by others: nobody can tell whether their value was meant for
/// this row too.
void SheetBytes::look_for_merged() {
    std::erase_if(merged_here_, [this](const MergedCells& one) { return one.last.row < row_.number; });
    for (; merged_at_ < frame_.merged.size() && frame_.merged[merged_at_].first.row <= row_.number; ++merged_at_) {
        if (frame_.merged[merged_at_].last.row >= row_.number) {
            merged_here_.push_back(frame_.merged[merged_at_]);
        }
    }
    std::vector<SheetFault> covered;
    for (const MergedCells& one : merged_here_) {
        for (std::size_t column = one.first.column; column <= std::min(one.last.column, width_); ++column) {
            if (row_.number != one.first.row || column != one.first.column) {
                covered.push_back({.row = row_.number,
                                   .column = column,
                                   .damage = CellDamage::merged,
                                   .value = cell_name(one.first) + ":" + cell_name(one.last),
                                   .unit = {}});
            }
        }
    }
    for (SheetFault& fault : covered) {
        cell_faults_->add(std::move(fault));
    }
}

void SheetBytes::take_row() {
    if (row_.number < header_) {
        return;
    }
    text_.append(row_.number - line_, kLineEnd);
    line_ = row_.number + 1;
    const std::size_t begin = text_.size();
    std::size_t column = 0;
    bool blank = true;
    for (const XlsxCell& cell : row_.cells) {
        read_xlsx_value(*book_, row_, cell, value_);
        if (value_.text.empty() && value_.damage == CellDamage::none) {
            continue;
        }
        blank = false;
        for (; column < cell.column; ++column) {
            text_ += ',';
        }
        append_cell(cell);
    }
    if (blank) {
        text_.resize(begin);
    } else {
        for (; column + 1 < width_; ++column) {
            text_ += ',';
        }
        if (width_ == 1 && text_.size() == begin) {
            text_ += "\"\"";
        }
        if (row_.number > header_) {
            look_for_merged();
            notes_.hidden_rows += row_.hidden ? 1U : 0U;
            notes_.first_hidden_row = row_.hidden && notes_.first_hidden_row == 0 ? row_.number : notes_.first_hidden_row;
        }
    }
    text_ += kLineEnd;
}

void SheetBytes::append_cell(const XlsxCell& cell) {
    std::replace(value_.text.begin(), value_.text.end(), '\r', '\n');
    append_csv_cell(text_, value_.text, false);
    if (row_.number <= header_) {
        return;
    }
    const std::string_view stored = row_.value(cell, book_->strings());
    if (value_.damage != CellDamage::none || !value_.unit.empty()) {
        cell_faults_->add({.row = row_.number,
                           .column = cell.column,
                           .damage = value_.damage == CellDamage::none ? CellDamage::other_unit : value_.damage,
                           .value = std::string(stored.substr(0, 200)),
                           .unit = std::string(value_.unit)});
    }
    if (!value_.shown.empty()) {
        cell_faults_->add({.row = row_.number,
                           .column = cell.column,
                           .damage = CellDamage::other_text,
                           .value = std::string(stored.substr(0, 200)),
                           .unit = {},
                           .shown = value_.shown});
    }
    if (value_.tail && notes_.tails++ == 0) {
        notes_.first_tail = {.row = row_.number, .column = cell.column};
        notes_.first_tail_stored = stored;
        notes_.first_tail_text = value_.text;
    }
}

}  // namespace huiqi
