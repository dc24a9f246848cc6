#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace huiqi {

/// Whether a spreadsheet could take the text for a formula: it begins with = + - @, a tab or a carriage
/// return (full-width forms too) and is not simply a number such as -5.00.
[[nodiscard]] bool looks_like_formula(std::string_view text) noexcept;

namespace detail {

/// Eight times the same byte.
[[nodiscard]] constexpr std::uint64_t every_byte(char c) noexcept {
    return 0x0101'0101'0101'0101U * static_cast<unsigned char>(c);
}

/// Gives a bit for the bytes that are zero; others may have one beside a zero only.
[[nodiscard]] constexpr std::uint64_t zero_bytes(std::uint64_t bytes) noexcept {
    return (bytes - every_byte(1)) & ~bytes & every_byte('\x80');
}

/// Tells whether one of eight bytes cannot stand in a bare cell.
[[nodiscard]] constexpr bool any_special(std::uint64_t bytes) noexcept {
    // from '0' on, digits and letters, there is none of them
    const bool plain = ((bytes | (bytes - every_byte('0'))) & every_byte('\x80')) == 0;
    return !plain && (zero_bytes(bytes ^ every_byte(',')) | zero_bytes(bytes ^ every_byte('"')) |
                      zero_bytes(bytes ^ every_byte('\n')) | zero_bytes(bytes ^ every_byte('\r'))) != 0;
}

/// Reads a word from anywhere.
template <class Word>
[[nodiscard]] Word word_from(const char* at) noexcept {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// Writes a word to anywhere.
template <class Word>
void word_to(char* at, Word word) noexcept {
    std::memcpy(at, &word, sizeof word);
}

/// Tells whether a text that begins so could be a formula: the signs, blanks and the first byte of full-width signs.
[[nodiscard]] constexpr bool may_begin_formula(char c) noexcept {
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\xEF';
}

/// Writes a text of 4 to 16 bytes that needs neither quotes nor a guard, as words that may overlap; as most numbers of
/// applications are. Nothing is written, and nullptr given, of other texts.
[[nodiscard]] inline char* write_short(char* out, std::string_view text, bool guard) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size - 4 > 12 || (guard && may_begin_formula(*from))) {
        return nullptr;
    }
    if (size >= 8) {
        const auto first = word_from<std::uint64_t>(from);
        const auto last = word_from<std::uint64_t>(from + size - 8);
        if (any_special(first) || any_special(last)) {
            return nullptr;
        }
        word_to(out, first);
        word_to(out + size - 8, last);
        return out + size;
    }
    const auto first = word_from<std::uint32_t>(from);
    const auto last = word_from<std::uint32_t>(from + size - 4);
    if (any_special(std::uint64_t{first} | std::uint64_t{last} << 32U)) {
        return nullptr;
    }
    word_to(out, first);
    word_to(out + size - 4, last);
    return out + size;
}

}  // namespace detail

/// Does what `write_csv_cell` does, for a text of any length.
[[nodiscard]] char* write_any_csv_cell(char* out, std::string_view text, bool guard) noexcept;

/// Writes one CSV cell to `out`, which has room for csv_cell_room(text.size()) bytes; gives the end. Quotes
/// are put only where the text needs them. With `guard`, what looks like a formula gets a leading apostrophe,
/// which spreadsheets do not show.
[[nodiscard]] inline char* write_csv_cell(char* out, std::string_view text, bool guard) noexcept {
    char* const end = detail::write_short(out, text, guard);
    return end != nullptr ? end : write_any_csv_cell(out, text, guard);
}

/// Gives the most bytes that write_csv_cell needs.
[[nodiscard]] constexpr std::size_t csv_cell_room(std::size_t size) noexcept {
    return 2 * size + 3;
}

/// Appends one CSV cell.
void append_csv_cell(std::string& out, std::string_view text, bool guard);

}  // namespace huiqi
