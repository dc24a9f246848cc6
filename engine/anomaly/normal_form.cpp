#include "engine/anomaly/normal_form.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

using Named = std::pair<std::string_view, NormalForm>;
constexpr std::array kNames{Named{"电话", NormalForm::phone},   Named{"phone", NormalForm::phone},
                            Named{"地址", NormalForm::address}, Named{"address", NormalForm::address},
                            Named{"地点", NormalForm::site},    Named{"site", NormalForm::site},
                            Named{"账号", NormalForm::account}, Named{"account", NormalForm::account},
                            Named{"专利号", NormalForm::patent}, Named{"patent", NormalForm::patent},
                            Named{"名称", NormalForm::name},    Named{"name", NormalForm::name},
                            Named{"编号", NormalForm::id},      Named{"id", NormalForm::id}};

[[nodiscard]] bool is_digit(char32_t c) noexcept {
    return c >= U'0' && c <= U'9';
}

[[nodiscard]] bool is_blank_or_mark(char32_t c) noexcept {
    constexpr std::u32string_view kMarks = U" \t-_—–·.,，。、；;:：'\"“”‘’/\\#";
    return kMarks.find(c) != std::u32string_view::npos;
}

/// Signs that nobody sees: of no width, marks of direction, soft hyphens.
[[nodiscard]] bool is_unseen(char32_t c) noexcept {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

/// Full-width signs as ASCII, letters in capitals, without what nobody sees.
[[nodiscard]] std::u32string plain(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = next_code_point(text, at);
        if (is_unseen(c)) {
            continue;
        }
        c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0x3000 || c == 0xA0 ? U' ' : c;
        out.push_back(c >= U'a' && c <= U'z' ? c - 32 : c);
    }
    return out;
}

[[nodiscard]] std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) {
        append_utf8(out, c);
    }
    return out;
}

[[nodiscard]] std::string digits_of(std::string_view text) {
    std::string out;
    for (const char32_t c : plain(text)) {
        if (is_digit(c)) {
            out.push_back(static_cast<char>(c));
        }
    }
    return out;
}

/// Tells whether a number is typed with the sign of a country code.
[[nodiscard]] bool begins_with_plus(std::string_view text) {
    const std::u32string typed = plain(text);
    const std::size_t first = typed.find_first_not_of(U" \t(");
    return first != std::u32string::npos && typed[first] == U'+';
}

/// Gives the first of several numbers, without an extension: `转802`, `ext. 802`, or a few digits behind a landline and a dash.
[[nodiscard]] std::string first_number(std::string_view text) {
    const std::u32string typed = plain(text);
    std::size_t end = typed.size();
    for (const std::u32string_view mark : {std::u32string_view(U"转"), std::u32string_view(U"分机"), std::u32string_view(U"EXT"),
                                           std::u32string_view(U"X"), std::u32string_view(U";"), std::u32string_view(U"、"),
                                           std::u32string_view(U"/"), std::u32string_view(U","), std::u32string_view(U"或")}) {
        end = std::min(end, typed.find(mark));
    }
    std::string digits = digits_of(utf8(std::u32string_view(typed).substr(0, end)));
    const std::size_t dash = typed.substr(0, end).find_last_of(U"-—–");
    if (dash != std::u32string::npos) {
        const std::string before = digits_of(utf8(std::u32string_view(typed).substr(0, dash)));
        constexpr std::size_t kLandline = 10;
        constexpr std::size_t kExtension = 5;
        const bool extension = digits.size() - before.size() <= kExtension && before.size() >= kLandline && before.front() == '0';
        digits = extension ? before : digits;
    }
    constexpr std::size_t kShortestNumber = 7;
    return digits.size() < kShortestNumber ? digits_of(text) : digits;
}

[[nodiscard]] std::string phone(std::string_view text) {
    std::string digits = first_number(text);
    if (digits.starts_with("00")) {
        digits.erase(0, 2);
    }
    // behind the code of the country stands a mobile number, or a landline without the zero of its area
    const bool mobile = digits.size() == 13 && digits.starts_with("861");
    if (digits.size() >= 11 && digits.size() <= 14 && digits.starts_with("86") && (digits.size() != 11 || begins_with_plus(text))) {
        digits.erase(0, 2);
        const bool service = digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
        if (!mobile && !service && digits.front() != '0') {
            digits.insert(0, 1, '0');
        }
    } else if (digits.size() == 12 && digits.starts_with("01")) {
        digits.erase(0, 1);
    }
    // what somebody typed because the form wanted something: a service number, one digit over and over
    constexpr std::size_t kShortest = 7;
    const bool none = digits.size() < kShortest || digits.find_first_not_of(digits.front()) == std::string::npos;
    return none ? std::string() : digits;
}

/// Whether a text says that there is nothing: 无, 不详, N/A, a dash.
[[nodiscard]] bool says_nothing(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return false;   // no word for nothing has a digit, and most texts have
    }
    constexpr std::array<std::u32string_view, 11> kWords{U"无", U"没有", U"暂无", U"不详", U"未知", U"空", U"NA", U"NONE", U"NULL", U"NIL", U"XXX"};
    std::u32string bare;
    for (const char32_t c : plain(text)) {
        if (!is_blank_or_mark(c) && c != U'(' && c != U')') {
            bare.push_back(c);
        }
    }
    return bare.empty() || std::find(kWords.begin(), kWords.end(), bare) != kWords.end();
}

[[nodiscard]] std::string patent(std::string_view text) {
    std::string out;
    for (const char32_t c : plain(text)) {
        if (is_digit(c) || c == U'X') {
            out.push_back(static_cast<char>(c));
        }
    }
    if (out.size() == 13 || out.size() == 9) {
        out.insert(out.size() - 1, 1, '.');
    }
    return out;
}

/// The number that Chinese numerals say: 三, 十二, 三百零五, 一〇二; nothing when they say none.
[[nodiscard]] std::optional<int> numeral(std::u32string_view text) {
    constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
    int value = 0;
    int digit = 0;
    bool places = false;
    for (const char32_t c : text) {
        if (c == U'十' || c == U'百') {
            value += (digit == 0 ? 1 : digit) * (c == U'十' ? 10 : 100);
            digit = 0;
            places = true;
            continue;
        }
        const std::size_t at = c == U'零' ? 0 : c == U'两' ? 2 : kDigits.find(c);
        if (at == std::u32string_view::npos) {
            return std::nullopt;
        }
        digit = places ? static_cast<int>(at) : digit * 10 + static_cast<int>(at);
    }
    return value + digit;
}

/// Writes numerals before a word of a house as digits: 十号三幢 is 10号3幢; 中山二路 stays.
[[nodiscard]] std::u32string with_digits(std::u32string text) {
    constexpr std::u32string_view kNumerals = U"〇零一二三四五六七八九十百两";
    if (text.find_first_of(kNumerals) == std::u32string::npos) {
        return text;
    }
    constexpr std::u32string_view kWords = U"号幢栋座楼层室单弄";
    constexpr std::size_t kLongest = 5;
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && kNumerals.find(text[end]) != std::u32string_view::npos) {
            ++end;
        }
        const bool counts = end > at && end - at <= kLongest && end < text.size() && kWords.find(text[end]) != std::u32string_view::npos;
        const auto value = counts ? numeral(std::u32string_view(text).substr(at, end - at)) : std::nullopt;
        if (value) {
            for (const char digit : std::to_string(*value)) {
                out.push_back(static_cast<char32_t>(digit));
            }
        } else {
            end = std::max(end, at + 1);
            out.append(text, at, end - at);
        }
        at = end;
    }
    return out;
}

/// Takes away what is in brackets, blanks and the name of the province before that of the city.
[[nodiscard]] std::u32string bare_address(std::string_view text) {
    std::u32string out;
    int depth = 0;
    for (const char32_t c : plain(text)) {
        if (c == U'(' || c == U'[' || c == U'【') {
            ++depth;
        } else if (c == U')' || c == U']' || c == U'】') {
            depth = std::max(0, depth - 1);
        } else if (depth == 0 && c != U' ' && c != U'\t' && c != U',' && c != U'，') {
            out.push_back(c);
        }
    }
    const std::size_t province = out.find(U'省');
    if (province != std::u32string::npos && province <= 4) {
        out.erase(0, province + 1);
    }
    // 南京市玄武区 and 南京玄武区
    const std::size_t city = out.find(U'市');
    if (city != std::u32string::npos && city >= 2 && city <= 4) {
        out.erase(city, 1);
    }
    return with_digits(std::move(out));
}

/// Gives the end of the street number: behind its 号, or 0 where there is none.
[[nodiscard]] std::size_t street_end(std::u32string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        const bool house = at + 1 < text.size() && text[at + 1] == U'楼';
        if (text[at] == U'号' && is_digit(text[at - 1]) && !house) {
            return at + 1;
        }
    }
    return 0;
}

/// The place: up to its street number, whatever the park there is called; all of an address without a number.
[[nodiscard]] std::string site(std::string_view text) {
    const std::u32string address = bare_address(text);
    const std::size_t end = street_end(address);
    return utf8(end == 0 ? std::u32string_view(address) : std::u32string_view(address).substr(0, end));
}

[[nodiscard]] std::string address(std::string_view text) {
    constexpr std::u32string_view kHouse = U"幢栋座楼号室房层单元-_#/";
    const std::u32string bare = bare_address(text);
    const std::size_t end = street_end(bare);
    std::u32string out = bare.substr(0, end);
    bool pending = false;
    for (const char32_t c : std::u32string_view(bare).substr(end)) {
        if (kHouse.find(c) != std::u32string_view::npos) {
            pending = true;
            continue;
        }
        if (pending && is_digit(c) && is_digit(out.empty() ? U' ' : out.back())) {
            out.push_back(U'-');
        }
        pending = false;
        out.push_back(c);
    }
    return utf8(out);
}

[[nodiscard]] std::string name(std::string_view text) {
    std::u32string out;
    for (const char32_t c : plain(text)) {
        if (!is_blank_or_mark(c) && c != U'(' && c != U')') {
            out.push_back(c);
        }
    }
    return utf8(out);
}

}  // namespace

std::optional<NormalForm> normal_form(std::string_view word) noexcept {
    const auto* found = std::find_if(kNames.begin(), kNames.end(), [&](const Named& one) { return one.first == word; });
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

bool is_normalised(std::string_view text, NormalForm form) noexcept {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto digits = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), digit) - text.begin());
    switch (form) {
        case NormalForm::account: return digits == text.size();
        case NormalForm::phone:
            // a mobile number as most people write it
            return digits == text.size() && text.size() == 11 && text.front() == '1' &&
                   text.find_first_not_of(text.front()) != std::string_view::npos;
        case NormalForm::patent:
            return digits + 2 == text.size() && (digits == 12 || digits == 8) && text[digits] == '.' &&
                   (digit(text.back()) || text.back() == 'X');
        case NormalForm::id: {
            const auto plain_sign = [&](char c) { return digit(c) || (c >= 'A' && c <= 'Z') || c == '-'; };
            return std::any_of(text.begin(), text.end(), digit) && std::all_of(text.begin(), text.end(), plain_sign);
        }
        case NormalForm::address:
        case NormalForm::site:
        case NormalForm::name: break;
    }
    return false;
}

std::string normalised(std::string_view text, NormalForm form) {
    if (says_nothing(text)) {
        return {};
    }
    switch (form) {
        case NormalForm::phone: return phone(text);
        case NormalForm::account: return digits_of(text);
        case NormalForm::patent: return patent(text);
        case NormalForm::address: return address(text);
        case NormalForm::site: return site(text);
        case NormalForm::name: return name(text);
        case NormalForm::id: return folded_key(text);
    }
    return std::string(text);
}

}  // namespace huiqi
