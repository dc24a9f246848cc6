#include "tools/huiqi/report/personal_data.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Digits of one number that stand apart: no number of a person has more parts, or more digits.
constexpr std::size_t kMostDigits = 24;

[[nodiscard]] bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

[[nodiscard]] bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

[[nodiscard]] int number_at(std::string_view text, std::size_t at, std::size_t size) {
    int number = 0;
    for (const char digit : text.substr(at, size)) {
        number = number * 10 + (digit - '0');
    }
    return number;
}

[[nodiscard]] bool is_day(std::string_view month_and_day) {
    const int month = number_at(month_and_day, 0, 2);
    const int day = number_at(month_and_day, 2, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/// Whether it is a number of a resident identity card (GB 11643): a day of birth and a check character.
[[nodiscard]] bool is_identity(std::string_view text) {
    constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (text.size() != kWeights.size() + 1 || !all_digits(text.substr(0, kWeights.size()))) {
        return false;
    }
    int sum = 0;
    for (std::size_t at = 0; at < kWeights.size(); ++at) {
        sum += (text[at] - '0') * kWeights[at];
    }
    const int century = number_at(text, 6, 2);
    return (century == 19 || century == 20) && is_day(text.substr(10, 4)) && text.back() == "10X98765432"[sum % 11];
}

/// Whether it is one as they were until 1999, without century and check character: a province, and a birth from 1930 on. Numbers
/// of applications that begin with a region and a day of this century are none.
[[nodiscard]] bool is_old_identity(std::string_view text) {
    if (text.size() != 15 || !all_digits(text)) {
        return false;
    }
    const int province = number_at(text, 0, 2);
    return province >= 11 && province <= 65 && number_at(text, 6, 2) >= 30 && is_day(text.substr(8, 4));
}

/// Whether it is the number of a mobile phone, without or with the number of the country.
[[nodiscard]] bool is_mobile(std::string_view text) {
    for (const std::string_view country : {"0086", "86"}) {
        if (text.size() == country.size() + 11 && text.starts_with(country)) {
            text.remove_prefix(country.size());
        }
    }
    return text.size() == 11 && all_digits(text) && text[0] == '1' && text[1] >= '3';
}

/// Whether it is the number of a bank card: 16 to 19 digits that begin with 62, and the check digit of Luhn.
[[nodiscard]] bool is_card(std::string_view text) {
    if (text.size() < 16 || text.size() > 19 || !all_digits(text) || !text.starts_with("62")) {
        return false;
    }
    int sum = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int digit = text[text.size() - 1 - at] - '0';
        const int twice = 2 * digit;
        sum += at % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
}

[[nodiscard]] std::optional<Bilingual> kind_of(std::string_view number) {
    if (is_identity(number) || is_old_identity(number)) {
        return Bilingual{"证件", "identity"};
    }
    if (is_mobile(number)) {
        return Bilingual{"电话", "phone"};
    }
    return is_card(number) ? std::optional(Bilingual{"账号", "account"}) : std::nullopt;
}

/// What stands between the digits of one number: a blank, an unseen sign, a hyphen or dash.
[[nodiscard]] bool is_between(std::string_view character) {
    constexpr std::array<std::string_view, 12> kDashes{"-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "﹣", "﹘", "·"};
    return std::find(kDashes.begin(), kDashes.end(), character) != kDashes.end() || folded_key(character).empty();
}

/// Gives a text in plain digits and capitals, with one blank for what may stand between the digits of a number.
[[nodiscard]] std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        (void)next_code_point(text, at);
        const std::string_view character = text.substr(begin, at - begin);
        if (!is_between(character)) {
            out += folded_key(character);
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

/// Digits that stand together, and whether the next ones stand behind nothing but what may be between.
struct Digits {
    std::string text;
    bool joined = false;   ///< with those before
};

/// Gives the digits of a text; those behind a letter are part of a code, and left out. The X of an identity card is a digit.
[[nodiscard]] std::vector<Digits> digits_of(const std::string& text) {
    const auto is_letter = [&text](std::size_t at) { return at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; };
    std::vector<Digits> all;
    bool joined = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        if (end == at) {
            joined = joined && text[at] == ' ';
            ++at;
            continue;
        }
        const bool code = at > 0 && is_letter(at - 1);
        end += end < text.size() && text[end] == 'X' && !is_letter(end + 1) ? 1U : 0U;
        if (!code) {
            all.push_back({text.substr(at, end - at), joined});
        }
        joined = !code;
        at = end;
    }
    return all;
}

}  // namespace

std::optional<Bilingual> personal_datum(std::string_view text) {
    const std::vector<Digits> all = digits_of(plain(text));
    for (std::size_t first = 0; first < all.size(); ++first) {
        std::string number;
        for (std::size_t at = first; at < all.size() && (at == first || all[at].joined) && number.size() <= kMostDigits; ++at) {
            number += all[at].text;
            if (const auto kind = kind_of(number)) {
                return kind;
            }
        }
    }
    return std::nullopt;
}

bool is_mobile_number(std::string_view text) {
    std::string digits = plain(text);
    std::erase(digits, ' ');
    if (digits.starts_with('+')) {
        digits.erase(0, 1);
    }
    return is_mobile(digits);
}

}  // namespace huiqi
