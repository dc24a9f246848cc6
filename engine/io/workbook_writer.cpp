#include "engine/io/workbook_writer.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include <xlsxwriter.h>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Rows of a sheet, the headings aside.
constexpr std::uint32_t kMostRows = LXW_ROW_MAX - 1;
/// Digits that a spreadsheet keeps.
constexpr std::size_t kKeptDigits = 15;
/// Bytes of a text, of which a cell holds 32,767 characters.
constexpr std::size_t kMostText = 32'767;
/// The day that workbooks say they were made on, so that the same rows give the same bytes: 2000-01-01.
constexpr std::time_t kMadeOn = 946'684'800;

[[nodiscard]] bool keeps(std::string_view number) {
    const auto digits = std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    return !number.empty() && static_cast<std::size_t>(digits) <= kKeptDigits &&
           number.find_first_not_of("0123456789.-") == std::string_view::npos;
}

}  // namespace

void sheet_text::append_cell(std::string& out, char kind, std::string_view text) {
    out += kind;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
            append_utf8(out, c == '\r' ? U'\n' : U'\u2400' + static_cast<char32_t>(c));
        } else {
            out += c;
        }
    }
    out += kCellEnd;
}

WorkbookWriter::~WorkbookWriter() {
    if (book_ != nullptr) {
        lxw_workbook_free(book_);
    }
}

void WorkbookWriter::check(int error) {
    if (error != LXW_NO_ERROR && problem_.empty()) {
        problem_ = lxw_strerror(static_cast<lxw_error>(error));
    }
}

void WorkbookWriter::open() {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path_.c_str(), &options);
    if (book_ == nullptr) {
        problem_ = "no memory for a workbook";
        return;
    }
    lxw_doc_properties properties{};
    properties.created = kMadeOn;
    check(workbook_set_properties(book_, &properties));
    heading_ = workbook_add_format(book_);
    format_set_bold(heading_);
    format_set_bg_color(heading_, 0xE7EEF7);
    format_set_border(heading_, LXW_BORDER_THIN);
    format_set_num_format(heading_, "@");
    text_ = workbook_add_format(book_);
    format_set_num_format(text_, "@");
    whole_ = workbook_add_format(book_);
    format_set_num_format(whole_, "0");
    cents_ = workbook_add_format(book_);
    format_set_num_format(cents_, "#,##0.00");
}

void WorkbookWriter::begin_sheet(std::string_view name) {
    name_ = name;
    headings_.clear();
    continued_ = 0;
    next_sheet();
}

void WorkbookWriter::add_chart(std::string_view text) {
    const std::size_t first = text.find('\t');
    const std::size_t second = text.find('\t', first + 1);
    lxw_chart* chart = workbook_add_chart(book_, LXW_CHART_BAR);
    if (chart == nullptr || sheet_ == nullptr || second == std::string_view::npos) {
        problem_ = "no chart";
        return;
    }
    const std::string title(text.substr(0, first));
    const std::string last(text.substr(first + 1, second - first - 1));
    const std::string sheet = "='" + name_ + "'!$";
    std::string_view letters = text.substr(second + 1);
    while (!letters.empty()) {
        const std::string column(letters.substr(0, letters.find(',')));
        letters.remove_prefix(std::min(letters.size(), column.size() + 1));
        const std::string values = sheet + column + "$2:$" + column + "$" + last;
        const std::string name = sheet + column + "$1";
        lxw_chart_series* series = chart_add_series(chart, (sheet + "A$2:$A$" + last).c_str(), values.c_str());
        chart_series_set_name(series, name.c_str());
    }
    chart_title_set_name(chart, title.c_str());
    chart_axis_set_reverse(chart->y_axis);
    check(worksheet_insert_chart(sheet_, row_ + 1, 0, chart));
}

void WorkbookWriter::next_sheet() {
    ++sheets_;
    ++continued_;
    const std::string name = name_.empty()     ? "Sheet" + std::to_string(sheets_)
                             : continued_ == 1 ? name_
                                               : name_ + " " + std::to_string(continued_);
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    if (sheet_ == nullptr) {
        problem_ = "too many sheets";
        return;
    }
    worksheet_set_column(sheet_, 0, LXW_COL_MAX - 1, 16, nullptr);
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);   // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_footer(sheet_, "&C&P / &N");
    row_ = 0;
    column_ = 0;
}

void WorkbookWriter::write_cell(std::string_view cell) {
    const char kind = cell.front();
    const std::string text(cell.substr(1));
    if (kind == sheet_text::kNumber && keeps(text)) {
        const std::size_t point = text.find('.');
        check(worksheet_write_number(sheet_, row_, column_, std::strtod(text.c_str(), nullptr),
                                     point == std::string::npos ? whole_ : point + 3 == text.size() ? cents_ : nullptr));
    } else if (code_point_count(text) > kMostText) {
        problem_ = "a cell of a workbook holds 32767 characters";
    } else if (!text.empty()) {
        check(worksheet_write_string(sheet_, row_, column_, text.c_str(),
                                     kind == sheet_text::kHeading ? heading_ : text_));
    }
    ++column_;
}

bool WorkbookWriter::take(std::string_view piece) {
    if (book_ == nullptr && problem_.empty()) {
        open();
    }
    rest_ += piece;
    std::size_t at = 0;
    while (problem_.empty()) {
        const std::size_t end = rest_.find_first_of("\x1E\x1F", at);
        if (end == std::string::npos) {
            break;
        }
        if (rest_[at] == sheet_text::kSheet || rest_[at] == sheet_text::kChart) {
            const std::string_view text = std::string_view(rest_).substr(at + 1, end - at - 1);
            rest_[at] == sheet_text::kSheet ? begin_sheet(text) : add_chart(text);
            at = end + 1;
            continue;
        }
        if (sheet_ == nullptr) {
            next_sheet();
        }
        if (row_ > kMostRows) {
            // The sheet is full: the next has the same headings.
            next_sheet();
            rest_.replace(0, at, headings_ + sheet_text::kRowEnd);
            at = 0;
            continue;
        }
        if (rest_[end] == sheet_text::kCellEnd) {
            const std::string_view cell = std::string_view(rest_).substr(at, end - at);
            if (row_ == 0 && continued_ == 1) {
                headings_ += std::string(cell) + sheet_text::kCellEnd;
            }
            write_cell(cell);
        } else {
            ++row_;
            column_ = 0;
        }
        at = end + 1;
    }
    rest_.erase(0, at);
    return problem_.empty();
}

bool WorkbookWriter::finish() {
    if (book_ == nullptr && problem_.empty()) {
        open();
    }
    if (problem_.empty() && sheet_ == nullptr) {
        next_sheet();
    }
    if (!problem_.empty() || book_ == nullptr) {
        return false;
    }
    check(workbook_close(std::exchange(book_, nullptr)));
    return problem_.empty();
}

}  // namespace huiqi
