#include "engine/io/csv_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/io/json_token.h"

namespace huiqi {
namespace {

/// Marks what cannot stand in a bare cell.
constexpr std::array<bool, 256> kNeedsQuotes = [] {
    std::array<bool, 256> needs{};
    for (const char c : {',', '"', '\n', '\r'}) {
        needs[static_cast<unsigned char>(c)] = true;
    }
    return needs;
}();

bool needs_quotes(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return kNeedsQuotes[static_cast<unsigned char>(c)]; });
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
    if (text.empty()) {
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
