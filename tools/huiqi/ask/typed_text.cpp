#include "tools/huiqi/ask/typed_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/diagnostic/text.h"
#include "tools/huiqi/ask/chinese_amount.h"

namespace huiqi {
namespace {

/// The Chinese letters that are used here have three bytes each.
constexpr std::size_t kLetter = 3;

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a sign takes no room: marks of direction, joints of words, a byte-order mark.
[[nodiscard]] bool has_no_width(char32_t c) {
    return c == 0xFEFF || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069);
}

[[nodiscard]] bool is_blank(char32_t c) {
    return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

[[nodiscard]] char32_t plain_sign(char32_t c) {
    if (is_blank(c)) {
        return U' ';
    }
    switch (c) {
        case 0xFFE5: return 0xA5;       // ￥
        case 0x3002: return U'.';       // 。
        case 0x2212: return U'-';       // −
        default: return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    }
}

[[nodiscard]] std::string trimmed(const std::string& text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The digits of a number in Chinese letters, with 点 before decimals, or of plain ones; nothing where it is none.
[[nodiscard]] std::optional<std::string> digits_of(std::string_view text) {
    if (!text.empty() && digit(text.front())) {
        return text.find_first_not_of("0123456789.") == std::string_view::npos ? std::optional(std::string(text)) : std::nullopt;
    }
    constexpr std::string_view kPoint = "点";
    const std::size_t point = text.find(kPoint);
    const auto whole = chinese_number(text.substr(0, point));
    if (point == std::string_view::npos || !whole) {
        return whole;
    }
    const auto decimals = chinese_digits(text.substr(point + kPoint.size()));
    return decimals ? std::optional(*whole + "." + *decimals) : std::nullopt;
}

/// 二〇二二年九月十五日 as 2022年9月15日; else the text as it is.
[[nodiscard]] std::string day_in_digits(const std::string& text) {
    const std::size_t year = text.find("年");
    const std::size_t month = text.find("月");
    std::size_t end = text.find("日");
    end = end == std::string::npos ? text.find("号") : end;
    if (year == std::string::npos || month == std::string::npos || end == std::string::npos || month < year || end < month || end + kLetter != text.size()) {
        return text;
    }
    const std::string_view all = text;
    const auto number = [](std::string_view part) { return !part.empty() && digit(part.front()) ? std::optional(std::string(part)) : chinese_number(part); };
    const std::string_view years = all.substr(0, year);
    const auto first = !years.empty() && digit(years.front()) ? std::optional(std::string(years)) : chinese_digits(years);
    const auto second = number(all.substr(year + kLetter, month - year - kLetter));
    const auto third = number(all.substr(month + kLetter, end - month - kLetter));
    return first && second && third ? *first + "年" + *second + "月" + *third + "日" : text;
}

/// Whether eight digits are a year, a month and a day in that order: 05052022 is not.
[[nodiscard]] bool begins_with_year(const std::string& digits) {
    const std::string month = digits.substr(4, 2);
    const std::string day = digits.substr(6, 2);
    return digits.front() != '0' && month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

/// How people name parts of a whole.
struct PartSign {
    std::string_view word;
    bool in_front = false;          ///< 百分之四
    bool of_ten_thousand = false;   ///< basis points, of which a hundred make one per cent
    std::string_view sign;
};
constexpr std::array<PartSign, 10> kParts{{{"百分之", true, false, "%"}, {"千分之", true, false, "‰"}, {"万分之", true, true, "%"},
                                           {"个基点", false, true, "%"}, {"基点", false, true, "%"}, {"bps", false, true, "%"}, {"bp", false, true, "%"},
                                           {"‱", false, true, "%"}, {"%", false, false, "%"}, {"‰", false, false, "‰"}}};

/// Whether a text ends with a word, in large letters or small ones: 435BP.
[[nodiscard]] bool ends_with_word(std::string_view text, std::string_view word) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return text.size() > word.size() && std::equal(word.begin(), word.end(), text.end() - static_cast<std::ptrdiff_t>(word.size()),
                                                   [&](char of_word, char of_text) { return of_word == small(of_text); });
}

/// A hundredth of a number: 435 → 4.35, exactly, by its digits.
[[nodiscard]] std::string two_places_left(const std::string& digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string whole = digits.substr(0, point);
    whole = whole.size() > 2 ? whole : std::string(3 - whole.size(), '0') + whole;
    const std::string behind = point < digits.size() ? digits.substr(point + 1) : "";
    return whole.substr(0, whole.size() - 2) + "." + whole.substr(whole.size() - 2) + behind;
}

}  // namespace

std::string plain_letters(std::string_view typed) {
    if (first_malformed(typed)) {
        return trimmed(std::string(typed));   // what is no text is refused where it is read
    }
    std::string text;
    for (std::size_t at = 0; at < typed.size();) {
        const char32_t c = next_code_point(typed, at);
        if (!has_no_width(c)) {
            append_utf8(text, plain_sign(c));
        }
    }
    return trimmed(text);
}

std::string simple_numerals(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kForms{{
        {"萬", "万"}, {"億", "亿"}, {"圓", "圆"}, {"貳", "贰"}, {"參", "叁"}, {"陸", "陆"}, {"兩", "两"}, {"點", "点"}, {"號", "号"}}};
    for (const auto& [from, to] : kForms) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

std::string parts_text(std::string text) {
    std::string a_year;   // what stands behind the parts: 435bp/年
    for (const std::string_view year : {"/年", "每年", "一年", "/year", "peryear", "ayear"}) {
        if (text.size() > year.size() && text.ends_with(year)) {
            a_year = year;
            text.erase(text.size() - year.size());
            break;
        }
    }
    const std::string sign = text.starts_with('-') || text.starts_with('+') ? text.substr(0, 1) : "";
    text.erase(0, sign.size());
    for (const PartSign& one : kParts) {
        const bool named = one.in_front ? text.starts_with(one.word) : ends_with_word(text, one.word);
        if (!named) {
            continue;
        }
        const std::string_view number = one.in_front ? std::string_view(text).substr(one.word.size()) : std::string_view(text).substr(0, text.size() - one.word.size());
        const auto digits = digits_of(number);
        const bool hundredths = one.sign == "%";
        return sign + (!digits ? text : hundredths && one.of_ten_thousand ? two_places_left(*digits) + "%" : *digits + std::string(one.sign)) + a_year;
    }
    return sign + text + a_year;
}

std::string date_text(const std::string& typed) {
    const std::string text = day_in_digits(simple_numerals(typed));
    std::array<std::string, 3> part;
    std::size_t at = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const char c = text[place];
        if (digit(c)) {
            part[at] += c;
            continue;
        }
        const std::string_view rest = std::string_view(text).substr(place);
        const bool mark = c == '-' || c == '/' || c == '.' || c == ' ';
        const bool word = rest.starts_with("年") || rest.starts_with("月") || rest.starts_with("日") ||
                          rest.starts_with("号");
        if (!mark && !word) {
            return text;
        }
        if (part[0].empty()) {
            return text;  // -2022-09-15
        }
        at += !part[at].empty() && at < 2 ? 1U : 0U;
        place += word ? 2U : 0U;
    }
    if (part[0].size() == 8 && part[1].empty() && begins_with_year(part[0])) {
        part = {part[0].substr(0, 4), part[0].substr(4, 2), part[0].substr(6, 2)};
    }
    const bool whole = part[0].size() == 4 && !part[1].empty() && part[1].size() <= 2 && !part[2].empty() &&
                       part[2].size() <= 2;
    const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    return whole ? part[0] + "-" + two(part[1]) + "-" + two(part[2]) : text;
}

}  // namespace huiqi
