#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// A place that moves over a YAML text from token to token. It passes over blanks, line ends and comments,
/// which it keeps, and knows the column it stands in.
class YamlCursor {
public:
    /// Starts at the beginning, behind a byte-order mark.
    YamlCursor(std::string_view text, SourceId source);

    [[nodiscard]] std::size_t at() const noexcept { return at_; }
    [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
    /// Gives the byte here, NUL at the end.
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept;
    /// Gives the bytes before this one in its line.
    [[nodiscard]] std::size_t column() const noexcept { return at_ - line_; }
    /// Gives where this line begins.
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

    /// Moves forward to an offset.
    void move_to(std::size_t offset);
    /// Passes over blanks, line ends and comments.
    void skip_gap();
    /// Passes over one byte if it is here.
    bool take(char byte);
    /// Tells whether `-`, `?` or `:` stands here as a sign of YAML: a blank, a line end or the end follows,
    /// or in braces and brackets one of their signs.
    [[nodiscard]] bool at_sign(char sign, bool flow) const noexcept;
    /// Gives where the word here ends: at a blank, a line end or, in braces and brackets, one of their signs.
    [[nodiscard]] std::size_t word_end(bool flow) const noexcept;
    /// Keeps a comment that begins at an offset of this line and gives where it ends.
    std::size_t keep_comment(std::size_t begin);

    [[nodiscard]] std::vector<YamlComment> take_comments() { return std::move(comments_); }

private:
    std::string_view text_;
    SourceId source_;
    std::size_t at_ = 0;
    std::size_t line_ = 0;
    std::vector<YamlComment> comments_;
};

}  // namespace huiqi
