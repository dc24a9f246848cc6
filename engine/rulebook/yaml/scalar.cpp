#include "engine/rulebook/yaml/scalar.h"

#include <array>
#include <string>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

/// Builds a MappedText piece by piece, with as few anchors as can be.
class Mapper {
public:
    explicit Mapper(SourceId source) { out_.source = source; }

    [[nodiscard]] const std::string& text() const { return out_.text; }
    [[nodiscard]] MappedText take() { return std::move(out_); }

    /// Appends bytes that stand in the source as they are.
    void copy(std::size_t source, std::string_view bytes) {
        const std::size_t offset = out_.text.size();
        const bool in_step =
            !out_.anchors.empty() && source - out_.anchors.back().source == offset - out_.anchors.back().text;
        if (!in_step) {
            anchor(source);
        }
        out_.text += bytes;
    }

    /// Appends what the bytes [begin, end) of the source stand for; nothing, when they only lay it out.
    void replace(std::size_t begin, std::size_t end, std::string_view bytes) {
        anchor(begin);
        out_.text += bytes;
        anchor(end);
    }

private:
    void anchor(std::size_t source) {
        const MappedText::Anchor next{.text = static_cast<std::uint32_t>(out_.text.size()),
                                      .source = static_cast<std::uint32_t>(source)};
        if (out_.anchors.empty() || out_.anchors.back().text != next.text ||
            out_.anchors.back().source != next.source) {
            out_.anchors.push_back(next);
        }
    }

    MappedText out_;
};

/// The blanks and line ends from a place on: where they end, and how many lines end in them.
struct Gap {
    std::size_t end = 0;
    std::size_t breaks = 0;
};

Gap gap_at(std::string_view text, std::size_t at) {
    Gap gap{.end = at, .breaks = 0};
    while (gap.end < text.size() && (is_blank(text[gap.end]) || is_break(text[gap.end]))) {
        gap.breaks += text[gap.end] == '\n' ? 1U : 0U;
        ++gap.end;
    }
    return gap;
}

/// One line end folds to a blank; n of them to n - 1 line ends.
std::string folded(std::size_t breaks) {
    return breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
}

/// Reads blanks inside a scalar: blanks between words stand, line ends fold. Gives where they end.
std::size_t read_blanks(std::string_view text, std::size_t at, Mapper& mapper) {
    const Gap gap = gap_at(text, at);
    if (gap.breaks == 0) {
        mapper.copy(at, text.substr(at, gap.end - at));
    } else {
        mapper.replace(at, gap.end, folded(gap.breaks));
    }
    return gap.end;
}

bool is_space(char byte) {
    return is_blank(byte) || is_break(byte);
}

/// Gives a reading that stands in one line of the source as it is: most do.
std::optional<MappedText> as_it_stands(std::string_view text, std::size_t at, std::string_view value, SourceId source) {
    if (value.empty() || !text.substr(std::min(at, text.size())).starts_with(value) || value.find('\n') != std::string_view::npos ||
        value.find('\r') != std::string_view::npos) {
        return std::nullopt;
    }
    return MappedText{.text = std::string(value), .source = source, .anchors = {{.text = 0, .source = static_cast<std::uint32_t>(at)}}};
}

/// A plain scalar ends where the library's reading is used up.
std::optional<AlignedScalar> align_plain(std::string_view text, std::size_t begin, std::string_view value,
                                         SourceId source) {
    if (auto whole = as_it_stands(text, begin, value, source)) {
        return AlignedScalar{.style = ScalarStyle::plain, .end = begin + value.size(), .text = std::move(*whole)};
    }
    Mapper mapper(source);
    std::size_t at = begin;
    while (mapper.text().size() < value.size()) {
        if (at >= text.size()) {
            return std::nullopt;
        }
        const std::size_t done = mapper.text().size();
        if (is_space(text[at])) {
            at = read_blanks(text, at, mapper);
        } else {
            // No further than the reading goes: in a long line of short values each is looked at once.
            const std::string_view rest = text.substr(at, value.size() - done);
            const std::size_t length = std::min(rest.find_first_of(" \t\r\n"), rest.size());
            mapper.copy(at, rest.substr(0, length));
            at += length;
        }
        if (value.substr(done, mapper.text().size() - done) != std::string_view(mapper.text()).substr(done)) {
            return std::nullopt;
        }
    }
    return AlignedScalar{.style = ScalarStyle::plain, .end = at, .text = mapper.take()};
}

/// A reading in quotes that holds neither them nor what has a meaning between them, in one line.
std::optional<AlignedScalar> align_plainly_quoted(std::string_view text, std::size_t begin, std::string_view value, SourceId source) {
    const char quote = text[begin];
    const std::size_t end = begin + 1 + value.size();
    if (text.substr(std::min(end, text.size()), 1) != std::string_view(&quote, 1) || value.find(quote) != std::string_view::npos ||
        (quote == '"' ? value.find('\\') != std::string_view::npos : text.substr(end + 1, 1) == "'")) {
        return std::nullopt;
    }
    auto whole = as_it_stands(text, begin + 1, value, source);
    const ScalarStyle style = quote == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
    return whole ? std::optional(AlignedScalar{.style = style, .end = end + 1, .text = std::move(*whole)}) : std::nullopt;
}

std::optional<AlignedScalar> align_single(std::string_view text, std::size_t begin, SourceId source) {
    Mapper mapper(source);
    std::size_t at = begin + 1;
    while (at < text.size()) {
        if (text[at] == '\'') {
            if (text.substr(at + 1, 1) != "'") {
                return AlignedScalar{
                    .style = ScalarStyle::single_quoted, .end = at + 1, .text = mapper.take()};
            }
            mapper.replace(at, at + 2, "'");
            at += 2;
        } else if (is_space(text[at])) {
            at = read_blanks(text, at, mapper);
        } else {
            const std::size_t end = std::min(text.find_first_of("' \t\r\n", at), text.size());
            mapper.copy(at, text.substr(at, end - at));
            at = end;
        }
    }
    return std::nullopt;
}

/// What an escape stands for, and how many bytes it takes with its backslash; length 0: no escape of YAML.
struct Escape {
    std::size_t length = 0;
    std::string text;
};

Escape hex_escape(std::string_view digits) {
    constexpr std::string_view kDigits = "0123456789abcdef0123456789ABCDEF";
    char32_t code_point = 0;
    for (const char digit : digits) {
        const std::size_t found = kDigits.find(digit);
        if (found == std::string_view::npos) {
            return {};
        }
        code_point = code_point * 16 + static_cast<char32_t>(found % 16);
    }
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        return {};
    }
    Escape escape{.length = digits.size() + 2, .text = {}};
    append_utf8(escape.text, code_point);
    return escape;
}

/// Reads the escape at a backslash that no line end follows.
Escape escape_at(std::string_view text, std::size_t at) {
    constexpr std::array<std::pair<char, std::string_view>, 18> kSimple{{
        {'0', std::string_view("\0", 1)},
        {'a', "\a"},
        {'b', "\b"},
        {'t', "\t"},
        {'\t', "\t"},
        {'n', "\n"},
        {'v', "\v"},
        {'f', "\f"},
        {'r', "\r"},
        {'e', "\x1B"},
        {' ', " "},
        {'"', "\""},
        {'/', "/"},
        {'\\', "\\"},
        {'N', "\u0085"},
        {'_', "\u00A0"},
        {'L', "\u2028"},
        {'P', "\u2029"},
    }};
    constexpr std::array<std::pair<char, std::size_t>, 3> kHex{{{'x', 2}, {'u', 4}, {'U', 8}}};
    const char name = at + 1 < text.size() ? text[at + 1] : '\0';
    for (const auto& [letter, digits] : kHex) {
        if (letter == name) {
            return at + 2 + digits <= text.size() ? hex_escape(text.substr(at + 2, digits)) : Escape{};
        }
    }
    for (const auto& [letter, meaning] : kSimple) {
        if (letter == name && at + 1 < text.size()) {
            return {.length = 2, .text = std::string(meaning)};
        }
    }
    return {};
}

std::optional<AlignedScalar> align_double(std::string_view text, std::size_t begin, SourceId source) {
    Mapper mapper(source);
    std::size_t at = begin + 1;
    while (at < text.size()) {
        if (text[at] == '"') {
            return AlignedScalar{.style = ScalarStyle::double_quoted, .end = at + 1, .text = mapper.take()};
        }
        if (text[at] == '\\' && at + 1 < text.size() && is_break(text[at + 1])) {
            const std::size_t next = after_blanks(text, text.find('\n', at) + 1);
            mapper.replace(at, next, "");
            at = next;
        } else if (text[at] == '\\') {
            const Escape escape = escape_at(text, at);
            if (escape.length == 0) {
                return std::nullopt;
            }
            mapper.replace(at, at + escape.length, escape.text);
            at += escape.length;
        } else if (is_space(text[at])) {
            at = read_blanks(text, at, mapper);
        } else {
            const std::size_t end = std::min(text.find_first_of("\"\\ \t\r\n", at), text.size());
            mapper.copy(at, text.substr(at, end - at));
            at = end;
        }
    }
    return std::nullopt;
}

/// Aligns the lines of a block scalar. The library says where lines fold and which line ends are kept; here
/// each line of its reading is found in the source, less the indentation.
class BlockAligner {
public:
    BlockAligner(std::string_view text, std::size_t begin, std::string_view value, SourceId source)
        : text_(text), value_(value), begin_(begin), mapper_(source) {}

    std::optional<AlignedScalar> run() {
        AlignedScalar scalar;
        scalar.style = text_[begin_] == '|' ? ScalarStyle::literal : ScalarStyle::folded;
        scalar.end = header_end();
        at_ = line_end(text_, begin_);
        if (value_.find_first_not_of('\n') == std::string_view::npos) {
            mapper_.replace(at_, at_, value_);
            scalar.text = mapper_.take();
            return scalar;
        }
        take_breaks();
        if (!find_indentation()) {
            return std::nullopt;
        }
        while (done_ < value_.size()) {
            if (!take_line()) {
                return std::nullopt;
            }
            scalar.end = at_;
            if (done_ < value_.size()) {
                take_breaks();
            }
        }
        scalar.text = mapper_.take();
        return scalar;
    }

private:
    /// Behind `|`, `>` and the signs that belong to them.
    [[nodiscard]] std::size_t header_end() const {
        return std::min(text_.find_first_not_of("|>+-0123456789", begin_), text_.size());
    }

    /// Takes the line ends of the reading (a fold gives one blank) over blank lines of the source.
    void take_breaks() {
        std::size_t count = std::min(value_.find_first_not_of('\n', done_), value_.size()) - done_;
        if (count == 0 && done_ != 0 && value_[done_] == ' ') {
            count = 1;
        }
        breaks_ = value_.substr(done_, count);
        done_ += count;
        from_ = at_;
        next_line();
        if (done_ == value_.size()) {
            mapper_.replace(from_, at_, breaks_);
            return;
        }
        while (at_ < text_.size() && blank_line()) {
            next_line();
        }
        if (indentation_ != kUnknown) {
            begin_line();
        }
    }

    void begin_line() {
        at_ = std::min(at_ + indentation_, text_.size());
        mapper_.replace(from_, at_, breaks_);
    }

    /// The indentation is what the first line of text has more of blanks in the source than in the reading.
    bool find_indentation() {
        const std::size_t wanted = value_.find_first_not_of(' ', done_) - done_;
        const std::size_t found = indentation(text_, at_);
        if (at_ >= text_.size() || found < wanted) {
            return false;
        }
        indentation_ = found - wanted;
        begin_line();
        return true;
    }

    bool take_line() {
        const std::size_t end = line_end(text_, at_);
        const std::size_t length = std::min(value_.find('\n', done_), value_.size()) - done_;
        std::string_view line = text_.substr(at_, end - at_);
        if (line != value_.substr(done_, std::min(length, line.size()))) {
            // Blanks at the end of a line may be gone from the reading.
            line = line.substr(0, std::min(line.size(), length));
            if (line != value_.substr(done_, length) || after_blanks(text_, at_ + line.size()) < end) {
                return false;
            }
        }
        mapper_.copy(at_, line);
        done_ += line.size();
        at_ = end;
        return !line.empty();
    }

    void next_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }

    /// Blanks beyond the indentation are text, as YAML has it.
    [[nodiscard]] bool blank_line() const {
        const std::size_t end = line_end(text_, at_);
        return after_blanks(text_, at_) >= end && (indentation_ == kUnknown || end - at_ <= indentation_);
    }

    static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

    std::string_view text_;
    std::string_view value_;
    std::size_t begin_;
    Mapper mapper_;
    std::size_t at_ = 0;    ///< in the source
    std::size_t done_ = 0;  ///< in the reading
    std::size_t from_ = 0;  ///< where the line ends to be mapped begin
    std::string_view breaks_;
    std::size_t indentation_ = kUnknown;
};

}  // namespace

std::optional<AlignedScalar> align_scalar(std::string_view text, std::size_t begin, std::string_view value,
                                          bool block, SourceId source) {
    if (begin >= text.size()) {
        return std::nullopt;
    }
    std::optional<AlignedScalar> scalar;
    const bool quoted = text[begin] == '"' || text[begin] == '\'';
    scalar = quoted ? align_plainly_quoted(text, begin, value, source) : std::nullopt;
    if (scalar) {
        return scalar;
    }
    if (text[begin] == '"') {
        scalar = align_double(text, begin, source);
    } else if (text[begin] == '\'') {
        scalar = align_single(text, begin, source);
    } else if (block && (text[begin] == '|' || text[begin] == '>')) {
        scalar = BlockAligner(text, begin, value, source).run();
    } else {
        scalar = align_plain(text, begin, value, source);
    }
    if (scalar && scalar->text.text != value) {
        return std::nullopt;
    }
    return scalar;
}

bool quotes_close(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    for (std::size_t at = begin + 1; at < text.size(); ++at) {
        const bool next_too = at + 1 < text.size() && text[at + 1] == quote;
        if (text[at] == quote && (quote == '"' || !next_too)) {
            return true;
        }
        const bool pair = quote == '"' ? text[at] == '\\' : text[at] == quote;
        at += pair ? 1U : 0U;
    }
    return false;
}

std::optional<std::size_t> first_bad_escape(std::string_view text, std::size_t begin) {
    for (std::size_t at = begin + 1; at < text.size() && text[at] != '"';) {
        if (text[at] != '\\') {
            ++at;
        } else if (at + 1 < text.size() && is_break(text[at + 1])) {
            at += 2;
        } else {
            const Escape escape = escape_at(text, at);
            if (escape.length == 0) {
                return at;
            }
            at += escape.length;
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
