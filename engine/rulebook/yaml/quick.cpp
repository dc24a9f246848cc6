#include "engine/rulebook/yaml/quick.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// Deeper files, and longer keys, are for the library to judge.
constexpr std::size_t kDeepest = 40;
constexpr std::size_t kLongestKey = 500;

/// A few signs of ASCII.
class Signs {
public:
    constexpr explicit Signs(std::string_view signs) noexcept {
        for (const char sign : signs) {
            const auto byte = static_cast<unsigned char>(sign);
            (byte < 64 ? low_ : high_) |= std::uint64_t{1} << (byte % 64U);
        }
    }
    [[nodiscard]] constexpr bool hold(char c) const noexcept {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 128 && (((byte < 64 ? low_ : high_) >> (byte % 64U)) & 1U) != 0;
    }

private:
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
};

constexpr Signs kOpenBrackets("{[");
constexpr Signs kCloseBrackets("]}");
constexpr Signs kBlockScalars("|>");
constexpr Signs kBeginNoPlain(",[]{}#&*!|>'\"%@`");
constexpr Signs kBeginNoPlainInFlow("?,[]{}#&*!|>'\"%@`");
constexpr Signs kDashes("-?:");
constexpr Signs kDashesInFlow("-:");
constexpr Signs kEndPlainInFlow(",]}\n");
constexpr Signs kBehindColonInFlow(",]}");
constexpr Signs kNotInFlow("?[{");

/// The words that the library gives as null.
[[nodiscard]] bool is_null_word(std::string_view word) noexcept {
    return word == "~" || word == "null" || word == "Null" || word == "NULL";
}

/// A scalar of one line.
struct Word {
    std::string_view written;   ///< as it stands, without its quotes
    std::string meant{};        ///< what that means where it means something else
    std::size_t end = 0;
    bool plain = false;

    [[nodiscard]] std::string_view value() const noexcept { return meant.empty() ? written : meant; }
};

class QuickReader {
public:
    QuickReader(std::string_view text, YamlBuilder& builder) : text_(text), builder_(builder) {
        at_ = line_ = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    }

    bool run() {
        if (text_.find('\t') != std::string_view::npos || text_.find('\r') != std::string_view::npos || !skip() || at_end()) {
            return false;
        }
        // a line of such a beginning may end the document wherever it stands
        const bool marked = text_.find("\n---") != std::string_view::npos || text_.find("\n...") != std::string_view::npos;
        if (marked || peek() == '%' || rest().starts_with("---") || rest().starts_with("...")) {
            return false;
        }
        if (!block_node(-1, 0) || !skip() || !at_end()) {
            return false;
        }
        builder_.end_document();
        return true;
    }

private:
    [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
    }
    [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }
    [[nodiscard]] std::ptrdiff_t column() const noexcept { return static_cast<std::ptrdiff_t>(at_ - line_); }
    [[nodiscard]] static bool is_space(char c) noexcept { return c == ' ' || c == '\n'; }
    [[nodiscard]] bool at_dash() const noexcept { return peek() == '-' && is_space(peek(1)); }

    /// Goes to the next token, over blanks, line ends and comments; false at a `#` that may be none, and at the mark of a document.
    [[nodiscard]] bool skip() noexcept {
        for (;;) {
            while (!at_end() && text_[at_] == ' ') {
                ++at_;
            }
            if (at_end()) {
                return true;
            }
            if (text_[at_] == '#') {
                if (at_ != line_ && text_[at_ - 1] != ' ') {
                    return false;
                }
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (text_[at_] != '\n') {
                // at the start of a line they end a document, wherever they stand: what follows is for the library
                return at_ != line_ || !(rest().starts_with("---") || rest().starts_with("..."));
            } else {
                line_ = ++at_;
            }
        }
    }

    /// Passes over blanks of a line.
    void skip_blanks() noexcept {
        while (!at_end() && text_[at_] == ' ') {
            ++at_;
        }
    }

    /// Whether nothing but a comment follows in the line.
    [[nodiscard]] bool line_done() noexcept {
        const std::size_t before = at_;
        skip_blanks();
        return at_end() || text_[at_] == '\n' || (text_[at_] == '#' && at_ > before);
    }

    void scalar(const Word& word) {
        if (word.plain && is_null_word(word.value())) {
            builder_.null();
        } else {
            builder_.scalar(word.value());
        }
        at_ = word.end;
    }

    [[nodiscard]] std::optional<Word> word(bool flow) const {
        if (peek() == '"') {
            return double_quoted();
        }
        if (peek() == '\'') {
            return single_quoted();
        }
        return flow ? plain_in_flow() : plain();
    }

    [[nodiscard]] std::optional<Word> single_quoted() const {
        bool other = false;
        for (std::size_t at = at_ + 1; at < text_.size() && text_[at] != '\n'; ++at) {
            if (text_[at] != '\'') {
                continue;
            }
            if (at + 1 < text_.size() && text_[at + 1] == '\'') {
                other = true;
                ++at;
                continue;
            }
            return quoted(at, other ? '\'' : '\0');
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Word> double_quoted() const {
        bool other = false;
        for (std::size_t at = at_ + 1; at < text_.size() && text_[at] != '\n'; ++at) {
            if (text_[at] == '"') {
                return quoted(at, other ? '\\' : '\0');
            }
            if (text_[at] == '\\') {
                const char escaped = at + 1 < text_.size() ? text_[++at] : '\n';
                if (escaped != '"' && escaped != '\\') {
                    return std::nullopt;
                }
                other = true;
            }
        }
        return std::nullopt;
    }

    /// Gives what stands between quotes up to the one at `close`; before each sign that is meant a `mark` stands.
    [[nodiscard]] Word quoted(std::size_t close, char mark) const {
        Word word{.written = text_.substr(at_ + 1, close - at_ - 1), .end = close + 1};
        for (std::size_t at = 0; mark != '\0' && at < word.written.size(); ++at) {
            at += word.written[at] == mark ? 1U : 0U;
            word.meant += word.written[at];
        }
        return word;
    }

    /// Ends a plain scalar at `end`, blanks before it taken off.
    [[nodiscard]] std::optional<Word> plain_until(std::size_t end) const {
        while (end > at_ && text_[end - 1] == ' ') {
            --end;
        }
        if (end == at_) {
            return std::nullopt;
        }
        return Word{.written = text_.substr(at_, end - at_), .end = end, .plain = true};
    }

    [[nodiscard]] std::optional<Word> plain() const {
        if (kBeginNoPlain.hold(peek()) || (kDashes.hold(peek()) && is_space(peek(1)))) {
            return std::nullopt;
        }
        std::size_t end = at_;
        for (; end < text_.size() && text_[end] != '\n'; ++end) {
            const bool last = end + 1 == text_.size();
            if ((text_[end] == ':' && (last || is_space(text_[end + 1]))) ||
                (text_[end] == '#' && text_[end - 1] == ' ')) {
                break;
            }
        }
        return plain_until(end);
    }

    [[nodiscard]] std::optional<Word> plain_in_flow() const {
        if (kBeginNoPlainInFlow.hold(peek()) || (kDashesInFlow.hold(peek()) && is_space(peek(1)))) {
            return std::nullopt;
        }
        std::size_t end = at_;
        for (; end < text_.size() && !kEndPlainInFlow.hold(text_[end]); ++end) {
            if (kNotInFlow.hold(text_[end])) {
                return std::nullopt;
            }
            const bool last = end + 1 == text_.size();
            if (text_[end] == ':' && (last || is_space(text_[end + 1]) || kBehindColonInFlow.hold(text_[end + 1]))) {
                break;
            }
            if (text_[end] == '#' && text_[end - 1] == ' ') {
                return std::nullopt;
            }
        }
        return plain_until(end);
    }

    [[nodiscard]] bool colon_behind(const Word& word) const noexcept {
        return word.end < text_.size() && text_[word.end] == ':' &&
               (word.end + 1 == text_.size() || is_space(text_[word.end + 1]));
    }

    /// Reads a node of a block collection at `parent`, which stands further right.
    [[nodiscard]] bool block_node(std::ptrdiff_t parent, std::size_t depth) {
        if (depth > kDeepest || column() <= parent) {
            return false;
        }
        if (at_dash()) {
            return sequence(column(), depth);
        }
        if (kOpenBrackets.hold(peek()) || kBlockScalars.hold(peek())) {
            return inline_value(parent, depth);
        }
        const std::optional<Word> first = word(false);
        if (!first) {
            return false;
        }
        if (colon_behind(*first)) {
            return mapping(column(), depth);
        }
        scalar(*first);
        return line_done() && nothing_goes_on(parent);
    }

    /// Reads a value in the line of its key or dash.
    [[nodiscard]] bool inline_value(std::ptrdiff_t parent, std::size_t depth) {
        if (kOpenBrackets.hold(peek())) {
            return flow(depth) && line_done() && nothing_goes_on(parent);
        }
        if (kBlockScalars.hold(peek())) {
            return block_scalar(parent);
        }
        const std::optional<Word> value = word(false);
        if (!value || colon_behind(*value)) {
            return false;
        }
        scalar(*value);
        return line_done() && nothing_goes_on(parent);
    }

    /// Whether the next token belongs to a collection that is open already, so that no value runs over lines.
    [[nodiscard]] bool nothing_goes_on(std::ptrdiff_t parent) noexcept {
        return skip() && (at_end() || column() <= parent);
    }

    [[nodiscard]] bool mapping(std::ptrdiff_t column_of_keys, std::size_t depth) {
        builder_.begin_collection(NodeKind::mapping, false);
        do {
            const std::optional<Word> key = word(false);
            if (!key || !colon_behind(*key) || key->end - at_ > kLongestKey) {
                return false;
            }
            scalar(*key);
            ++at_;
            if (!value_of_key(column_of_keys, depth)) {
                return false;
            }
        } while (!at_end() && column() == column_of_keys && !at_dash());
        builder_.end_collection();
        return at_end() || column() < column_of_keys;
    }

    [[nodiscard]] bool value_of_key(std::ptrdiff_t column_of_keys, std::size_t depth) {
        if (!line_done()) {
            return inline_value(column_of_keys, depth) && skip();
        }
        if (!skip() || at_end()) {
            return false;
        }
        // the dashes of a list may stand under its key
        const bool under = column() == column_of_keys && at_dash();
        return (under ? sequence(column_of_keys, depth + 1) : block_node(column_of_keys, depth + 1)) &&
               skip();
    }

    [[nodiscard]] bool sequence(std::ptrdiff_t column_of_dashes, std::size_t depth) {
        builder_.begin_collection(NodeKind::sequence, false);
        do {
            ++at_;
            if (line_done() && (!skip() || at_end())) {
                return false;
            }
            if (!block_node(column_of_dashes, depth + 1) || !skip()) {
                return false;
            }
        } while (!at_end() && column() == column_of_dashes && at_dash());
        builder_.end_collection();
        return at_end() || column() <= column_of_dashes;
    }

    [[nodiscard]] bool flow(std::size_t depth) {
        if (depth > kDeepest) {
            return false;
        }
        const bool list = peek() == '[';
        builder_.begin_collection(list ? NodeKind::sequence : NodeKind::mapping, true);
        ++at_;
        if (!skip()) {
            return false;
        }
        while (!at_end() && peek() != (list ? ']' : '}')) {
            if ((!list && !flow_key()) || !flow_value(depth) || !skip()) {
                return false;
            }
            if (peek() == ',') {
                ++at_;
                if (!skip() || at_end() || kCloseBrackets.hold(peek())) {
                    return false;
                }
            } else if (at_end() || peek() != (list ? ']' : '}')) {
                return false;
            }
        }
        if (at_end()) {
            return false;
        }
        builder_.end_collection();
        ++at_;
        return true;
    }

    [[nodiscard]] bool flow_key() {
        const std::optional<Word> key = word(true);
        if (!key || !colon_behind(*key) || key->end - at_ > kLongestKey) {
            return false;
        }
        scalar(*key);
        ++at_;
        return skip();
    }

    [[nodiscard]] bool flow_value(std::size_t depth) {
        if (kOpenBrackets.hold(peek())) {
            return flow(depth + 1);
        }
        const std::optional<Word> value = word(true);
        if (!value) {
            return false;
        }
        scalar(*value);
        // a colon would make a key of it
        return peek() != ':';
    }

    /// Reads `>` or `|`, with or without a `-`: lines that are indented alike, without blanks at their ends.
    [[nodiscard]] bool block_scalar(std::ptrdiff_t parent) {
        const bool fold = peek() == '>';
        std::size_t at = at_ + 1;
        const bool strip = at < text_.size() && text_[at] == '-';
        at += strip ? 1U : 0U;
        if (at >= text_.size() || text_[at] != '\n') {
            return false;
        }
        std::string value;
        std::size_t indent = 0;
        std::size_t empty = 0;
        ++at;
        std::size_t end = at;
        while (at < text_.size()) {
            const std::size_t break_at = text_.find('\n', at);
            if (break_at == std::string_view::npos) {
                return false;
            }
            const std::size_t first = std::min(text_.find_first_not_of(' ', at), break_at);
            if (first == break_at) {
                if (first != at) {
                    return false;
                }
                ++empty;
            } else {
                const std::size_t blanks = first - at;
                if (static_cast<std::ptrdiff_t>(blanks) <= parent) {
                    break;
                }
                indent = indent == 0 ? blanks : indent;
                if (blanks != indent || text_[break_at - 1] == ' ' || (value.empty() && empty != 0)) {
                    return false;
                }
                if (!value.empty()) {
                    value += fold ? (empty == 0 ? std::string(" ") : std::string(empty, '\n'))
                                  : std::string(empty + 1, '\n');
                }
                value += text_.substr(first, break_at - first);
                empty = 0;
                end = break_at;
            }
            at = break_at + 1;
        }
        if (value.empty() || indent == 0) {
            return false;
        }
        value += strip ? "" : "\n";
        builder_.scalar(value);
        at_ = end;
        line_ = line_begin(text_, at_);
        return nothing_goes_on(parent);
    }

    std::string_view text_;
    YamlBuilder& builder_;
    std::size_t at_ = 0;
    std::size_t line_ = 0;  ///< where the line begins
};

}  // namespace

bool read_quickly(std::string_view text, YamlBuilder& builder) {
    return QuickReader(text, builder).run();
}

}  // namespace huiqi
