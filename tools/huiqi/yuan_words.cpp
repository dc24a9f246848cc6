#include "tools/huiqi/yuan_words.h"

#include <array>
#include <string_view>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 10> kDigits{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> kPlaces{"", "拾", "佰", "仟"};

/// Four digits; a gap between digits is said once.
[[nodiscard]] std::string group_words(unsigned group, bool lead) {
    std::string text;
    bool gap = lead;
    for (int place = 3; place >= 0; --place) {
        unsigned power = 1;
        for (int at = 0; at < place; ++at) {
            power *= 10;
        }
        const unsigned digit = group / power % 10;
        if (digit == 0) {
            gap = !text.empty() || gap;
            continue;
        }
        text += gap ? kDigits[0] : std::string_view();
        text += kDigits[digit];
        text += kPlaces[static_cast<std::size_t>(place)];
        gap = false;
    }
    return text;
}

/// Groups of four digits below 亿, and what lies above it said the same way in front of 亿: 壹万零壹亿.
[[nodiscard]] std::string whole_words(const Integer& yuan, bool lead = false) {
    const Integer above = yuan / 100'000'000;
    const auto below = static_cast<unsigned>(to_int64(Integer(yuan % 100'000'000)));
    std::string text;
    if (above > 0) {
        text = whole_words(above, lead) + "亿";
        lead = true;
    }
    bool gap = false;  // a gap is said once, before the next digit
    if (const unsigned high = below / 10'000; high != 0) {
        text += group_words(high, lead && high < 1000) + "万";
        lead = true;
    } else {
        gap = lead;
    }
    if (const unsigned low = below % 10'000; low != 0) {
        text += group_words(low, lead && (gap || low < 1000));
    }
    return text;
}

}  // namespace

std::string yuan_words(const Rational& amount) {
    const Rational cents = amount * 100;
    expect(amount >= 0 && denominator(cents) == 1, "capital numerals say whole cents");
    const Integer all = numerator(cents);
    const Integer yuan = all / 100;
    const auto jiao = static_cast<std::size_t>(to_int64(Integer(all / 10 % 10)));
    const auto fen = static_cast<std::size_t>(to_int64(Integer(all % 10)));
    std::string text = yuan > 0 ? whole_words(yuan) + "元" : "";
    if (jiao == 0 && fen == 0) {
        return (text.empty() ? "零元" : text) + "整";
    }
    if (jiao != 0) {
        text += std::string(kDigits[jiao]) + "角";
    } else if (!text.empty()) {
        text += kDigits[0];
    }
    return fen != 0 ? text + std::string(kDigits[fen]) + "分" : text + "整";
}

}  // namespace huiqi
