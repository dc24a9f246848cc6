#include "engine/io/csv_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "engine/io/json_token.h"

namespace huiqi {
namespace {

using detail::any_special;

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

char* write_any_csv_cell(char* out, std::string_view text, bool guard) noexcept {
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
