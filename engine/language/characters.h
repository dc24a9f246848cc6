#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// Tells whether a name may begin with the character: a letter of any script, or `_`.
[[nodiscard]] bool is_name_start(char32_t character) noexcept;
/// Tells whether a name may go on with the character: a letter, a number, a mark, or `_`.
[[nodiscard]] bool is_name_part(char32_t character) noexcept;
/// Tells whether the character is `0` to `9`.
[[nodiscard]] constexpr bool is_ascii_digit(char32_t character) noexcept {
    return character >= '0' && character <= '9';
}

/// Gives the offset behind the name characters that begin at `offset`; `offset` itself when there is none.
[[nodiscard]] std::size_t end_of_name(std::string_view utf8, std::size_t offset) noexcept;

/// Puts a text in Unicode normalization form C, so that one name has one spelling.
[[nodiscard]] std::string to_nfc(std::string_view utf8);
/// Tells whether `to_nfc` would give the text back.
[[nodiscard]] bool is_nfc(std::string_view utf8) noexcept;

/// A text with the full-width forms U+FF01–U+FF5E read as ASCII, `、` as `,` and U+3000, U+00A0 as blanks,
/// and the way back. U+FF02 stays, because what is between quotes is the author's own.
class FoldedText {
public:
    /// Folds `original`, which must outlive this.
    explicit FoldedText(std::string_view original);

    /// Gives the folded text: the original itself when there was nothing to fold.
    [[nodiscard]] std::string_view text() const noexcept { return origins_.empty() ? original_ : folded_; }
    [[nodiscard]] std::string_view original() const noexcept { return original_; }
    /// Gives where a byte of the folded text stands in the original.
    [[nodiscard]] std::uint32_t origin(std::size_t offset) const noexcept;
    /// Gives the first byte of the folded text that stands at or behind a byte of the original.
    [[nodiscard]] std::size_t folded_offset(std::size_t original_offset) const noexcept;

private:
    std::string_view original_;
    std::string folded_;
    std::vector<std::uint32_t>
        origins_;  ///< one a byte of `folded_`, and one for its end; empty: nothing folded
};

}  // namespace huiqi
