#include "engine/io/json_token.h"

#include <algorithm>

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        ++at;
    }
    return at;
}

/// Gives the offset behind a string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        at += text[at] == '\\' ? 1U : 0U;
    }
    return std::min(at + 1, text.size());
}

}  // namespace

bool is_json_number(std::string_view text) noexcept {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = at;
    at = skip_digits(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1)) {
        return false;
    }
    if (at < text.size() && text[at] == '.') {
        const std::size_t decimals = ++at;
        at = skip_digits(text, at);
        if (at == decimals) {
            return false;
        }
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1U : 0U;
        const std::size_t exponent = at;
        at = skip_digits(text, at);
        if (at == exponent) {
            return false;
        }
    }
    return at == text.size();
}

bool expand_json_exponent(std::string_view text, std::string& out) {
    constexpr DecimalLimits kLimits{.digits = 120, .exponent = 120};
    if (text.find_first_of("eE") == std::string_view::npos) {
        return false;
    }
    const auto number = parse_decimal(text, kLimits);
    if (!number.has_value()) {
        return false;
    }
    out = decimal_text(number->value());
    return true;
}

std::size_t json_extent(std::string_view text) noexcept {
    if (!text.starts_with('[') && !text.starts_with('{')) {
        return text.starts_with('"') ? skip_string(text, 0)
                                     : std::min(text.find_first_of(" \t\r\n,]}"), text.size());
    }
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = skip_string(text, at);
            continue;
        }
        depth += text[at] == '[' || text[at] == '{' ? 1U : 0U;
        const bool closes = text[at] == ']' || text[at] == '}';
        ++at;
        if (closes && --depth == 0) {
            return at;
        }
    }
    return text.size();
}

}  // namespace huiqi
