#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace huiqi {

/// How a table travels to a workbook: each cell begins with what it is, and ends with a byte that no text may hold.
namespace sheet_text {
inline constexpr char kText = 't';
inline constexpr char kNumber = 'n';      ///< a plain decimal
inline constexpr char kHeading = 'h';
inline constexpr char kSheet = 's';       ///< no cell: a further sheet begins, called by the text, at most 31 characters
/// No cell: bars of columns of this sheet over its rows so far. The text is a title, the last row from 1 that counts, and
/// letters of columns (`C,F`), separated by tabs; the names of the bars stand in the first column.
inline constexpr char kChart = 'c';
inline constexpr char kCellEnd = '\x1F';
inline constexpr char kRowEnd = '\x1E';
/// Appends a cell; control characters, which XML cannot hold, become visible.
void append_cell(std::string& out, char kind, std::string_view text);
}  // namespace sheet_text

/// Writes a table as an XLSX workbook, row by row in bounded memory: texts as texts, which can never run as formulas;
/// numbers as numbers, unless they have more than 15 digits, which a spreadsheet could not keep: those are texts. The
/// headings stay in view and are printed on every page. Columns are as wide as what stands in them, long texts are wrapped, and a
/// page is as wide as type can be read. The same rows give the same bytes. The one place that knows
/// libxlsxwriter.
class WorkbookWriter {
public:
    explicit WorkbookWriter(std::string path) : path_(std::move(path)) {}
    WorkbookWriter(const WorkbookWriter&) = delete;
    WorkbookWriter& operator=(const WorkbookWriter&) = delete;
    ~WorkbookWriter();

    /// Takes a piece of the table, in the form above; false when something is wrong: then `problem` says what.
    bool take(std::string_view piece);
    /// Writes the file; false when that fails.
    bool finish();
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

private:
    void open();
    void next_sheet();
    /// Gives the columns of the sheet that ends their widths, and the pages theirs.
    void lay_out();
    void begin_sheet(std::string_view name);
    void add_chart(std::string_view text);
    void write_cell(std::string_view cell);
    void check(int error);

    std::string path_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* heading_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_format* long_text_ = nullptr;
    lxw_format* whole_ = nullptr;
    lxw_format* cents_ = nullptr;
    std::string rest_;              ///< the beginning of a cell whose end is in the next piece
    std::string headings_;          ///< the row of headings, for further sheets
    std::uint32_t row_ = 0;
    std::uint16_t column_ = 0;
    std::vector<std::size_t> widths_;   ///< of the columns of this sheet, by its cells: in narrow characters
    bool chart_ = false;                ///< this sheet has one
    unsigned sheets_ = 0;
    std::string name_;              ///< of the sheet that was asked for; empty: none was
    unsigned continued_ = 0;        ///< further sheets of the same table
    std::string problem_;
};

}  // namespace huiqi
