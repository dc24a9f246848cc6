#include "tools/huiqi/report/personal_data.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/text.h"
#include "engine/io/registered_codes.h"

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

/// Whether eight digits are a day of these years, as numbers of applications and contracts have them; no birth of an adult.
[[nodiscard]] bool is_recent_day(std::string_view digits);

[[nodiscard]] bool is_day(std::string_view month_and_day) {
    const int month = number_at(month_and_day, 0, 2);
    const int day = number_at(month_and_day, 2, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_recent_day(std::string_view digits) {
    const int year = number_at(digits, 0, 4);
    return year >= 2013 && year < 2100 && is_day(digits.substr(4, 4));
}

[[nodiscard]] bool is_province(std::string_view text) {
    const int province = number_at(text, 0, 2);
    return (province >= 11 && province <= 65) || (province >= 81 && province <= 83) || province == 71;
}

/// Whether it looks like the number of a resident identity card with a digit typed wrong: a province and the birth of an adult.
[[nodiscard]] bool is_wrong_identity(std::string_view text) {
    if (text.size() != 18 || !all_digits(text.substr(0, 17)) || !(is_digit(text.back()) || text.back() == 'X') || !is_province(text)) {
        return false;
    }
    const int year = number_at(text, 6, 4);
    return year >= 1900 && year < 2013 && is_day(text.substr(10, 4));
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
    for (const std::string_view country : {"0086", "86", "0"}) {
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

/// Whether it may be the number of a bank card or account that no check digit tells: not one that states a day, nor a credit code.
[[nodiscard]] bool is_card_like(std::string_view text) {
    if (text.size() < 16 || text.size() > 19 || !all_digits(text) || text.starts_with("000") ||
        check_credit_code(text) == CodeCheck::right) {
        return false;
    }
    for (std::size_t at = 0; at + 8 <= text.size(); ++at) {
        if (is_recent_day(text.substr(at, 8))) {
            return false;
        }
    }
    return true;
}

/// Whether it is the number of a land line: an area, and seven or eight digits.
[[nodiscard]] bool is_land_line(const std::vector<std::string_view>& groups) {
    const auto area = [](std::string_view text) { return text.size() >= 3 && text.size() <= 4 && text[0] == '0' && text[1] != '0'; };
    const auto local = [](std::string_view text) { return (text.size() == 7 || text.size() == 8) && text[0] != '0' && !text.starts_with("20"); };
    if (groups.size() == 2) {
        return area(groups[0]) && local(groups[1]);
    }
    const std::string_view whole = groups.front();
    if (groups.size() != 1 || whole.size() < 10 || whole.size() > 12) {
        return false;
    }
    const std::size_t size = whole[1] == '1' || whole[1] == '2' ? 3 : 4;   // 010, 02x; 0xxx elsewhere
    return area(whole.substr(0, size)) && local(whole.substr(size)) && whole[size] >= '2';
}

/// Whether digits that stand in groups are parted as those of cards are: by fours, or behind the six of the bank.
[[nodiscard]] bool parted_as_card(const std::vector<std::string_view>& groups) {
    for (std::size_t at = 0; at + 1 < groups.size(); ++at) {
        if (groups[at].size() != 4 && !(at == 0 && groups[at].size() == 6)) {
            return false;
        }
    }
    return true;
}

/// Gives what a number is that looks like one of a person, though nothing proves it.
[[nodiscard]] std::optional<Bilingual> likely_kind(const std::string& number, const std::vector<std::string_view>& groups) {
    if (is_wrong_identity(number)) {
        return Bilingual{"证件", "identity"};
    }
    if (is_land_line(groups)) {
        return Bilingual{"电话", "phone"};
    }
    return is_card_like(number) && parted_as_card(groups) ? std::optional(Bilingual{"账号", "account"}) : std::nullopt;
}

/// Whether a number of a passport stands in the text: a letter and eight digits, or E, a letter and seven. Numbers that begin with a
/// year or with zeros are counted by somebody.
[[nodiscard]] bool has_passport(std::string_view text) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto in_code = [&](std::size_t at) { return is_letter(text[at]) || is_digit(text[at]) || text[at] == ' ' || text[at] == '.'; };
    for (std::size_t at = 0; at + 9 <= text.size(); ++at) {
        const bool begins = at == 0 || !in_code(at - 1) || (text[at - 1] == ' ' && (at == 1 || !in_code(at - 2)));
        const bool ends = at + 9 == text.size() || !in_code(at + 9) || (text[at + 9] == ' ' && (at + 10 == text.size() || !in_code(at + 10)));
        const std::size_t letters = text[at] == 'E' && is_letter(text[at + 1]) ? 2 : 1;
        const std::string_view digits = text.substr(at + letters, 9 - letters);
        if (begins && ends && std::string_view("DEGPS").find(text[at]) != std::string_view::npos && all_digits(digits) &&
            !digits.starts_with("20") && !digits.starts_with("19") && !digits.starts_with("00")) {
            return true;
        }
    }
    return false;
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
    constexpr std::array<std::string_view, 17> kDashes{"_", "(", ")", "（", "）", "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "﹣", "﹘", "·"};
    return std::find(kDashes.begin(), kDashes.end(), character) != kDashes.end() || folded_key(character).empty();
}

/// Gives a text in plain digits and capitals, with one blank for what may stand between the digits of a number; points stay.
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
    bool point = false;    ///< a point joins them
};

/// Gives the digits of a text; those behind a letter are part of a code, and left out. The X of an identity card is a digit.
[[nodiscard]] std::vector<Digits> digits_of(const std::string& text) {
    const auto is_letter = [&text](std::size_t at) { return at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; };
    std::vector<Digits> all;
    bool joined = false;
    bool point = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        if (end == at) {
            const bool between = at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1]) && at > 0 && is_digit(text[at - 1]);
            point = point || between;
            joined = joined && (text[at] == ' ' || between);
            ++at;
            continue;
        }
        const bool code = at > 0 && is_letter(at - 1);
        end += end < text.size() && text[end] == 'X' && !is_letter(end + 1) ? 1U : 0U;
        if (!code) {
            all.push_back({text.substr(at, end - at), joined, joined && point});
        }
        point = false;
        joined = !code;
        at = end;
    }
    return all;
}

}  // namespace

std::optional<Bilingual> personal_datum(std::string_view text, Suspicion suspicion) {
    const std::string shown = plain(text);
    const std::vector<Digits> all = digits_of(shown);
    std::optional<Bilingual> likely;
    for (std::size_t first = 0; first < all.size(); ++first) {
        std::string number;
        std::vector<std::string_view> groups;
        std::size_t points = 0;
        for (std::size_t at = first; at < all.size() && (at == first || all[at].joined) && number.size() <= kMostDigits; ++at) {
            number += all[at].text;
            groups.emplace_back(all[at].text);
            points += at != first && all[at].point ? 1U : 0U;
            if (points == 1 && groups.size() == 2) {
                continue;   // one point is that of a decimal: 13800000.01
            }
            if (const auto kind = kind_of(number)) {
                return kind;
            }
            // groups that go on are no whole number: the beginning of a longer one tells nothing
            const bool ends = at + 1 == all.size() || !all[at + 1].joined;
            likely = likely || !ends || points != 0 || (first != 0 && all[first].joined) ? likely : likely_kind(number, groups);
        }
    }
    if (suspicion == Suspicion::certain) {
        return std::nullopt;
    }
    return likely || !has_passport(shown) ? likely : Bilingual{"证件", "identity"};
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
