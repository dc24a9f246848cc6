#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/literals.h"

namespace huiqi {
namespace {

constexpr char32_t kQuote = '"';
constexpr char32_t kWideQuote = 0xFF02;
constexpr char32_t kOpenCurly = 0x201C;
constexpr char32_t kCloseCurly = 0x201D;

/// Reads one text; `at_` walks over the original, since a text keeps its characters.
class TextReader {
public:
    TextReader(const FoldedText& folded, std::size_t offset, TextFaults& faults)
        : folded_(folded),
          text_(folded.original()),
          faults_(faults),
          begin_(offset),
          at_(folded.origin(offset)) {}

    Literal read() {
        Literal literal;
        const char32_t open = next_code_point(text_, at_);
        curly_ = open == kOpenCurly || open == kCloseCurly;
        literal.node.kind = SyntaxKind::text;
        if (open == kCloseCurly) {
            faults_.error("E104", begin_, folded_.folded_offset(at_),
                          {"左引号写成了右引号", "a closing quotation mark stands where the text begins"},
                          kPairHelp);
        }
        while (!read_end()) {
            read_character(literal.node.name);
        }
        literal.end = folded_.folded_offset(at_);
        return literal;
    }

private:
    /// Takes the closing mark, or reports that there is none; true when the text is over.
    bool read_end() {
        std::size_t next = at_;
        if (at_ >= text_.size() || text_[at_] == '\n') {
            faults_.error("E104", begin_, folded_.folded_offset(at_),
                          {"文本没有右引号", "this text has no closing quotation mark"}, kPairHelp);
            return true;
        }
        const char32_t c = next_code_point(text_, next);
        const bool ends = curly_ ? c == kCloseCurly || c == kOpenCurly : c == kQuote || c == kWideQuote;
        if (!ends) {
            return false;
        }
        if (c == kOpenCurly) {
            faults_.error("E104", folded_.folded_offset(at_), folded_.folded_offset(next),
                          {"右引号写成了左引号", "an opening quotation mark stands where the text ends"},
                          kPairHelp);
        }
        at_ = next;
        return true;
    }

    void read_character(std::string& out) {
        if (text_[at_] == '\\' && !curly_) {
            return read_escape(out);
        }
        const std::size_t begin = at_;
        const char32_t c = next_code_point(text_, at_);
        const bool malformed = c == 0xFFFD && at_ == begin + 1;
        if (malformed || (c < 0x20 && c != '\t')) {
            faults_.error("E101", folded_.folded_offset(begin), folded_.folded_offset(at_),
                          {"文本里有不能显示的字符", "this text holds a character that cannot be shown"},
                          {"换行写 \\n，制表符写 \\t", "write a line end \\n and a tab \\t"});
            return;
        }
        out += text_.substr(begin, at_ - begin);
    }

    void read_escape(std::string& out) {
        constexpr std::string_view kLetters = "\"\\'nrt";
        constexpr std::string_view kValues = "\"\\'\n\r\t";
        const std::size_t begin = at_++;
        const char letter = at_ < text_.size() ? text_[at_] : '\0';
        if (const std::size_t found = kLetters.find(letter);
            letter != '\0' && found != std::string_view::npos) {
            out += kValues[found];
            ++at_;
            return;
        }
        if (letter == 'u' || letter == 'U') {
            if (const auto character = read_code_point(letter == 'u' ? 4 : 6)) {
                append_utf8(out, *character);
                return;
            }
        }
        faults_.error("E102", folded_.folded_offset(begin),
                      folded_.folded_offset(std::min(at_ + 1, text_.size())),
                      {"反斜杠后面的写法不认识", "this escape is not known"},
                      {"可以写 \\\" \\\\ \\n \\t \\u4E2D \\U01F600；反斜杠本身写 \\\\",
                       "write \\\" \\\\ \\n \\t \\u4E2D \\U01F600; a backslash itself is \\\\"});
    }

    /// Reads the digits behind `\u` or `\U`, and the second half of a surrogate pair; `at_` stands on the
    /// letter.
    std::optional<char32_t> read_code_point(std::size_t digits) {
        const auto first = read_hex(at_ + 1, digits);
        if (!first) {
            return std::nullopt;
        }
        const std::size_t end = at_ + 1 + digits;
        if (*first < 0xD800 || *first > 0xDFFF) {
            at_ = *first <= 0x10FFFF ? end : at_;
            return *first <= 0x10FFFF ? first : std::nullopt;
        }
        const bool pair = digits == 4 && *first < 0xDC00 && text_.substr(end).starts_with("\\u");
        const auto second = pair ? read_hex(end + 2, 4) : std::nullopt;
        if (!second || *second < 0xDC00 || *second > 0xDFFF) {
            return std::nullopt;
        }
        at_ = end + 6;
        return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
    }

    [[nodiscard]] std::optional<char32_t> read_hex(std::size_t begin, std::size_t digits) const {
        char32_t value = 0;
        for (std::size_t i = begin; i < begin + digits; ++i) {
            const char c = i < text_.size() ? text_[i] : '\0';
            const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!letter && (c < '0' || c > '9')) {
                return std::nullopt;
            }
            const auto byte = static_cast<unsigned char>(c);
            value = value * 16 + (letter ? (byte & 0x0FU) + 9U : byte & 0x0FU);
        }
        return value;
    }

    inline static const Bilingual kPairHelp{"文本写在 “…” 或 \"…\" 里，左右成对",
                                            "put text in \"…\" or “…”, with both marks of the pair"};

    const FoldedText& folded_;
    std::string_view text_;
    TextFaults& faults_;
    std::size_t begin_;  ///< in the folded text
    std::size_t at_;     ///< in the original
    bool curly_ = false;
};

}  // namespace

Literal read_text(const FoldedText& folded, std::size_t offset, TextFaults& faults) {
    return TextReader(folded, offset, faults).read();
}

}  // namespace huiqi
