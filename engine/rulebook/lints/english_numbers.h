#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/rational.h"

namespace huiqi {

/// A sentence in small letters without white space, and where its English words begin.
struct FoldedSentence {
    std::u32string text;
    std::vector<bool> begins;   ///< a letter before which no letter stood

    /// Gives the English word that begins at a place; nothing where none does.
    [[nodiscard]] std::u32string_view word(std::size_t at) const;
    /// Gives the word behind a place, over one hyphen.
    [[nodiscard]] std::u32string_view next_word(std::size_t at) const;
};

/// What a stretch of English words says.
struct EnglishNumber {
    Rational value;
    std::vector<Rational> also;   ///< of a fraction both its numbers: one third may be written 1/3
    bool fraction = false;        ///< the value is said in full: nothing that is behind belongs to it
    std::size_t end = 0;          ///< behind it
};

/// Reads a number in words at the beginning of a word: two, twenty-five, one hundred and fifty thousand, half, two thirds, a
/// quarter, third. Whole words only: everyone, often and component hold none. `one` is no number as a pronoun: no one, one of
/// them, the larger one. `before` is the word before.
[[nodiscard]] std::optional<EnglishNumber> english_number(const FoldedSentence& sentence, std::size_t at,
                                                          std::u32string_view before);

/// Reads what stands behind a number in digits or words: `third` of `2 thirds`, `and a half`, `hundred`, `million`. Gives
/// nothing where nothing of the kind does.
[[nodiscard]] std::optional<EnglishNumber> english_part(const FoldedSentence& sentence, std::size_t at, const Rational& value);

}  // namespace huiqi
