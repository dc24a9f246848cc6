#include "engine/io/json_number.h"

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        ++at;
    }
    return at;
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

}  // namespace huiqi
