#include "engine/io/registered_codes.h"

#include <algorithm>

#include "engine/data/credit_code.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

CodeCheck check_patent_number(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c != ' ') {
            plain += c;
        }
    }
    for (const std::string_view prefix : {"ZL", "CN", "zl", "cn"}) {
        if (plain.starts_with(prefix)) {
            plain.erase(0, 2);
            break;
        }
    }
    const std::size_t point = plain.find('.');
    if ((point != 8 && point != 12) || plain.size() != point + 2 ||
        !std::all_of(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(point), is_digit)) {
        return CodeCheck::no_code;
    }
    const char given = plain.back() == 'x' ? 'X' : plain.back();
    if (!is_digit(given) && given != 'X') {
        return CodeCheck::no_code;
    }
    // The digits are weighted 2 to 9 and again from 2; what is left of 11 is the check digit, X for 10.
    unsigned sum = 0;
    for (std::size_t at = 0; at < point; ++at) {
        sum += static_cast<unsigned>(plain[at] - '0') * static_cast<unsigned>(2 + at % 8);
    }
    const unsigned rest = sum % 11;
    return given == (rest == 10 ? 'X' : static_cast<char>('0' + rest)) ? CodeCheck::right : CodeCheck::wrong;
}

CodeCheck check_credit_code(std::string_view text) {
    const auto fits = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
    if (text.size() != 18 || !std::all_of(text.begin(), text.end(), fits) ||
        !std::all_of(text.begin() + 2, text.begin() + 8, is_digit)) {
        return CodeCheck::no_code;
    }
    return valid_credit_code(text) ? CodeCheck::right : CodeCheck::wrong;
}

}  // namespace huiqi
