#include "engine/io/xlsx_sheet.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>

#include "engine/io/fault_texts.h"

namespace huiqi {
namespace {

/// What is read at once.
constexpr std::size_t kPiece = std::size_t{1} << 16;
/// What shared texts may unfold to in the cells of a sheet: so much, and so many times the size of the sheet itself.
constexpr std::uint64_t kMostUnfolded = std::uint64_t{64} << 20;
constexpr std::uint64_t kUnfoldedPerByte = 64;
/// Bytes that the texts of one row may take.
constexpr std::size_t kMostRowBytes = std::size_t{16} << 20;
/// Bytes of the merged ranges of a sheet that are looked at.
constexpr std::size_t kMostTail = std::size_t{64} << 20;

[[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                      : std::nullopt;
}

[[nodiscard]] bool is_true(std::string_view text) noexcept { return text == "1" || text == "true"; }

/// Gives the value of `ref` of an element that begins at the front of the text.
[[nodiscard]] std::string_view reference_in(std::string_view element) {
    const std::size_t end = std::min(element.find('>'), element.size());
    const std::size_t at = element.substr(0, end).find("ref=");
    if (at == std::string_view::npos || at + 5 > end) {
        return {};
    }
    const char quote = element[at + 4];
    return element.substr(at + 5, element.substr(at + 5).find(quote));
}

void take_merged(std::string_view tail, std::vector<MergedCells>& merged) {
    constexpr std::string_view kElement = "mergeCell ";
    for (std::size_t at = tail.find(kElement); at != std::string_view::npos; at = tail.find(kElement, at + 1)) {
        if (at == 0 || (tail[at - 1] != '<' && tail[at - 1] != ':')) {
            continue;   // a text of a cell
        }
        const std::string_view range = reference_in(tail.substr(at));
        const std::size_t colon = range.find(':');
        const auto first = parse_cell_name(range.substr(0, colon));
        const auto last = colon == std::string_view::npos ? first : parse_cell_name(range.substr(colon + 1));
        if (first && last && first->row <= last->row && first->column <= last->column) {
            merged.push_back({.first = *first, .last = *last});
        }
    }
    std::sort(merged.begin(), merged.end(),
              [](const MergedCells& left, const MergedCells& right) { return left.first.row < right.first.row; });
}

}  // namespace

/// Puts rows together from the elements of a sheet.
class XlsxSheetReader::Handler final : public XmlHandler {
public:
    explicit Handler(const XlsxWorkbook& book) : book_(book) {}

    void take_reader(XmlReader& reader) noexcept { reader_ = &reader; }

    void open(std::string_view name, const Attributes& attributes) override {
        if (name == "c" && in_row_) {
            open_cell(attributes);
        } else if ((name == "v" || name == "is") && in_cell_) {
            ++value_part_;   // a cell has one value: a number, a text, or the place of one
            in_value_ = name == "v";
            cell_.has_value = cell_.has_value || in_value_;
        } else if (name == "row" && in_data_) {
            open_row(attributes);
        } else if (name == "t") {
            in_value_ = in_cell_ && reading_ == 0;
            cell_.has_value = cell_.has_value || in_value_;
        } else if (name == "f") {
            cell_.formula = true;
        } else if (name == "rPh") {
            ++reading_;
        } else if (name == "sheetData") {
            in_data_ = true;
        } else if (name == "col" && is_true(attributes["hidden"])) {
            const auto first = whole_number(attributes["min"]);
            const auto last = whole_number(attributes["max"]);
            if (first && last && *first != 0) {
                hidden_columns.emplace_back(*first - 1, *last - 1);
            }
        }
    }

    void close(std::string_view name) override {
        if (name == "v" || name == "t") {
            in_value_ = false;
        } else if (name == "c" && in_cell_) {
            close_cell();
        } else if (name == "row" && in_row_) {
            in_row_ = false;
            if (!row_.cells.empty()) {
                rows.push_back(std::move(row_));
            }
        } else if (name == "rPh" && reading_ != 0) {
            --reading_;
        } else if (name == "sheetData") {
            in_data_ = false;
        }
    }

    void text(std::string_view piece) override {
        if (in_value_) {
            if (!value_.empty() && value_part_ != value_from_) {
                damaged({"一个单元格里有两个值", "a cell holds two values"});
                return;
            }
            value_from_ = value_part_;
            value_ += piece;
            if (value_.size() + row_.texts.size() > kMostRowBytes) {
                reader_->stop({"一行的文字没完没了", "the texts of a row have no end"}, true);
            }
        }
    }

    std::deque<XlsxRow> rows;
    std::optional<CellPlace> reached;   ///< the last cell that was begun
    std::uint64_t fed = 0;   ///< bytes of the sheet so far
    std::vector<std::pair<std::size_t, std::size_t>> hidden_columns;

private:
    void open_row(const Attributes& attributes) {
        const std::string_view number = attributes["r"];
        const auto given = number.empty() ? std::optional(last_row_ + 1) : whole_number(number);
        if (!given || *given <= last_row_ || *given > kMostSheetRows) {
            damaged({"行号乱了", "its rows are out of order"});
            return;
        }
        row_ = XlsxRow();
        row_.number = *given;
        row_.hidden = is_true(attributes["hidden"]);
        last_row_ = *given;
        next_column_ = 0;
        in_row_ = true;
    }

    void open_cell(const Attributes& attributes) {
        const std::string_view name = attributes["r"];
        const auto place = name.empty() ? std::optional(CellPlace{.row = row_.number, .column = next_column_})
                                        : parse_cell_name(name);
        if (!place || place->row != row_.number || place->column < next_column_ ||
            place->column >= kMostSheetColumns) {
            damaged({"单元格的位置乱了", "its cells are out of order"});
            return;
        }
        cell_ = XlsxCell();
        cell_.column = place->column;
        reached = *place;
        next_column_ = place->column + 1;
        cell_.style = static_cast<std::uint32_t>(whole_number(attributes["s"]).value_or(0));
        type_ = kind_of(attributes["t"]);
        shared_ = attributes["t"] == "s";
        value_.clear();
        value_part_ = 0;
        in_cell_ = true;
    }

    [[nodiscard]] static XlsxCell::Kind kind_of(std::string_view type) noexcept {
        return type == "s" || type == "str" || type == "inlineStr" ? XlsxCell::Kind::text
               : type == "b"                                       ? XlsxCell::Kind::boolean
               : type == "e"                                       ? XlsxCell::Kind::error
               : type == "d"                                       ? XlsxCell::Kind::date
                                                                   : XlsxCell::Kind::number;
    }

    void close_cell() {
        in_cell_ = false;
        cell_.kind = type_;
        if (shared_ && cell_.has_value) {
            const auto index = whole_number(value_);
            if (!index || *index >= book_.strings().size()) {
                damaged({"单元格的文字找不到", "the text of a cell is not there"});
                return;
            }
            cell_.shared = true;
            cell_.begin = *index;
            unfolded_ += book_.strings()[cell_.begin].size();
            if (unfolded_ > kMostUnfolded + kUnfoldedPerByte * fed) {
                reader_->stop({"同一段长文字在工作表里重复了太多次，展开后大得离谱", "long texts stand in too many of its cells: it unfolds beyond all measure"}, true);
            }
        } else {
            cell_.begin = row_.texts.size();
            append_xlsx_text(row_.texts, value_);
            cell_.length = row_.texts.size() - cell_.begin;
        }
        if (cell_.has_value || cell_.formula) {
            row_.cells.push_back(cell_);
        }
    }

    void damaged(Bilingual problem) { reader_->stop(std::move(problem), false); }

    const XlsxWorkbook& book_;
    XmlReader* reader_ = nullptr;
    XlsxRow row_;
    XlsxCell cell_;
    XlsxCell::Kind type_ = XlsxCell::Kind::number;
    std::string value_;
    std::uint64_t unfolded_ = 0;   ///< bytes of shared texts in cells so far
    std::uint64_t last_row_ = 0;
    std::size_t next_column_ = 0;
    unsigned reading_ = 0;
    unsigned value_part_ = 0;   ///< elements of a value in the cell so far
    unsigned value_from_ = 0;   ///< the one whose text `value_` holds
    bool shared_ = false;
    bool in_data_ = false;
    bool in_row_ = false;
    bool in_cell_ = false;
    bool in_value_ = false;
};

XlsxSheetReader::XlsxSheetReader(const XlsxWorkbook& book, const XlsxSheet& sheet, std::vector<DataFault>& faults)
    : stream_(book.stream(sheet, faults)),
      handler_(std::make_unique<Handler>(book)),
      xml_(std::make_unique<XmlReader>(*handler_)),
      piece_(kPiece, '\0'),
      at_end_(stream_ == nullptr) {
    handler_->take_reader(*xml_);
}

XlsxSheetReader::~XlsxSheetReader() = default;

const std::vector<std::pair<std::size_t, std::size_t>>& XlsxSheetReader::hidden_columns() const noexcept {
    return handler_->hidden_columns;
}

/// Reads on; false when the sheet is damaged.
bool XlsxSheetReader::feed() {
    const std::size_t got = stream_->read(piece_.data(), piece_.size());
    handler_->fed += got;
    at_end_ = got == 0;
    if (stream_->failure() != nullptr) {
        failure_ = std::make_unique<DataFault>(*stream_->failure());
    } else if (!xml_->feed(std::string_view(piece_).substr(0, got), at_end_)) {
        failure_ = std::make_unique<DataFault>(xml_->hostile() ? fault_texts::hostile_workbook(xml_->problem())
                                                               : fault_texts::damaged_workbook(xml_->problem()));
    }
    if (failure_ != nullptr && handler_->reached) {   // the damage is there, or behind it
        failure_->line = handler_->reached->row;
        failure_->column_number = handler_->reached->column + 1;
    }
    at_end_ = at_end_ || failure_ != nullptr;
    return failure_ == nullptr;
}

bool XlsxSheetReader::next(XlsxRow& row) {
    while (handler_->rows.empty()) {
        if (at_end_ || !feed()) {
            return false;
        }
    }
    row = std::move(handler_->rows.front());
    handler_->rows.pop_front();
    return true;
}

bool read_xlsx_frame(const XlsxWorkbook& book, const XlsxSheet& sheet, XlsxFrame& frame,
                     std::vector<DataFault>& faults) {
    const auto stream = book.stream(sheet, faults);
    if (stream == nullptr) {
        return false;
    }
    constexpr std::string_view kElement = "mergeCells";
    std::string piece(kPiece, '\0');
    std::string tail;
    bool found = false;
    while (const std::size_t got = stream->read(piece.data(), piece.size())) {
        if (!found) {
            // The name of the element may be cut in two.
            tail.erase(0, tail.size() - std::min(tail.size(), kElement.size()));
        }
        if (!found || tail.size() < kMostTail) {
            tail.append(piece, 0, got);
        }
        found = found || tail.find(kElement) != std::string::npos;
    }
    if (const DataFault* failure = stream->failure()) {
        faults.push_back(*failure);
        faults.back().file = book.path();
        return false;
    }
    take_merged(tail, frame.merged);
    return true;
}

}  // namespace huiqi
