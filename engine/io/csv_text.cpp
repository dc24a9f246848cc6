#include "engine/io/csv_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "engine/io/json_token.h"

namespace huiqi {
namespace {

constexpr std::uint64_t every_byte(char c) noexcept { return 0x0101'0101'0101'0101 * static_cast<unsigned char>(c); }

/// Tells whether one of eight bytes is zero.
constexpr bool any_zero(std::uint64_t bytes) noexcept {
    return ((bytes - every_byte(1)) & ~bytes & 0x8080'8080'8080'8080) != 0;
}

/// Tells whether one of eight bytes cannot stand in a bare cell.
constexpr bool any_special(std::uint64_t bytes) noexcept {
    return any_zero(bytes ^ every_byte(',')) | any_zero(bytes ^ every_byte('"')) | any_zero(bytes ^ every_byte('\n')) |
           any_zero(bytes ^ every_byte('\r'));
}

/// Gives up to eight bytes of a text; what is missing is 0.
std::uint64_t word_at(const char* at, std::size_t length) noexcept {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, std::min<std::size_t>(length, sizeof bytes));
    return bytes;
}

bool needs_quotes(std::string_view text) noexcept {
    bool needs = false;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        needs |= any_special(word_at(text.data() + at, 8));
    }
    return at == text.size() ? needs : needs | any_special(word_at(text.data() + at, text.size() - at));
}

template <class Word>
Word word_from(const char* at) noexcept {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

template <class Word>
void word_to(char* at, Word word) noexcept {
    std::memcpy(at, &word, sizeof word);
}

/// Tells whether a text that begins so could be a formula: the signs, blanks and the first byte of full-width signs.
constexpr bool may_begin_formula(char c) noexcept {
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\xEF';
}

/// Writes a text of 4 to 16 bytes that needs neither quotes nor a guard, as words that may overlap; as most numbers of
/// applications are. Nothing is written, and nullptr given, of other texts.
char* write_short(char* out, std::string_view text, bool guard) noexcept {
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

char* copy(char* out, std::string_view text) noexcept {
    if (!text.empty()) {
        std::memcpy(out, text.data(), text.size());
    }
    return out + text.size();
}

}  // namespace

bool looks_like_formula(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 4> kFullWidth{"＝", "＋", "－", "＠"};
    // letters and digits, as texts begin with as a rule, are no sign of a formula
    if (text.empty() || (text.front() >= '0' && text.front() <= '9') || (text.front() >= 'A' && text.front() <= 'Z')) {
        return false;
    }
    constexpr std::string_view kFirst = "=+-@\t\r";
    if (kFirst.find(text.front()) != std::string_view::npos) {
        return !is_json_number(text);
    }
    return std::any_of(kFullWidth.begin(), kFullWidth.end(),
                       [&](std::string_view sign) { return text.starts_with(sign); });
}

char* write_csv_cell(char* out, std::string_view text, bool guard) noexcept {
    if (char* const end = write_short(out, text, guard)) [[likely]] {
        return end;
    }
    const bool formula = guard && looks_like_formula(text);
    if (!needs_quotes(text)) [[likely]] {
        if (formula) {
            *out++ = '\'';
        }
        return copy(out, text);
    }
    *out++ = '"';
    if (formula) {
        *out++ = '\'';
    }
    for (const char c : text) {
        if (c == '"') {
            *out++ = '"';
        }
        *out++ = c;
    }
    *out++ = '"';
    return out;
}

void append_csv_cell(std::string& out, std::string_view text, bool guard) {
    const std::size_t size = out.size();
    out.resize(size + csv_cell_room(text.size()));
    const char* const end = write_csv_cell(out.data() + size, text, guard);
    out.resize(static_cast<std::size_t>(end - out.data()));
}

}  // namespace huiqi
