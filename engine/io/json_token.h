#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace huiqi {

/// Tells whether the text is a number by the grammar of JSON (RFC 8259, 6).
[[nodiscard]] bool is_json_number(std::string_view text) noexcept;

/// Writes a number with an exponent as a plain decimal, exactly: `1.5e3` is 1500. False, and `out` untouched,
/// when there is no exponent or it is larger than data need.
[[nodiscard]] bool expand_json_exponent(std::string_view text, std::string& out);

/// Gives how many bytes the value at the beginning of the text takes: up to the closing quote or bracket, or
/// to what ends a number or a word. Says nothing about whether it is valid.
[[nodiscard]] std::size_t json_extent(std::string_view text) noexcept;

}  // namespace huiqi
