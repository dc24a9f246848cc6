#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace huiqi {

/// Gives 1 for an opening parenthesis, ASCII or full-width, -1 for a closing one, 0 for anything else.
[[nodiscard]] int parenthesis_at(std::string_view text, std::size_t at) noexcept;

/// Gives how many parentheses of a text, ASCII or full-width, are opened and not closed; negative when more
/// are closed than opened.
[[nodiscard]] int open_parentheses(std::string_view text) noexcept;

/// Counts braces and brackets likewise.
[[nodiscard]] int open_brackets(std::string_view text) noexcept;

/// Gives where the value that begins at `begin`, between braces or brackets, was meant to end: behind the
/// closing parenthesis, up to the next sign of the braces. Nothing when no parenthesis of the line closes it:
/// then the lone parenthesis is text.
[[nodiscard]] std::optional<std::size_t> end_of_cut_value(std::string_view text, std::size_t begin) noexcept;

}  // namespace huiqi
