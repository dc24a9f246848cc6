#include "engine/io/select.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/io/fault_texts.h"
#include "engine/io/input_file.h"

namespace huiqi {
namespace {

/// A selection longer than this is no selection.
constexpr std::size_t kMostBytes = std::size_t{1} << 20;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Walks over a selection.
class SelectReader {
public:
    SelectReader(std::string_view text, bool comments, std::vector<DataFault>& faults)
        : text_(text), comments_(comments), faults_(faults) {}

    std::vector<SelectItem> run() {
        while (skip_empty_lines()) {
            const std::size_t begin = at_;
            if (auto item = read_item()) {
                add(std::move(*item));
            } else {
                at_ = std::min(text_.find_first_of(",\n", at_), text_.size());
                faults_.push_back(fault_texts::malformed_selection(text_.substr(begin, at_ - begin)));
            }
            comma_ = at_ < text_.size() && text_[at_] == ',';
            at_ += comma_ ? 1U : 0U;
        }
        if (comma_) {
            faults_.push_back(fault_texts::malformed_selection(","));
        }
        return std::move(items_);
    }

private:
    /// Goes to the next item; false when there is none.
    bool skip_empty_lines() {
        while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == '\n' || comment())) {
            at_ = comment() ? std::min(text_.find('\n', at_), text_.size()) : at_ + 1;
        }
        return at_ < text_.size();
    }

    [[nodiscard]] bool comment() const {
        return comments_ && text_[at_] == '#' && (at_ == 0 || text_[at_ - 1] == '\n');
    }

    /// Reads `source` or `name=source` up to a comma, a line end or the end of the text.
    std::optional<SelectItem> read_item() {
        auto name = read_name();
        if (!name) {
            return std::nullopt;
        }
        SelectItem item{.name = *name, .source = *name};
        if (at_ < text_.size() && text_[at_] == '=') {
            ++at_;
            auto source = read_name();
            if (!source) {
                return std::nullopt;
            }
            item.source = std::move(*source);
        }
        const bool ended = at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n';
        return ended ? std::optional(std::move(item)) : std::nullopt;
    }

    std::optional<std::string> read_name() {
        skip_blanks();
        std::string name;
        if (at_ < text_.size() && text_[at_] == '"') {
            if (!read_quoted(name)) {
                return std::nullopt;
            }
        } else {
            const std::size_t end = std::min(text_.find_first_of(",=\n\"", at_), text_.size());
            name = text_.substr(at_, end - at_);
            while (!name.empty() && is_blank(name.back())) {
                name.pop_back();
            }
            at_ = end;
        }
        skip_blanks();
        return name.empty() ? std::nullopt : std::optional(std::move(name));
    }

    bool read_quoted(std::string& name) {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"' && (at_ + 1 == text_.size() || text_[at_ + 1] != '"')) {
                ++at_;
                return true;
            }
            at_ += text_[at_] == '"' ? 1U : 0U;
            name += text_[at_];
        }
        return false;
    }

    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) {
            ++at_;
        }
    }

    void add(SelectItem item) {
        if (std::any_of(items_.begin(), items_.end(),
                        [&](const SelectItem& earlier) { return earlier.name == item.name; })) {
            faults_.push_back(fault_texts::repeated_selection(item.name));
        }
        items_.push_back(std::move(item));
    }

    std::string_view text_;
    bool comments_;
    std::vector<DataFault>& faults_;
    std::vector<SelectItem> items_;
    std::size_t at_ = 0;
    bool comma_ = false;
};

std::optional<std::string> read_file(const std::string& path, std::vector<DataFault>& faults) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string text;
    std::array<char, 4096> buffer{};
    while (in && text.size() <= kMostBytes) {
        in.read(buffer.data(), buffer.size());
        text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() || text.size() > kMostBytes) {
        DataFault fault =
            fault_texts::unreadable_selection(errno_text(text.size() > kMostBytes ? EFBIG : errno));
        fault.file = path;
        faults.push_back(std::move(fault));
        return std::nullopt;
    }
    return text;
}

}  // namespace

std::vector<SelectItem> parse_select(std::string_view text, std::vector<DataFault>& faults) {
    const std::size_t before = faults.size();
    if (!text.starts_with('@')) {
        std::vector<SelectItem> items;
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            faults.push_back(fault_texts::malformed_selection(text));
        } else {
            items = SelectReader(text, false, faults).run();
        }
        for (std::size_t i = before; i < faults.size(); ++i) {
            faults[i].file = "--select";
        }
        return items;
    }
    const std::string path(text.substr(1));
    const auto content = read_file(path, faults);
    if (!content) {
        return {};
    }
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    const std::string_view body(*content);
    auto items = SelectReader(body.substr(body.starts_with(kByteOrderMark) ? 3 : 0), true, faults).run();
    for (std::size_t i = before; i < faults.size(); ++i) {
        faults[i].file = path;
    }
    return items;
}

}  // namespace huiqi
