#include "tools/huiqi/ask/chinese_amount.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace huiqi {
namespace {

/// The Chinese letters that are used here have three bytes each.
constexpr std::size_t kLetter = 3;

struct Numeral {
    std::string_view word;
    std::int64_t value;
};

/// The value of a letter in a table; nothing where it is not in it.
template <std::size_t kCount>
[[nodiscard]] std::optional<std::int64_t> value_in(const std::array<Numeral, kCount>& table, std::string_view letter) {
    for (const Numeral& one : table) {
        if (one.word == letter) {
            return one.value;
        }
    }
    return std::nullopt;
}

constexpr std::array<Numeral, 21> kDigits{{{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4}, {"五", 5},
                                           {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"壹", 1}, {"贰", 2}, {"叁", 3}, {"肆", 4},
                                           {"伍", 5}, {"陆", 6}, {"柒", 7}, {"捌", 8}, {"玖", 9}}};
constexpr std::array<Numeral, 6> kSmall{{{"十", 10}, {"百", 100}, {"千", 1'000}, {"拾", 10}, {"佰", 100}, {"仟", 1'000}}};
constexpr std::array<Numeral, 4> kLarge{{{"万", 10'000}, {"亿", 100'000'000}, {"萬", 10'000}, {"億", 100'000'000}}};

/// Reads letter by letter; units must fall, and a last digit must be one of units: after 十, or after 零, or alone.
class Reader {
public:
    [[nodiscard]] bool take(std::string_view letter) {
        if (const auto digit = value_in(kDigits, letter)) {
            return take_digit(*digit);
        }
        if (const auto unit = value_in(kSmall, letter)) {
            return take_small(*unit);
        }
        const auto unit = value_in(kLarge, letter);
        return unit && take_large(*unit);
    }
    [[nodiscard]] std::optional<std::int64_t> finished() {
        const bool any = digit_ >= 0 || section_ != 0 || total_ != 0;
        return any && closed() ? std::optional(total_ + section_) : std::nullopt;
    }

private:
    [[nodiscard]] bool take_digit(std::int64_t digit) {
        if (digit_ >= 0) {
            return false;
        }
        zero_ = zero_ || digit == 0;
        digit_ = digit == 0 ? -1 : digit;
        ended_by_zero_ = digit == 0;
        return true;
    }
    [[nodiscard]] bool take_small(std::int64_t unit) {
        const bool bare_ten = digit_ < 0 && unit == 10 && section_ == 0 && total_ == 0 && !zero_;
        if ((digit_ < 0 && !bare_ten) || unit >= small_) {
            return false;
        }
        section_ += (bare_ten ? 1 : digit_) * unit;
        small_ = unit;
        digit_ = -1;
        zero_ = false;
        return true;
    }
    [[nodiscard]] bool take_large(std::int64_t unit) {
        if (!closed() || section_ == 0 || unit >= large_) {
            return false;
        }
        total_ += section_ * unit;
        section_ = 0;
        large_ = unit;
        small_ = unit;
        return true;
    }
    /// Takes the digit of units of a section.
    [[nodiscard]] bool closed() {
        if (digit_ >= 0) {
            const bool alone = section_ == 0 && total_ == 0;
            if (!alone && !zero_ && small_ != 10) {
                return false;
            }
            section_ += digit_;
        }
        const bool fine = digit_ >= 0 || !ended_by_zero_;
        digit_ = -1;
        zero_ = false;
        return fine;
    }

    std::int64_t total_ = 0, section_ = 0, digit_ = -1;
    std::int64_t small_ = 10'000, large_ = 1'000'000'000;  ///< the units before, below which the next must lie
    bool zero_ = false, ended_by_zero_ = false;
};

/// Takes one digit and its unit (5角, 伍角) from the front; nothing where they do not stand there.
[[nodiscard]] std::optional<char> take_part(std::string_view& text, std::string_view unit) {
    const bool plain = !text.empty() && text.front() >= '0' && text.front() <= '9';
    const std::size_t length = plain ? 1 : kLetter;
    if (text.size() < length || !text.substr(length).starts_with(unit)) {
        return std::nullopt;
    }
    const auto digit = plain ? std::optional<std::int64_t>(text.front() - '0') : value_in(kDigits, text.substr(0, length));
    if (!digit) {
        return std::nullopt;
    }
    text.remove_prefix(length + unit.size());
    return static_cast<char>('0' + *digit);
}

[[nodiscard]] bool all_digits(std::string_view text) {
    return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> chinese_number(std::string_view text) {
    constexpr std::size_t kLongest = 24;
    if (text.empty() || text.size() % kLetter != 0 || text.size() > kLongest * kLetter) {
        return std::nullopt;
    }
    if (text == "零" || text == "〇") {
        return "0";
    }
    Reader reader;
    for (std::size_t at = 0; at < text.size(); at += kLetter) {
        if (!reader.take(text.substr(at, kLetter))) {
            return std::nullopt;
        }
    }
    const auto number = reader.finished();
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

std::optional<std::string> chinese_digits(std::string_view text) {
    std::string digits;
    for (; text.size() >= kLetter; text.remove_prefix(kLetter)) {
        const std::string_view letter = text.substr(0, kLetter);
        const auto value = letter == "○" ? std::optional<std::int64_t>(0) : value_in(kDigits, letter);
        if (!value) {
            return std::nullopt;
        }
        digits += static_cast<char>('0' + *value);
    }
    return digits.empty() || !text.empty() ? std::nullopt : std::optional(digits);
}

std::optional<std::string> yuan_and_cents(std::string_view text) {
    const std::size_t at = std::min(text.find("元"), text.find("圆"));
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view whole = text.substr(0, at);
    const auto yuan = all_digits(whole) ? std::optional(std::string(whole)) : chinese_number(whole);
    std::string_view rest = text.substr(at + kLetter);
    const auto tenths = take_part(rest, "角");
    if (!tenths && rest.starts_with("零")) {
        rest.remove_prefix(kLetter);  // 叁元零伍分
    }
    const auto cents = take_part(rest, "分");
    if (rest == "整" || rest == "正") {
        rest = {};
    }
    if (!yuan || !rest.empty()) {
        return std::nullopt;
    }
    std::string digits = *yuan;
    if (tenths || cents) {
        digits += std::string(".") + tenths.value_or('0');
        digits += cents ? std::string(1, *cents) : "";
    }
    return digits + "元";
}

}  // namespace huiqi
