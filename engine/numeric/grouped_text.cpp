#include "engine/numeric/grouped_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// The units before which a number is an amount.
constexpr std::array<std::string_view, 10> kAmounts{"元", "万", "亿", "欧元", "美元", "yuan", "euro", "dollar", "CNY", "EUR"};

[[nodiscard]] bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

/// Whether an amount's unit stands there, behind decimals and blanks.
[[nodiscard]] bool before_unit(std::string_view rest) {
    while (rest.starts_with("…") || rest.starts_with('.') || rest.starts_with(' ') || (!rest.empty() && digit(rest.front()))) {
        rest.remove_prefix(rest.starts_with("…") ? std::string_view("…").size() : 1);
    }
    return std::any_of(kAmounts.begin(), kAmounts.end(), [rest](std::string_view unit) { return rest.starts_with(unit); });
}

}  // namespace

std::string grouped(const Rational& amount) {
    std::string text = decimal_text(amount < 0 ? Rational(-amount) : amount);
    if (text.find('/') != std::string::npos) {
        return decimal_text(amount);
    }
    std::size_t point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += ".00";
    } else if (text.size() - point == 2) {
        text += "0";
    }
    for (std::size_t at = point; at > 3; at -= 3) {
        text.insert(at - 3, ",");
    }
    return (amount < 0 ? "-" : "") + text;
}

std::string grouped_amounts(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && digit(text[end])) {
            ++end;
        }
        const char before = at == 0 ? ' ' : text[at - 1];
        const bool decimals = (before == '.' || before == ',') && at > 1 && digit(text[at - 2]);
        const bool whole = !ascii_letter(before) && before != '_' && !decimals;
        if (end - at > 3 && whole && before_unit(text.substr(end))) {
            for (; at < end; ++at) {
                out += text[at];
                out += (end - at) % 3 == 1 && end - at > 1 ? "," : "";
            }
        } else if (end > at) {
            out += text.substr(at, end - at);
            at = end;
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace huiqi
