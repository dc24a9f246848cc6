#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/language/token.h"

namespace huiqi {

/// One spelling of a keyword or of a word of tests.
struct Keyword {
    std::string_view text;
    TokenKind kind;
};

/// Gives every spelling of every keyword, both languages; the words of tests at the end.
[[nodiscard]] std::span<const Keyword> keywords() noexcept;

/// Gives the kind of a keyword or word of tests; `word` for any other text.
[[nodiscard]] TokenKind keyword_kind(std::string_view text) noexcept;

/// Gives the kind of an English keyword that is written with capitals (`AND`, `Then`), or nothing.
[[nodiscard]] std::optional<TokenKind> capital_keyword(std::string_view text);

/// True for `and` … `null`: what can never be a name.
[[nodiscard]] constexpr bool is_keyword(TokenKind kind) noexcept {
    return kind >= TokenKind::and_ && kind <= TokenKind::null_;
}
/// True for 以上 以下 以内 超过 不满 不足 不限.
[[nodiscard]] constexpr bool is_test_word(TokenKind kind) noexcept {
    return kind >= TokenKind::at_least && kind <= TokenKind::unlimited;
}

/// A word that people write where an operator should stand.
struct MisplacedWord {
    std::string_view text;
    TokenKind meant;
    std::string_view write;  ///< the operator to write instead
};

/// Finds 大于, 等于, 不超过, 和, 除以 … ; nullptr for any other word.
[[nodiscard]] const MisplacedWord* misplaced_word(std::string_view text) noexcept;

/// Gives the length of a comparison word (超过, 不满, 不超过 …) that a digit follows directly; 0 when there
/// is none.
[[nodiscard]] std::size_t comparison_before_digit(std::string_view text) noexcept;

/// Gives the length of 以上, 以下 or 以内 at the beginning of the text, or 0.
[[nodiscard]] std::size_t bound_word_prefix(std::string_view text) noexcept;
/// Gives the length of 以上, 以下 or 以内 at the end of the text, or 0.
[[nodiscard]] std::size_t bound_word_suffix(std::string_view text) noexcept;
/// Gives the length of a Chinese keyword at the beginning of the text, or 0.
[[nodiscard]] std::size_t chinese_keyword_prefix(std::string_view text) noexcept;

/// Gives how an operator, bracket or keyword is written; empty for words, literals and the end.
[[nodiscard]] std::string_view spelling(TokenKind kind) noexcept;

}  // namespace huiqi
