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

/// Widths of columns in narrow characters: at least, at most; a longer text is wrapped, a heading already when shorter.
constexpr std::size_t kNarrowest = 6;
constexpr std::size_t kWidest = 44;
constexpr std::size_t kWidestHeading = 22;
/// What a page of A4 across takes in type that can be read.
constexpr std::size_t kPageWidth = 180;

/// What a bar adds to the height of a chart, in its usual heights.
constexpr double kBarHeight = 0.12;

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
    format_set_text_wrap(heading_);
    format_set_align(heading_, LXW_ALIGN_VERTICAL_CENTER);
    text_ = workbook_add_format(book_);
    format_set_num_format(text_, "@");
    format_set_align(text_, LXW_ALIGN_VERTICAL_TOP);
    long_text_ = workbook_add_format(book_);
    format_set_num_format(long_text_, "@");
    format_set_text_wrap(long_text_);
    format_set_align(long_text_, LXW_ALIGN_VERTICAL_TOP);
    whole_ = workbook_add_format(book_);
    format_set_num_format(whole_, "0");
    format_set_align(whole_, LXW_ALIGN_VERTICAL_TOP);
    cents_ = workbook_add_format(book_);
    format_set_num_format(cents_, "#,##0.00");
    format_set_align(cents_, LXW_ALIGN_VERTICAL_TOP);
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
    chart_axis_set_interval_unit(chart->y_axis, 1);   // every name, not every second: bars have their names at this axis
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options how{};
    how.x_scale = 1.6;
    how.y_scale = std::max(1.0, static_cast<double>(std::strtoul(last.c_str(), nullptr, 10)) * kBarHeight);
    check(worksheet_insert_chart_opt(sheet_, row_ + 1, 0, chart, &how));
    chart_ = true;
}

void WorkbookWriter::lay_out() {
    if (sheet_ == nullptr || widths_.empty()) {
        return;
    }
    std::size_t all = 0;
    for (std::size_t column = 0; column < widths_.size(); ++column) {
        const std::size_t width = std::clamp(widths_[column] + 2, kNarrowest, kWidest);
        const auto at = static_cast<lxw_col_t>(column);
        worksheet_set_column(sheet_, at, at, static_cast<double>(width), nullptr);
        all += width;
    }
    const auto across = static_cast<std::uint16_t>((all + kPageWidth - 1) / kPageWidth);
    worksheet_fit_to_pages(sheet_, across, 0);
    if (across > 1) {
        worksheet_repeat_columns(sheet_, 0, 0);   // whose row it is, on every page
    }
    if (!chart_) {
        worksheet_print_area(sheet_, 0, 0, std::max<lxw_row_t>(row_, 1) - 1, static_cast<lxw_col_t>(widths_.size() - 1));
    }
}

void WorkbookWriter::next_sheet() {
    lay_out();
    widths_.clear();
    chart_ = false;
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
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);   // A4
    worksheet_set_margins(sheet_, 0.4, 0.4, 0.5, 0.6);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_footer(sheet_, "&C&P / &N");
    row_ = 0;
    column_ = 0;
}

void WorkbookWriter::write_cell(std::string_view cell) {
    const char kind = cell.front();
    const std::string text(cell.substr(1));
    const std::size_t width = display_width(text);
    widths_.resize(std::max<std::size_t>(widths_.size(), column_ + 1U));
    widths_[column_] = std::max(widths_[column_], kind == sheet_text::kHeading ? std::min(width, kWidestHeading) : width);
    if (kind == sheet_text::kNumber && keeps(text)) {
        const std::size_t point = text.find('.');
        check(worksheet_write_number(sheet_, row_, column_, std::strtod(text.c_str(), nullptr),
                                     point == std::string::npos ? whole_ : point + 3 == text.size() ? cents_ : nullptr));
    } else if (code_point_count(text) > kMostText) {
        problem_ = "a cell of a workbook holds 32767 characters";
    } else if (!text.empty()) {
        check(worksheet_write_string(sheet_, row_, column_, text.c_str(),
                                     kind == sheet_text::kHeading                                         ? heading_
                                     : width + 2 > kWidest || text.find('\n') != std::string::npos ? long_text_
                                                                                                          : text_));
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
    lay_out();
    check(workbook_close(std::exchange(book_, nullptr)));
    return problem_.empty();
}

}  // namespace huiqi
