#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace huiqi {

/// Gives how many terminal columns a UTF-8 text takes: East Asian wide and full-width count two, combining
/// marks none; ambiguous-width punctuation (“”…—×) counts one.
[[nodiscard]] std::size_t display_width(std::string_view utf8) noexcept;
/// Gives the columns of one character likewise.
[[nodiscard]] std::size_t display_width(char32_t code_point) noexcept;

/// Reads the code point at `offset` and moves past it; a malformed byte gives U+FFFD and moves by one.
[[nodiscard]] char32_t next_code_point(std::string_view utf8, std::size_t& offset) noexcept;
/// Appends a code point (at most U+10FFFF, no surrogate) as UTF-8.
void append_utf8(std::string& out, char32_t code_point);
/// Counts the code points; a malformed byte counts as one.
[[nodiscard]] std::size_t code_point_count(std::string_view utf8) noexcept;
/// Gives the offset of the first malformed byte, or nothing.
[[nodiscard]] std::optional<std::size_t> first_malformed(std::string_view utf8) noexcept;

/// Gives the candidate nearest to `name` (code-point edit distance, at most a third of its length, at least
/// 1), or nothing.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view name,
                                                      std::span<const std::string_view> candidates);

/// Gives what stands for a character in a message: control characters and direction marks and unseen blanks,
/// which could turn a terminal against its reader, become visible signs; others stay.
[[nodiscard]] char32_t visible_form(char32_t code_point) noexcept;

/// Shortens a text for a message to `limit` code points and makes control characters visible.
[[nodiscard]] std::string excerpt(std::string_view utf8, std::size_t limit = 40);

}  // namespace huiqi
