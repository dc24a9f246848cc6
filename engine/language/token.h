#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace huiqi {

/// What a token is. The words of tests (以上 …) and `不限` have kinds of their own; outside a test they are
/// names.
enum class TokenKind : std::uint8_t {
    end,
    word,     ///< a name, or a part of a function's name
    literal,  ///< a number, text or date: `Token::literal` says which
    // Keywords, in either language.
    and_,
    or_,
    if_,
    then,
    else_,
    in,
    between,
    some,
    every,
    satisfies,
    for_,
    return_,
    true_,
    false_,
    null_,
    // Words of tests.
    at_least,   ///< 以上
    at_most,    ///< 以下 以内
    more_than,  ///< 超过
    less_than,  ///< 不满 不足
    unlimited,  ///< 不限
    // Signs.
    plus,
    minus,
    star,
    slash,
    power,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    open_round,
    close_round,
    open_square,
    close_square,
    comma,
    colon,
    dot,
    dots,
    question,
};

/// One token; offsets are bytes of the original text.
struct Token {
    TokenKind kind = TokenKind::end;
    bool glued = false;  ///< no blank before it
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t literal = 0;   ///< of a literal: index of its node
    std::uint32_t match = 0;     ///< of a bracket: index of its partner
    std::string_view text = {};  ///< of a word or keyword: the name, folded and in form C
};

}  // namespace huiqi
