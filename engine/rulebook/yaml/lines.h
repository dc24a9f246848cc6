#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace huiqi {

/// Gives where the line of an offset begins.
[[nodiscard]] inline std::size_t line_begin(std::string_view text, std::size_t at) noexcept {
    if (at == 0) {
        return 0;
    }
    const std::size_t before = text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

/// Gives where the line of an offset ends, before its line end.
[[nodiscard]] inline std::size_t line_end(std::string_view text, std::size_t at) noexcept {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

/// Tells whether a byte is a blank between words of a line.
[[nodiscard]] constexpr bool is_blank(char byte) noexcept {
    return byte == ' ' || byte == '\t';
}

/// Tells whether a byte belongs to a line end.
[[nodiscard]] constexpr bool is_break(char byte) noexcept {
    return byte == '\n' || byte == '\r';
}

/// Gives the first offset from `at` on that holds no blank.
[[nodiscard]] inline std::size_t after_blanks(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && is_blank(text[at])) {
        ++at;
    }
    return std::min(at, text.size());
}

/// Gives the first offset from `at` on that holds neither a blank nor a line end.
[[nodiscard]] inline std::size_t after_space(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && (is_blank(text[at]) || is_break(text[at]))) {
        ++at;
    }
    return std::min(at, text.size());
}

/// Gives how many blanks a line begins with; `begin` is where the line begins.
[[nodiscard]] inline std::size_t indentation(std::string_view text, std::size_t begin) noexcept {
    return after_blanks(text, begin) - begin;
}

}  // namespace huiqi
