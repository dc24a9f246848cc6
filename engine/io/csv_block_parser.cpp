#include "engine/io/csv_block_parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/key_register.h"
#include "engine/io/row_words.h"
#include "engine/io/table_edit.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

/// Rows whose cells are found before they are read: their places stay in the second cache.
constexpr std::size_t kRowsAtOnce = 1024;
/// Places of the cells of regular rows, which are found at once: they stay in a near cache.
constexpr std::size_t kPlacesAtOnce = 16'384;
/// Fewer regular rows than this are not worth a turn of their own.
constexpr std::size_t kFewRows = 32;

Column& column_at_path(Table& root, const std::vector<std::size_t>& path) {
    Table* table = &root;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        table = table->columns[path[i]].child.get();
    }
    return table->columns[path.back()];
}

/// Whether a number is missing, or may have a blank beside it.
[[nodiscard]] bool any_loose_number(const CellColumn& cells) {
    bool loose = false;
    for (std::size_t row = 0; row < cells.rows; ++row) {
        loose |= cells.begin(row) == cells.end(row) || may_have_blanks(cells.at(row));
    }
    return loose;
}

void append_cells(const CellColumn& cells, bool trim, std::vector<std::string_view>& to) {
    const std::size_t first = to.size();
    to.resize(first + cells.rows);
    for (std::size_t row = 0; row < cells.rows; ++row) {
        to[first + row] = trim ? trimmed_number(cells.at(row)) : cells.at(row);
    }
}

/// Overwrites the state of a row, in the fields of a record too.
void set_state(Column& column, std::size_t row, State state) {
    if (column.states.empty()) {
        column.states.resize(column_rows(column), static_cast<std::uint8_t>(State::known));
    }
    column.states[row] = static_cast<std::uint8_t>(state);
    if (column.kind == ColumnKind::record) {
        for (Column& field : column.child->columns) {
            set_state(field, row, state);
        }
    }
}

}  // namespace

void CsvBlockParser::parse(ParsedBlock& parsed) {
    parsed.clear();
    parsed.pass_through.resize(layout_.pass_through.size());
    text_ = parsed.block.text();
    at_ = 0;
    line_ = parsed.block.first_line();
    if (parsed.block.oversized()) {
        parsed.reject(place(text_.size()),
                      {layout_.placed(fault_texts::oversized_row(layout_.limits.row_bytes), line_)});
        return;
    }
    clean_.reset();
    may_hold_errors_ = layout_.cell_faults == nullptr && std::memchr(text_.data(), '#', text_.size()) != nullptr;
    may_hold_guards_ = layout_.guards != nullptr && holds_guards();
    scan_.start(text_, static_cast<char>(layout_.line_end), layout_.separator);
    rows_by_hand_ = kFewRows;
    while (at_ < text_.size()) {
        const auto rejected = static_cast<std::ptrdiff_t>(parsed.rejected.size());
        if (!show_regular_rows()) {
            gather(parsed);
        }
        convert(parsed);
        // Rows that could not be split were set aside before those with a bad cell.
        std::stable_sort(
            parsed.rejected.begin() + rejected, parsed.rejected.end(),
            [](const RejectedRow& left, const RejectedRow& right) { return left.line < right.line; });
    }
}

/// Whether the block holds no NUL byte and nothing but UTF-8. What the scan for separators has seen is asked first, so
/// that blocks of ASCII are not looked at twice.
bool CsvBlockParser::clean() {
    if (!clean_) {
        clean_ = (scan_.plain() && is_plain_ascii(text_)) ||
                 (std::memchr(text_.data(), 0, text_.size()) == nullptr && is_utf8(text_));
    }
    return *clean_;
}

/// Takes the rows that come next, when they have neither quotes nor too many or too few cells: the separators between
/// their cells are all that has to be known. Gives false when there are few such rows; then more and more rows are
/// split by hand before the next try.
bool CsvBlockParser::show_regular_rows() {
    const std::size_t columns = layout_.headings.size();
    if (columns < 2 || may_hold_guards_ || (clean_ && !*clean_)) {
        return false;
    }
    const std::size_t found = scan_.regular_rows(at_, columns, std::max(kPlacesAtOnce / columns, kFewRows));
    if (found < kFewRows || (!scan_.plain() && !clean())) {
        return false;
    }
    const std::uint32_t* const places = scan_.places();
    const auto returns = [&](std::size_t row) {
        return layout_.line_end == LineEnd::lf && text_[places[(row + 1) * columns - 1] - 1] == '\r';
    };
    const bool trims = returns(0);
    rows_.clear();
    for (std::size_t row = 0; row < found; ++row) {
        const std::size_t newline = places[(row + 1) * columns - 1];
        const std::size_t end = newline - (trims ? 1U : 0U);
        if (returns(row) != trims || end - at_ > layout_.limits.cell_bytes || end - at_ + 1 == columns) {
            break;   // the last: a row of separators alone
        }
        rows_.push_back(place(end));
        at_ = newline + 1;
        ++line_;
    }
    grid_.show(text_, places, columns, rows_.size(), trims ? 1 : 0);
    scan_.skip(rows_.size() * columns);
    rows_by_hand_ = kFewRows;
    return !rows_.empty();
}

void CsvBlockParser::gather(ParsedBlock& parsed) {
    grid_.start(text_, layout_.headings.size());
    rows_.clear();
    while (at_ < text_.size() && rows_.size() < rows_by_hand_) {
        take_row(parsed);
    }
    rows_by_hand_ = std::min(2 * rows_by_hand_, kRowsAtOnce);
}

void CsvBlockParser::take_row(ParsedBlock& parsed) {
    const std::size_t columns = layout_.headings.size();
    const char separator = layout_.separator;
    grid_.open_row();
    std::size_t begin = at_;
    std::size_t cells = 0;
    std::uint64_t lines = 1;
    while (true) {
        std::size_t place = scan_.next();
        // Behind the text stands a zero byte, which ends the last row like a line end.
        char c = text_.data()[place];
        if (c == '"') [[unlikely]] {
            const QuotedCell cell = take_quoted_cell(begin, place);
            if (!cell.plain) {
                scan_.restart(at_);
                take_quoted_row(parsed);
                return;
            }
            if (cells < columns) {
                set_cell(cells, begin + 1, cell.close - begin - 1, cell.escaped);
            }
            lines += cell.lines;
            ++cells;
            place = cell.behind;
            c = text_.data()[place];
            begin = place + 1;
            if (c != separator) {
                finish_row(cells, cell.close + 1, parsed);
                at_ = std::min(place + 1, text_.size());
                line_ += lines;
                return;
            }
            continue;
        }
        std::size_t end = place;
        if (c != separator && end > begin && text_[end - 1] == '\r' && layout_.line_end == LineEnd::lf) {
            --end;
        }
        if (cells < columns) {
            set_cell(cells, begin, end - begin, false);
        }
        ++cells;
        begin = place + 1;
        if (c != separator) {
            finish_row(cells, end, parsed);
            at_ = place + 1;
            line_ += lines;
            return;
        }
    }
}

/// Takes a cell of the open row, without the apostrophe that guards a text.
void CsvBlockParser::set_cell(std::size_t column, std::size_t begin, std::size_t length, bool escaped) {
    const std::size_t guard = may_hold_guards_ ? guard_before(text_.substr(begin, length), column) : 0;
    if (escaped) {
        grid_.set_own(column, unescaped(text_.substr(begin + guard, length - guard)));
    } else {
        grid_.set(column, begin + guard, length - guard);
    }
}

/// Takes a cell that begins with a quote, where it ends as one should: with a quote and what separates cells or rows.
CsvBlockParser::QuotedCell CsvBlockParser::take_quoted_cell(std::size_t begin, std::size_t quote) {
    QuotedCell cell;
    const char newline = static_cast<char>(layout_.line_end);
    while (quote == begin) {
        const std::size_t place = scan_.next();
        if (place >= text_.size() || place - at_ > layout_.limits.row_bytes) {
            return cell;   // never closed
        }
        const char c = text_[place];
        if (c != '"') {   // it separates nothing within quotes
            cell.lines += c == newline ? 1U : 0U;
            continue;
        }
        if (text_.data()[place + 1] == '"') {
            cell.escaped = true;
            (void)scan_.next();
            continue;
        }
        cell.close = place;
        cell.behind = scan_.next();
        const bool returns = newline == '\n' && cell.behind == place + 2 && text_[place + 1] == '\r' &&
                             text_.data()[cell.behind] == newline;
        cell.plain = (cell.behind == place + 1 || returns) && text_.data()[cell.behind] != '"';
        return cell;
    }
    return cell;
}

void CsvBlockParser::take_quoted_row(ParsedBlock& parsed) {
    cells_.clear();
    const CsvRecord record = scan_csv_record(text_, at_, true, layout_.syntax(), &cells_);
    if (record.text_end - at_ > layout_.limits.row_bytes) {
        parsed.reject(place(record.text_end),
                      {layout_.placed(fault_texts::oversized_row(layout_.limits.row_bytes), line_)});
    } else if (record.shape == CsvShape::whole) {
        for (std::size_t i = 0; i < std::min(cells_.size(), layout_.headings.size()); ++i) {
            const CsvCell& cell = cells_[i];
            set_cell(i, cell.begin, cell.length, cell.escaped);
        }
        finish_row(record.cells, record.text_end, parsed);
    } else {
        const bool unclosed = record.shape == CsvShape::unclosed_quote;
        const auto before = std::count_if(cells_.begin(), cells_.end(), [&](const CsvCell& cell) {
            return cell.begin + cell.length < record.fault_at;
        });
        DataFault fault = unclosed ? fault_texts::unclosed_quote() : fault_texts::misplaced_quote();
        fault.value = excerpt(text_.substr(record.fault_at, record.text_end - record.fault_at));
        const std::uint64_t line = line_ + static_cast<std::uint64_t>(std::count(
                                               text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                               text_.begin() + static_cast<std::ptrdiff_t>(record.fault_at),
                                               static_cast<char>(layout_.line_end)));
        parsed.reject(place(record.text_end),
                      {layout_.placed(std::move(fault), line, static_cast<std::size_t>(before))});
    }
    const auto from = text_.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto to = text_.begin() + static_cast<std::ptrdiff_t>(record.end);
    line_ += static_cast<std::uint64_t>(std::count(from, to, static_cast<char>(layout_.line_end)));
    at_ = record.end;
    scan_.seek(at_);
}

/// Takes the open row of the grid in, or sets it aside. A line with nothing on it but separators is no row.
void CsvBlockParser::finish_row(std::size_t cells, std::size_t end, ParsedBlock& parsed) {
    if (end - at_ + 1 == cells && text_.substr(at_, end - at_).find_first_not_of(layout_.separator) == std::string_view::npos) {
        return;
    }
    const bool plain = clean() && cells == layout_.headings.size() && end - at_ <= layout_.limits.cell_bytes;
    if (!plain) [[unlikely]] {
        if (auto fault = structure_fault(cells, at_, end)) {
            parsed.reject(place(end), {std::move(*fault)});
            return;
        }
    }
    grid_.close_row();
    rows_.push_back(place(end));
}

RowPlace CsvBlockParser::place(std::size_t end) const noexcept {
    return {.line = line_, .begin = static_cast<std::uint32_t>(at_), .end = static_cast<std::uint32_t>(end)};
}

void CsvBlockParser::convert(ParsedBlock& parsed) {
    if (rows_.empty()) {
        return;
    }
    Table& root = parsed.batch.root();
    const std::size_t first = root.rows;
    faults_.clear();
    row_faults_.clear();
    no_data_.clear();
    read_leaves(root, first, parsed.batch);
    read_records(root, first);
    check_keys();
    look_for_damage();
    look_for_errors();
    look_for_totals();
    sort_faults();
    keep_.assign(rows_.size(), 1);
    reject_faulty_rows(parsed);
    append_lists(root);
    carry(parsed);
    parsed.rows_read += static_cast<std::uint64_t>(std::count(keep_.begin(), keep_.end(), std::uint8_t{1}));
    if (!row_faults_.empty()) {
        keep_rows(root, first, keep_);
    }
    set_rows(root, parsed.places.size());
}

void CsvBlockParser::read_leaves(Table& root, std::size_t first, Batch& batch) {
    for (const CsvLeaf& leaf : layout_.leaves) {
        Column& column = column_at_path(root, leaf.path);
        if (leaf.column != kNoColumn && grid_.plain(leaf.column)) {
            leaf.reader.append_cells(grid_.column(leaf.column), leaf.column, column, batch, faults_, left_);
            continue;
        }
        if (leaf.column != kNoColumn) {
            leaf.reader.append_column(grid_, leaf.column, column, batch, faults_);
            continue;
        }
        for (std::size_t i = first; i < first + rows_.size(); ++i) {
            append_missing(column, State::unknown);
        }
    }
}

/// Gives records their states: one that may be absent is so when all of its cells are empty, and one that was
/// not asked is unknown.
void CsvBlockParser::read_records(Table& root, std::size_t first) {
    set_rows(root, first + rows_.size());
    for (const CsvRecordField& record : layout_.records) {
        Column& column = column_at_path(root, record.path);
        const auto begin = layout_.leaves.begin() + static_cast<std::ptrdiff_t>(record.first_leaf);
        const auto end = layout_.leaves.begin() + static_cast<std::ptrdiff_t>(record.end_leaf);
        const bool asked =
            std::any_of(begin, end, [](const CsvLeaf& leaf) { return leaf.column != kNoColumn; });
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const bool empty = asked && record.optional && std::all_of(begin, end, [&](const CsvLeaf& leaf) {
                                   return leaf.column == kNoColumn || grid_.at(row, leaf.column).empty();
                               });
            append_state(column, first + row, asked ? State::known : State::unknown);
            if (empty) {
                set_state(column, first + row, State::absent);
            }
        }
    }
}

void CsvBlockParser::check_keys() {
    loose_numbers_ = layout_.key != kNoColumn && (!grid_.plain(layout_.key) || any_loose_number(grid_.column(layout_.key)));
    if (layout_.key == kNoColumn || (!loose_numbers_ && join_ == nullptr && layout_.repeated == nullptr)) {
        return;
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (auto fault = key_fault(number(row), rows_[row].line)) {
            row_faults_.emplace_back(row, layout_.placed(std::move(*fault), rows_[row].line, layout_.key));
        }
    }
}

std::optional<DataFault> CsvBlockParser::key_fault(std::string_view number, std::uint64_t line) const {
    if (number.empty()) {
        return fault_texts::empty_key();
    }
    if (const auto* lines = layout_.repeated == nullptr ? nullptr : layout_.repeated->find(number)) {
        return repeat_fault(number, *lines, line);
    }
    return join_ == nullptr ? std::nullopt : join_->fault(number, line);
}

std::string_view CsvBlockParser::number(std::size_t row) const noexcept {
    return layout_.key == kNoColumn ? std::string_view() : trimmed_number(grid_.at(row, layout_.key));
}

void CsvBlockParser::reject_faulty_rows(ParsedBlock& parsed) {
    for (auto fault = row_faults_.begin(); fault != row_faults_.end();) {
        const std::size_t row = fault->first;
        std::vector<DataFault> faults;
        for (; fault != row_faults_.end() && fault->first == row; ++fault) {
            faults.push_back(std::move(fault->second));
        }
        keep_[row] = 0;
        const bool no_data = is_no_application(faults.front().code);
        parsed.reject(rows_[row], std::move(faults), no_data ? std::string_view() : number(row));
    }
}

/// A row that will be taken out gets no list: what belongs to it may be in doubt.
void CsvBlockParser::append_lists(Table& root) {
    if (join_ == nullptr && layout_.lists.empty()) {
        return;
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (join_ != nullptr && layout_.key != kNoColumn && keep_[row] != 0) {
            join_->append(number(row), root);
            continue;
        }
        for (const std::size_t list : layout_.lists) {
            append_missing(root.columns[list], State::unknown);
        }
    }
}

/// Hands on what goes with the rows when all of them are good and plain.
void CsvBlockParser::carry_all(ParsedBlock& parsed) const {
    parsed.places.insert(parsed.places.end(), rows_.begin(), rows_.end());
    if (layout_.key != kNoColumn) {
        append_cells(grid_.column(layout_.key), loose_numbers_, parsed.keys);
    }
    for (std::size_t i = 0; i < layout_.pass_through.size(); ++i) {
        const std::size_t column = layout_.pass_through[i];
        std::vector<std::string_view>& cells = parsed.pass_through[i];
        if (column == layout_.key) {   // found already
            cells.insert(cells.end(), parsed.keys.end() - static_cast<std::ptrdiff_t>(rows_.size()), parsed.keys.end());
            continue;
        }
        append_cells(grid_.column(column), false, cells);
    }
}

/// Hands on what goes with the good rows.
void CsvBlockParser::carry(ParsedBlock& parsed) const {
    const auto plain = [&](std::size_t column) { return grid_.plain(column); };
    if (row_faults_.empty() && (layout_.key == kNoColumn || plain(layout_.key)) &&
        std::all_of(layout_.pass_through.begin(), layout_.pass_through.end(), plain)) {
        carry_all(parsed);
        return;
    }
    const auto text = [&](std::size_t row, std::size_t column) {
        const std::string_view cell = column == layout_.key ? number(row) : grid_.at(row, column);
        return grid_.outlives(row, column) ? cell : parsed.batch.keep(cell);
    };
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (keep_[row] == 0) {
            continue;
        }
        parsed.places.push_back(rows_[row]);
        if (layout_.key != kNoColumn) {
            parsed.keys.push_back(text(row, layout_.key));
        }
        for (std::size_t i = 0; i < layout_.pass_through.size(); ++i) {
            parsed.pass_through[i].push_back(text(row, layout_.pass_through[i]));
        }
    }
}

}  // namespace huiqi
