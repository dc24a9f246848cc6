#include "engine/io/csv_record.h"

#include <algorithm>

#include "engine/io/separator_scan.h"

namespace huiqi {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Walks over one record. `at_` stands at the first byte of a cell whenever `cell` is called.
class RecordScanner {
public:
    RecordScanner(std::string_view text, std::size_t at, bool at_end, const CsvSyntax& syntax,
                  std::vector<CsvCell>* cells)
        : text_(text),
          at_(at),
          begin_(at),
          at_end_(at_end),
          newline_(static_cast<char>(syntax.line_end)),
          separator_(syntax.separator),
          limit_(syntax.row_bytes),
          most_cells_(syntax.most_cells),
          cells_(cells) {}

    CsvRecord run() {
        while (!done_) {
            if (at_ < text_.size() && text_[at_] == '"') {
                quoted_cell();
            } else {
                bare_cell();
            }
        }
        return record_;
    }

private:
    void bare_cell() {
        std::size_t end = at_;
        while (end < text_.size() && text_[end] != separator_ && text_[end] != newline_ && text_[end] != '"') {
            ++end;
        }
        if (end == text_.size() && !at_end_) {
            needs_more();
        } else if (end < text_.size() && text_[end] == '"') {
            broken(CsvShape::misplaced_quote, end);
        } else if (end < text_.size() && text_[end] == separator_) {
            cell(at_, end - at_, false);
            at_ = end + 1;
        } else {
            cell(at_, before_line_end(end) - at_, false);
            finish(end);
        }
    }

    void quoted_cell() {
        const std::size_t open = at_;
        bool escaped = false;
        for (std::size_t from = open + 1;; from += 2) {
            from = text_.find('"', from);
            if (from == kNone || from - begin_ >= limit_ || (from + 1 == text_.size() && !at_end_)) {
                no_close(open);
                return;
            }
            if (from + 1 == text_.size() || text_[from + 1] != '"') {
                cell(open + 1, from - open - 1, escaped);
                behind_quote(open, from + 1);
                return;
            }
            escaped = true;
        }
    }

    /// Looks at what follows a closing quote: a separator, a line end or the end of the file may.
    void behind_quote(std::size_t open, std::size_t at) {
        const std::size_t end = at < text_.size() && text_[at] == '\r' && newline_ == '\n' ? at + 1 : at;
        if (end >= text_.size()) {
            if (at_end_) {
                finish(end);
            } else {
                needs_more();
            }
        } else if (text_[end] == newline_) {
            finish(end);
        } else if (text_[at] == separator_) {
            at_ = at + 1;
        } else if (text_.substr(open, at - open).find(newline_) == kNone) {
            broken(CsvShape::misplaced_quote, at - 1);
        } else {
            broken(CsvShape::unclosed_quote, open);
        }
    }

    void no_close(std::size_t open) {
        if (at_end_ || text_.size() - begin_ > limit_) {
            broken(CsvShape::unclosed_quote, open);
        } else {
            needs_more();
        }
    }

    void needs_more() {
        record_.shape = CsvShape::needs_more;
        done_ = true;
    }

    /// Ends the record at a line end, or at the end of the text.
    void finish(std::size_t newline) {
        record_.end = std::min(newline + 1, text_.size());
        record_.text_end = before_line_end(std::min(newline, text_.size()));
        done_ = true;
    }

    /// Ends the record with the line on which the quote stands.
    void broken(CsvShape shape, std::size_t quote) {
        const std::size_t newline = text_.find(newline_, quote);
        if (newline == kNone && !at_end_) {
            needs_more();
            return;
        }
        record_.shape = shape;
        record_.fault_at = quote;
        finish(std::min(newline, text_.size()));
    }

    /// Steps back over the `\r` of a `\r\n`.
    [[nodiscard]] std::size_t before_line_end(std::size_t end) const {
        return newline_ == '\n' && end > begin_ && text_[end - 1] == '\r' ? end - 1 : end;
    }

    void cell(std::size_t begin, std::size_t length, bool escaped) {
        ++record_.cells;
        if (cells_ != nullptr && record_.cells <= most_cells_) {
            cells_->push_back({.begin = begin, .length = length, .escaped = escaped});
        }
    }

    std::string_view text_;
    std::size_t at_;
    std::size_t begin_;
    bool at_end_;
    char newline_;
    char separator_;
    std::size_t limit_;
    std::size_t most_cells_;
    std::vector<CsvCell>* cells_;
    CsvRecord record_;
    bool done_ = false;
};

}  // namespace

CsvRecord scan_csv_record(std::string_view text, std::size_t at, bool at_end, const CsvSyntax& syntax,
                          std::vector<CsvCell>* cells) {
    return RecordScanner(text, at, at_end, syntax, cells).run();
}

std::size_t whole_csv_records(std::string_view text, bool at_end, std::size_t most, const CsvSyntax& syntax) {
    if (at_end && text.size() <= most) {
        return text.size();
    }
    const char newline = static_cast<char>(syntax.line_end);
    std::size_t done = 0;
    if (text.substr(0, most).find('"') != kNone) {
        if (const std::size_t end = end_of_records(text.substr(0, most), newline, syntax.separator); end != 0) {
            return end;
        }
    }
    while (done < most) {
        // Lines without a quote are records; only the line of the quote has to be looked at.
        const std::size_t quote = std::min(text.find('"', done), text.size());
        const std::size_t before = text.substr(0, std::min(quote, most)).rfind(newline);
        const std::size_t begin = before == kNone ? done : std::max(done, before + 1);
        if (quote >= most || quote == text.size()) {
            if (begin != 0) {
                return begin;
            }
            const std::size_t end = text.find(newline, std::min(quote, most));
            if (end != kNone && end < quote) {
                return end + 1;
            }
            if (quote == text.size()) {
                return at_end ? text.size() : 0;
            }
        }
        const CsvRecord record = scan_csv_record(text, begin, at_end, syntax, nullptr);
        if (record.shape == CsvShape::needs_more) {
            return begin;
        }
        done = record.end;
    }
    return done;
}

std::string unescaped(std::string_view cell) {
    std::string text;
    text.reserve(cell.size());
    for (std::size_t at = 0; at < cell.size(); ++at) {
        text += cell[at];
        at += cell[at] == '"' && at + 1 < cell.size() && cell[at + 1] == '"' ? 1U : 0U;
    }
    return text;
}

}  // namespace huiqi
