#include "engine/language/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/keywords.h"
#include "engine/language/literals.h"

namespace huiqi {
namespace {

/// A sign that people write for one of ours. It is reported and read as what was meant; `end` means nothing.
struct WrongSign {
    std::string_view written;
    TokenKind meant;
    std::string_view help_zh;
    std::string_view help_en;
};

/// Longer ones first.
constexpr std::array kWrongSigns{
    WrongSign{"==", TokenKind::equal, "相等写一个 =", "write one ="},
    WrongSign{"=>", TokenKind::greater_equal, "大于或等于写 >=", "write >="},
    WrongSign{"=<", TokenKind::less_equal, "小于或等于写 <=", "write <="},
    WrongSign{"&&", TokenKind::and_, "写 且 或 and，两边留空格", "write and"},
    WrongSign{"||", TokenKind::or_, "写 或 或 or，两边留空格", "write or"},
    WrongSign{"!", TokenKind::end, "写 非(…) 或 not(…)；不等于写 !=", "write 非(…) or not(…); unequal is !="},
    WrongSign{"&", TokenKind::plus, "连接文本写 +；“而且”写 且",
              "write + to join texts; a condition is joined by and"},
    WrongSign{"|", TokenKind::or_, "写 或 或 or", "write or"},
    WrongSign{"^", TokenKind::power, "乘方写 **", "write ** for a power"},
    WrongSign{"%", TokenKind::slash, "% 紧跟在数的后面：5%；余数写 modulo(a, b)",
              "% stands behind a number: 5%; a remainder is modulo(a, b)"},
    WrongSign{"¥", TokenKind::end, "金额写 100元", "write money as 100 yuan"},
    WrongSign{"￥", TokenKind::end, "金额写 100元", "write money as 100 yuan"},
    WrongSign{"$", TokenKind::end, "金额写 100美元", "write money as 100 USD"},
    WrongSign{"【", TokenKind::open_square, "方括号写 [", "write ["},
    WrongSign{"】", TokenKind::close_square, "方括号写 ]", "write ]"},
    WrongSign{"〔", TokenKind::open_square, "方括号写 [", "write ["},
    WrongSign{"〕", TokenKind::close_square, "方括号写 ]", "write ]"},
    WrongSign{"。", TokenKind::dot, "表达式末尾不写句号；字段写 笔.利息",
              "an expression has no full stop; a field is a.b"},
    WrongSign{"·", TokenKind::star, "乘写 *，字段写 .", "write * to multiply and . for a field"},
    WrongSign{"—", TokenKind::minus, "减号写 -；范围写 [1..3]", "write - to subtract; a range is [1..3]"},
    WrongSign{"–", TokenKind::minus, "减号写 -；范围写 [1..3]", "write - to subtract; a range is [1..3]"},
    WrongSign{"~", TokenKind::dots, "范围写 [1..3]", "a range is [1..3]"},
    WrongSign{"…", TokenKind::dots, "范围写 [1..3]", "a range is [1..3]"},
    WrongSign{"{", TokenKind::end, "分组用圆括号 ( )，列表用方括号 [ ]",
              "group with ( ), make a list with [ ]"},
    WrongSign{"}", TokenKind::end, "分组用圆括号 ( )，列表用方括号 [ ]",
              "group with ( ), make a list with [ ]"},
    WrongSign{";", TokenKind::comma, "用逗号隔开", "separate with commas"},
    WrongSign{"'", TokenKind::end, "文本写在 “…” 或 \"…\" 里", "put text in \"…\""},
    WrongSign{"‘", TokenKind::end, "文本写在 “…” 或 \"…\" 里", "put text in \"…\""},
    WrongSign{"’", TokenKind::end, "文本写在 “…” 或 \"…\" 里", "put text in \"…\""},
    WrongSign{"⩾", TokenKind::greater_equal, "写 >= 或 ≥", "write >= or ≥"},
    WrongSign{"⩽", TokenKind::less_equal, "写 <= 或 ≤", "write <= or ≤"},
};

/// A sign beyond ASCII that reads as one of ours.
struct MappedSign {
    char32_t character;
    TokenKind kind;
};
constexpr std::array kMappedSigns{
    MappedSign{0xD7, TokenKind::star},
    MappedSign{0xF7, TokenKind::slash},
    MappedSign{0x2212, TokenKind::minus},
    MappedSign{0x2264, TokenKind::less_equal},
    MappedSign{0x2265, TokenKind::greater_equal},
    MappedSign{0x2260, TokenKind::not_equal},
};

/// Splits one text.
class Lexer {
public:
    Lexer(const FoldedText& folded, const MappedText& text, const ParseContext& context,
          const ParseLimits& limits, bool cell, Diagnostics& diagnostics)
        : folded_(folded),
          text_(folded.text()),
          context_(context),
          limits_(limits),
          cell_(cell),
          faults_(folded, text, diagnostics) {
        // A token has about three bytes; growing costs more than reserving too much.
        list_.tokens.reserve(text_.size() / 3 + 2);
    }

    TokenList run() {
        while (skip_blanks()) {
            read_token();
        }
        add(TokenKind::end, text_.size(), text_.size());
        return std::move(list_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool digit_at(std::size_t ahead) const {
        return is_ascii_digit(static_cast<unsigned char>(peek(ahead)));
    }

    Token& add(TokenKind kind, std::size_t begin, std::size_t end) {
        at_ = end;
        const bool glued = !list_.tokens.empty() && last_end_ == begin;
        last_end_ = end;
        return list_.tokens.emplace_back(
            Token{.kind = kind, .glued = glued, .begin = folded_.origin(begin), .end = folded_.origin(end)});
    }

    /// Skips blanks and comments; false at the end of the text.
    bool skip_blanks() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++at_;
            } else if (c == '/' && peek(1) == '/') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (c == '/' && peek(1) == '*') {
                skip_comment();
            } else {
                return true;
            }
        }
        return false;
    }

    void skip_comment() {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
            faults_.error("E104", at_, at_ + 2, {"注释没有结束", "this comment does not end"},
                          {"在注释末尾写 */", "end the comment with */"});
        }
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
    }

    void read_token() {
        const char c = peek();
        if (digit_at(0) || (c == '.' && digit_at(1))) {
            return read_number_token();
        }
        if (c == '@') {
            return read_at_token();
        }
        std::size_t next = at_;
        const char32_t character = next_code_point(text_, next);
        if (character == '"' || character == 0xFF02 || character == 0x201C || character == 0x201D) {
            return read_text_token();
        }
        if (is_name_start(character)) {
            return read_word();
        }
        if (!read_sign(character, next - at_)) {
            read_wrong_character(character, next);
        }
    }

    void add_literal(SyntaxNode node, std::size_t begin, std::size_t end) {
        Token& token = add(TokenKind::literal, begin, end);
        token.literal = static_cast<std::uint32_t>(list_.literals.size());
        node.begin = token.begin;
        node.end = token.end;
        list_.literals.push_back(std::move(node));
    }

    void read_number_token() {
        const NumberForms forms{
            .units = context_.units, .digits = limits_.digits, .comma_may_group = depth_ == 0 && !cell_};
        Literal literal = read_number(text_, at_, forms, faults_);
        add_literal(std::move(literal.node), at_, literal.end);
    }

    void read_text_token() {
        Literal literal = read_text(folded_, at_, faults_);
        add_literal(std::move(literal.node), at_, literal.end);
    }

    void read_at_token() {
        const std::size_t begin = at_;
        std::size_t next = begin + 1;
        const char32_t quote = next < text_.size() ? next_code_point(text_, next) : U' ';
        if (quote != '"' && quote != 0xFF02 && quote != 0x201C && quote != 0x201D) {
            faults_.error(
                "E101", begin, begin + 1, {"“@”后面要写引号", "`@` needs a text in quotation marks"},
                {"日期写 @\"2024-01-31\" 或 2024-01-31", "write a date @\"2024-01-31\" or 2024-01-31"});
            at_ = begin + 1;
            return;
        }
        const Literal content = read_text(folded_, begin + 1, faults_);
        add_literal(read_at_literal(content.node.name, begin, content.end, limits_.digits, faults_), begin,
                    content.end);
    }

    /// Reads a run of name characters: a name or keyword, or several where the words of tests stand close.
    void read_word() {
        const std::size_t begin = at_;
        const std::string_view run = text_.substr(begin, end_of_name(text_, begin) - begin);
        const bool close = last_end_ == begin && !list_.tokens.empty();
        if (const std::size_t length = close ? split_behind_operand(run) : 0; length != 0) {
            return add_word(begin, run.substr(0, length));
        }
        if (const std::size_t length = comparison_before_digit(run); length != 0) {
            return add_word(begin, run.substr(0, length));
        }
        const std::size_t suffix = bound_word_suffix(run);
        add_word(begin, run.substr(0, suffix < run.size() ? run.size() - suffix : run.size()));
    }

    /// Gives the length of the word of tests, or of the keyword that lost its blank, behind an operand.
    [[nodiscard]] std::size_t split_behind_operand(std::string_view run) const {
        const TokenKind before = list_.tokens.back().kind;
        const bool operand = before == TokenKind::literal || before == TokenKind::word ||
                             before == TokenKind::close_round || before == TokenKind::close_square;
        if (const std::size_t length = bound_word_prefix(run); operand && length != 0) {
            return length;
        }
        if (is_test_word(before) || before == TokenKind::literal) {
            for (const std::string_view word : {std::string_view("不满"), std::string_view("不足")}) {
                if (run.starts_with(word)) {
                    return word.size();
                }
            }
        }
        return before == TokenKind::literal ? chinese_keyword_prefix(run) : 0;
    }

    void add_word(std::size_t begin, std::string_view run) {
        const TokenKind kind = keyword_kind(run);
        Token& token = add(kind, begin, begin + run.size());
        token.text = run;
        if (kind == TokenKind::word && !is_nfc(run)) {
            token.text = list_.names.emplace_back(to_nfc(run));
        }
    }

    bool read_sign(char32_t character, std::size_t length) {
        constexpr std::string_view kSuspects = "=!&|^%$~{};'";
        const bool suspect = character >= 0x80 || kSuspects.find(peek()) != std::string_view::npos;
        for (const WrongSign& wrong : suspect ? std::span(kWrongSigns) : std::span<const WrongSign>()) {
            // != is ours although ! is not.
            if (text_.substr(at_).starts_with(wrong.written) && !(character == '!' && peek(1) == '=')) {
                report_sign(wrong);
                return true;
            }
        }
        if (character >= 0x80) {
            const auto* mapped =
                std::find_if(kMappedSigns.begin(), kMappedSigns.end(),
                             [&](const MappedSign& sign) { return sign.character == character; });
            if (mapped != kMappedSigns.end()) {
                add(mapped->kind, at_, at_ + length);
            }
            return mapped != kMappedSigns.end();
        }
        return read_ascii_sign(static_cast<char>(character));
    }

    void report_sign(const WrongSign& wrong) {
        const std::string_view code = wrong.meant == TokenKind::end ? "E101" : "E106";
        const std::string shown = excerpt(wrong.written);
        faults_.error(
            code, at_, at_ + wrong.written.size(),
            {fmt::format("这里没有“{}”这个符号", shown), fmt::format("there is no sign `{}` here", shown)},
            {std::string(wrong.help_zh), std::string(wrong.help_en)});
        if (wrong.meant == TokenKind::end) {
            at_ += wrong.written.size();
            return;
        }
        add_sign(wrong.meant, wrong.written.size());
    }

    void add_sign(TokenKind kind, std::size_t length) {
        depth_ += kind == TokenKind::open_round || kind == TokenKind::open_square ? 1U : 0U;
        const bool closes = kind == TokenKind::close_round || kind == TokenKind::close_square;
        depth_ -= closes && depth_ != 0 ? 1U : 0U;
        add(kind, at_, at_ + length);
    }

    bool read_ascii_sign(char c) {
        using enum TokenKind;
        const bool equals_follow = peek(1) == '=';
        switch (c) {
            case '+': add_sign(plus, 1); return true;
            case '-': add_sign(minus, 1); return true;
            case '*': peek(1) == '*' ? add_sign(power, 2) : add_sign(star, 1); return true;
            case '/': add_sign(slash, 1); return true;
            case '=': add_sign(equal, 1); return true;
            case '!': add_sign(not_equal, 2); return true;
            case '<':
                peek(1) == '>' ? add_sign(not_equal, 2)
                               : add_sign(equals_follow ? less_equal : less, equals_follow ? 2 : 1);
                return true;
            case '>': add_sign(equals_follow ? greater_equal : greater, equals_follow ? 2 : 1); return true;
            case '(': add_sign(open_round, 1); return true;
            case ')': add_sign(close_round, 1); return true;
            case '[': add_sign(open_square, 1); return true;
            case ']': add_sign(close_square, 1); return true;
            case ',': add_sign(comma, 1); return true;
            case ':': add_sign(colon, 1); return true;
            case '?': add_sign(question, 1); return true;
            case '.': peek(1) == '.' ? add_sign(dots, 2) : add_sign(dot, 1); return true;
            default: return false;
        }
    }

    void read_wrong_character(char32_t character, std::size_t next) {
        const std::string code_point = fmt::format("U+{:04X}", static_cast<std::uint32_t>(character));
        const std::string shown = excerpt(text_.substr(at_, next - at_));
        const bool malformed = character == 0xFFFD && next == at_ + 1;
        Bilingual message{fmt::format("不认识的字符“{}”({})", shown, code_point),
                          fmt::format("unexpected character `{}` ({})", shown, code_point)};
        if (malformed) {
            message = {"这里的字节不是 UTF-8", "these bytes are not UTF-8"};
        }
        const bool blank =
            character == 0x200B || character == 0xFEFF || (character >= 0x2000 && character <= 0x200F);
        faults_.error("E101", at_, next, std::move(message),
                      blank ? Bilingual{"删掉它，或换成普通空格", "delete it or put an ordinary blank"}
                            : Bilingual{"名字用汉字、字母、数字和下划线；文本写在 “…” 里",
                                        "names have letters, digits and `_`; put text in \"…\""});
        at_ = next;
    }

    const FoldedText& folded_;
    std::string_view text_;
    const ParseContext& context_;
    const ParseLimits& limits_;
    bool cell_;
    TextFaults faults_;
    TokenList list_;
    std::size_t at_ = 0;
    std::size_t last_end_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

TokenList read_tokens(const FoldedText& folded, const MappedText& text, const ParseContext& context,
                      const ParseLimits& limits, bool cell, Diagnostics& diagnostics) {
    TokenList list = Lexer(folded, text, context, limits, cell, diagnostics).run();
    pair_brackets(list, text, limits, diagnostics);
    return list;
}

}  // namespace huiqi
