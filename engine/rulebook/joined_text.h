#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/diagnostic/mapped_text.h"

namespace huiqi {

/// Puts an expression together from pieces of a file and words between them: what is said about a piece points at its
/// place in the file, what is said about the words at the place between their neighbours.
class JoinedText {
public:
    /// `begin` is the place in the source for words that stand first.
    JoinedText(SourceId source, std::uint32_t begin) : last_(begin) { text_.source = source; }

    JoinedText& words(std::string_view words);
    JoinedText& piece(const MappedText& piece);
    /// Adds a piece in parentheses, safe from a comment at its end.
    JoinedText& bracketed(const MappedText& piece);

    [[nodiscard]] MappedText take() { return std::move(text_); }

private:
    MappedText text_;
    std::uint32_t last_ = 0;   ///< where the last piece ends in the source
};

}  // namespace huiqi
