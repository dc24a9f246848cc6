#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/builtins.h"
#include "engine/language/grammar.h"
#include "engine/language/keywords.h"

namespace huiqi {
namespace {

/// The most words of one built-in's name: `years and months duration` has four.
constexpr std::size_t kMostWords = 5;

bool is_wordlike(TokenKind kind) {
    return kind == TokenKind::word || is_keyword(kind) || is_test_word(kind);
}

/// Gives `if`, `and` or `or` when the word is one of them with capitals, else `error`.
SyntaxKind keyword_function(std::string_view word) {
    const auto keyword = capital_keyword(word);
    if (keyword == TokenKind::if_) {
        return SyntaxKind::if_;
    }
    if (keyword == TokenKind::and_ || keyword == TokenKind::or_) {
        return keyword == TokenKind::and_ ? SyntaxKind::and_ : SyntaxKind::or_;
    }
    return SyntaxKind::error;
}

}  // namespace

SyntaxId Grammar::primary() {
    using enum TokenKind;
    const bool call_form = kind_after(1) == open_round;
    switch (kind()) {
        case TokenKind::literal: return Grammar::literal();
        case TokenKind::word: return Grammar::word();
        case true_: return constant(SyntaxKind::boolean, true);
        case false_: return constant(SyntaxKind::boolean, false);
        case null_: return constant(SyntaxKind::null, false);
        case question:
        case unlimited: return name();
        case open_round: return round_brackets();
        case open_square: return square_brackets();
        case and_:
        case or_:
            if (call_form) {
                const SyntaxKind kind_of_node = kind() == and_ ? SyntaxKind::and_ : SyntaxKind::or_;
                advance();
                return call_of_keyword(kind_of_node, at_ - 1, at_);
            }
            return missing_operand();
        case if_:
        case some:
        case every:
        case for_:
            report_here("E106",
                        {fmt::format("这里的 {} 要整个写在括号里", spelling(kind())),
                         fmt::format("put this `{}` in brackets", spelling(kind()))},
                        {"例如 a 且 (存在 x 属于 xs 满足 x > 0)",
                         "for instance: a and (some x in xs satisfies x > 0)"});
            return expression();
        default: return missing_operand();
    }
}

SyntaxId Grammar::literal() {
    const std::size_t first = at_;
    advance();
    return add(std::move(list_.literals[tokens_[first].literal]), first);
}

SyntaxId Grammar::constant(SyntaxKind kind_of_node, bool flag) {
    const std::size_t first = at_;
    advance();
    SyntaxNode node;
    node.kind = kind_of_node;
    node.flag = flag;
    return add(std::move(node), first);
}

SyntaxId Grammar::name() {
    const std::size_t first = at_;
    SyntaxNode node;
    node.kind = SyntaxKind::name;
    node.name = kind() == TokenKind::question ? std::string_view("?") : current().text;
    node.name_begin = current().begin;
    node.name_end = current().end;
    advance();
    return add(std::move(node), first);
}

SyntaxId Grammar::word() {
    std::size_t open = at_;
    while (open < at_ + kMostWords && is_wordlike(tokens_[open].kind)) {
        ++open;
    }
    const bool before_bracket = tokens_[open].kind == TokenKind::open_round;
    if (before_bracket && open > at_ + 1) {
        std::string words(current().text);
        for (std::size_t i = at_ + 1; i < open; ++i) {
            words.append(" ").append(tokens_[i].text);
        }
        if (const Builtin* builtin = find_builtin(words)) {
            return call(std::string(builtin->name), at_, open);
        }
    }
    if (kind_after(1) == TokenKind::open_round) {
        const std::string_view text = current().text;
        if (const SyntaxKind keyword = keyword_function(text); keyword != SyntaxKind::error) {
            advance();
            return call_of_keyword(keyword, at_ - 1, at_);
        }
        const Builtin* builtin = find_builtin(text);
        const std::string_view canonical = builtin != nullptr ? builtin->name : text;
        return call(std::string(canonical), at_, at_ + 1);
    }
    if (is_not(current().text) && begins_operand(kind_after(1))) {
        return negated_without_brackets();
    }
    return name();
}

SyntaxId Grammar::negated_without_brackets() {
    const Level level(*this);
    const std::size_t first = at_;
    if (level.too_deep()) {
        return beyond_depth();
    }
    const std::string shown = excerpt(current().text);
    report_here("E106", {fmt::format("“{}”后面要写括号", shown), fmt::format("`{}` takes brackets", shown)},
                {"写 非(条件) 或 not(条件)", "write 非(condition) or not(condition)"});
    advance();
    SyntaxNode node;
    node.kind = SyntaxKind::call;
    node.name = "not";
    node.name_begin = tokens_[first].begin;
    node.name_end = tokens_[first].end;
    node.children.push_back(postfix());
    node.argument_names.resize(1);
    return add(std::move(node), first);
}

SyntaxId Grammar::call(std::string name, std::size_t first, std::size_t open) {
    const TestMode mode(*this, false);
    SyntaxNode node;
    node.kind = SyntaxKind::call;
    node.name = std::move(name);
    node.name_begin = tokens_[first].begin;
    node.name_end = tokens_[open - 1].end;
    at_ = open;
    const std::size_t end = current().match;
    advance();
    if (at_ != end) {
        do {
            argument(node, end);
        } while (next_element(end));
    }
    close(open);
    return add(std::move(node), first);
}

void Grammar::argument(SyntaxNode& node, std::size_t close) {
    std::string given = argument_name();
    // A fault may have ended the reading.
    node.children.push_back(at_ <= close ? expression() : add_error(at_));
    node.argument_names.push_back(std::move(given));
}

std::string Grammar::argument_name() {
    std::size_t end = at_;
    while (end < at_ + kMostWords && is_wordlike(tokens_[end].kind)) {
        ++end;
    }
    if (end == at_ || tokens_[end].kind != TokenKind::colon) {
        return {};
    }
    std::string given(current().text);
    for (std::size_t i = at_ + 1; i < end; ++i) {
        given.append(" ").append(tokens_[i].text);
    }
    at_ = end + 1;
    return given;
}

SyntaxId Grammar::call_of_keyword(SyntaxKind kind_of_node, std::size_t first, std::size_t open) {
    const bool is_if = kind_of_node == SyntaxKind::if_;
    const std::string_view word = is_if ? "if" : kind_of_node == SyntaxKind::and_ ? "and" : "or";
    Bilingual help{"写成 if 条件 then 甲 else 乙", "write if c then a else b"};
    if (!is_if) {
        help = {kind_of_node == SyntaxKind::and_ ? "写成 甲 且 乙" : "写成 甲 或 乙",
                fmt::format("write a {} b", word)};
    }
    report("E111", tokens_[first], tokens_[first],
           {fmt::format("{} 不是函数", word), fmt::format("`{}` is not a function", word)}, std::move(help));
    const SyntaxId id = call(std::string(word), first, open);
    SyntaxNode& node = tree_.nodes[id];
    const std::size_t count = node.children.size();
    const bool fits = is_if ? count == 3 : count >= 2;
    if (node.kind == SyntaxKind::call) {
        node.kind = fits ? kind_of_node : SyntaxKind::error;
        node.argument_names.clear();
        node.name.clear();
        if (!fits) {
            node.children.clear();
        }
    }
    return id;
}

SyntaxId Grammar::call_of_value(std::size_t first) {
    report_here("E106", {"括号前面不是函数的名字", "what stands before the bracket is no function"},
                {"两个值之间写运算符，例如 (a + b) * (c + d)",
                 "put an operator between two values: (a + b) * (c + d)"});
    (void)call({}, first, at_);
    return add_error(first);
}

SyntaxId Grammar::round_brackets() {
    const TestMode mode(*this, false);
    const std::size_t open = at_;
    advance();
    const SyntaxId inner = expression();
    if (kind() == TokenKind::dots) {
        return interval(inner, open, open);
    }
    close(open);
    return inner;
}

SyntaxId Grammar::square_brackets() {
    const TestMode mode(*this, false);
    const std::size_t open = at_;
    const std::size_t end = current().match;
    SyntaxNode node;
    node.kind = SyntaxKind::list;
    advance();
    if (at_ != end) {
        node.children.push_back(expression());
        if (kind() == TokenKind::dots) {
            return interval(node.children.front(), open, open);
        }
        while (next_element(end)) {
            node.children.push_back(expression());
        }
    }
    close(open);
    return add(std::move(node), open);
}

SyntaxId Grammar::interval(SyntaxId low, std::size_t open, std::size_t first) {
    advance();
    SyntaxNode node;
    node.kind = SyntaxKind::interval;
    node.children = {low, expression()};
    const std::size_t end = tokens_[open].match;
    node.low_included = tokens_[open].kind == TokenKind::open_square;
    node.high_included = tokens_[end].kind == TokenKind::close_square;
    if (at_ != end) {
        report_leftover("E106");
        at_ = stopped_ ? at_ : end;
    }
    advance();
    return add(std::move(node), first);
}

void Grammar::close(std::size_t open) {
    const std::size_t end = tokens_[open].match;
    if (stopped_) {
        return;
    }
    if (at_ != end) {
        report_leftover("E106");
        at_ = end;
    }
    const TokenKind wanted =
        tokens_[open].kind == TokenKind::open_round ? TokenKind::close_round : TokenKind::close_square;
    if (kind() != wanted) {
        const std::string_view sign = spelling(wanted);
        if (Diagnostic* fault = report_here(
                "E107", {fmt::format("这里应当是“{}”", sign), fmt::format("this should be `{}`", sign)},
                {fmt::format("改成“{}”", sign), fmt::format("write `{}`", sign)})) {
            fault->related.push_back({tree_.text.span(tokens_[open].begin, tokens_[open].end),
                                      {"左括号在这里", "the bracket opens here"}});
        }
    }
    advance();
}

bool Grammar::next_element(std::size_t end) {
    if (stopped_ || at_ == end) {
        return false;
    }
    if (kind() != TokenKind::comma) {
        report_leftover("E106");
        while (at_ < end && kind() != TokenKind::comma) {
            const bool opens = kind() == TokenKind::open_round || kind() == TokenKind::open_square;
            at_ = opens ? current().match + 1 : at_ + 1;
        }
    }
    return at_ < end && take(TokenKind::comma);
}

bool Grammar::has_comma(std::size_t open) const {
    const std::size_t end = tokens_[open].match;
    for (std::size_t i = open + 1; i < end; ++i) {
        if (tokens_[i].kind == TokenKind::comma) {
            return true;
        }
        if (tokens_[i].kind == TokenKind::open_round || tokens_[i].kind == TokenKind::open_square) {
            i = tokens_[i].match;
        }
    }
    return false;
}

}  // namespace huiqi
