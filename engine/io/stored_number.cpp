#include "engine/io/stored_number.h"

#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/calendar/civil.h"
#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

/// Digits that a spreadsheet shows.
constexpr std::size_t kShown = 15;
/// Digits and powers of ten beyond these stand in no table.
constexpr std::size_t kMostDigits = 400;
constexpr int kMostPower = 400;

/// A decimal as 0.d1d2d3… × 10^point, d1 not 0; no digits for 0.
struct Decimal {
    bool negative = false;
    std::string digits;
    int point = 0;
};

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

[[nodiscard]] std::optional<Decimal> parse(std::string_view text) {
    Decimal number;
    std::size_t at = 0;
    number.negative = text.starts_with('-');
    at += number.negative || text.starts_with('+') ? 1U : 0U;
    bool any = false;
    bool behind_point = false;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !behind_point)); ++at) {
        if (text[at] == '.') {
            behind_point = true;
            continue;
        }
        any = true;
        if (!number.digits.empty() || text[at] != '0') {
            number.digits += text[at];
            number.point += behind_point ? 0 : 1;
        } else {
            number.point -= behind_point ? 1 : 0;
        }
    }
    if (!any || number.digits.size() > kMostDigits) {
        return std::nullopt;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        at += at + 1 < text.size() && text[at + 1] == '+' ? 2U : 1U;
        int power = 0;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), power);
        if (error != std::errc() || power > kMostPower || power < -kMostPower) {
            return std::nullopt;
        }
        number.point += power;
        at = static_cast<std::size_t>(end - text.data());
    }
    if (at != text.size()) {
        return std::nullopt;
    }
    while (number.digits.ends_with('0')) {
        number.digits.pop_back();
    }
    if (number.digits.empty()) {
        return Decimal();
    }
    return number;
}

/// Rounds to the digits that are shown, half away from zero.
void shorten(Decimal& number) {
    const bool up = number.digits[kShown] >= '5';
    number.digits.resize(kShown);
    if (up) {
        while (!number.digits.empty() && number.digits.back() == '9') {
            number.digits.pop_back();
        }
        if (number.digits.empty()) {
            number.digits = "1";
            ++number.point;
        } else {
            ++number.digits.back();
        }
    }
    while (number.digits.ends_with('0')) {
        number.digits.pop_back();
    }
}

[[nodiscard]] std::string plain(const Decimal& number) {
    if (number.digits.empty()) {
        return "0";
    }
    std::string text = number.negative ? "-" : "";
    const auto size = static_cast<int>(number.digits.size());
    if (number.point <= 0) {
        return text + "0." + std::string(static_cast<std::size_t>(-number.point), '0') + number.digits;
    }
    if (number.point >= size) {
        return text + number.digits + std::string(static_cast<std::size_t>(number.point - size), '0');
    }
    const auto whole = static_cast<std::size_t>(number.point);
    return text + number.digits.substr(0, whole) + "." + number.digits.substr(whole);
}

/// Whether two decimals name the same binary fraction, which is all that a workbook holds.
[[nodiscard]] bool same_stored(const Decimal& left, const Decimal& right) {
    const auto written = [](const Decimal& number) {
        return fmt::format("{}0.{}e{}", number.negative ? "-" : "", number.digits, number.point);
    };
    return std::strtod(written(left).c_str(), nullptr) == std::strtod(written(right).c_str(), nullptr);
}

}  // namespace

std::optional<StoredNumber> read_stored_number(std::string_view text, bool hundredfold) {
    auto number = parse(text);
    if (!number) {
        return std::nullopt;
    }
    StoredNumber stored;
    if (number->digits.size() > kShown) {
        const Decimal whole = *number;
        shorten(*number);
        stored.tail = !same_stored(whole, *number);
    }
    stored.too_long = number->point > static_cast<int>(kShown);
    number->point += hundredfold && !number->digits.empty() ? 2 : 0;
    stored.text = plain(*number);
    return stored;
}

std::optional<StoredDate> read_stored_date(std::string_view text, bool from_1904) {
    constexpr std::int32_t kBefore1900 = days_from_civil(1899, 12, 30);
    constexpr std::int32_t kDay0Of1904 = days_from_civil(1904, 1, 1);
    constexpr std::int64_t kSecondsOfDay = 86'400;
    constexpr std::int64_t kMostSerial = 2'958'465;   // 9999-12-31
    const auto number = parse(text);
    if (!number || number->negative || number->point > 8) {
        return std::nullopt;
    }
    const auto whole_digits = static_cast<std::size_t>(number->point > 0 ? number->point : 0);
    std::string digits = number->point < 0 ? std::string(static_cast<std::size_t>(-number->point), '0') + number->digits
                                           : number->digits;
    digits.resize(whole_digits + kShown, '0');
    std::int64_t serial = 0;
    std::int64_t part = 0;
    std::from_chars(digits.data(), digits.data() + whole_digits, serial);
    std::from_chars(digits.data() + whole_digits, digits.data() + digits.size(), part);
    constexpr Int128 kWhole = 1'000'000'000'000'000;
    auto seconds = static_cast<std::int64_t>((Int128{part} * kSecondsOfDay + kWhole / 2) / kWhole);
    serial += seconds == kSecondsOfDay ? 1 : 0;
    seconds %= kSecondsOfDay;
    if (serial > kMostSerial || (!from_1904 && (serial == 0 || serial == 60))) {
        return std::nullopt;
    }
    const std::int64_t days = from_1904 ? kDay0Of1904 + serial : kBefore1900 + serial + (serial < 60 ? 1 : 0);
    if (!is_day(days)) {
        return std::nullopt;
    }
    return StoredDate{.days = static_cast<std::int32_t>(days), .seconds = static_cast<std::int32_t>(seconds)};
}

std::string stored_date_text(const StoredDate& date) {
    const CivilDate day = civil_from_days(date.days);
    std::string text = fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    if (date.seconds != 0) {
        text += fmt::format(" {:02}:{:02}:{:02}", date.seconds / 3600, date.seconds / 60 % 60, date.seconds % 60);
    }
    return text;
}

}  // namespace huiqi
