#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/literals.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"

namespace huiqi {
namespace {

/// The parts of an ISO duration, and whether any of them was written.
struct Duration {
    Integer months = 0;
    Integer days = 0;
    bool has_months = false;
    bool has_days = false;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Adds one `12M`; false when the letter is none of Y, M, D or stands out of order.
bool add_part(Duration& duration, const Integer& count, char letter, int& order) {
    const int rank = letter == 'Y' ? 1 : letter == 'M' ? 2 : letter == 'D' ? 3 : 0;
    if (rank <= order) {
        return false;
    }
    order = rank;
    if (letter == 'D') {
        duration.days = count;
        duration.has_days = true;
    } else {
        duration.months += letter == 'Y' ? Integer(count * 12) : count;
        duration.has_months = true;
    }
    return true;
}

/// Reads what follows the `P`; nothing when it is not a duration of whole years, months and days.
std::optional<Duration> read_duration(std::string_view text) {
    Duration duration;
    int order = 0;
    if (text.empty()) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        const auto count = parse_decimal(text.substr(at, end - at));
        if (!count || end == text.size() || !add_part(duration, count->coefficient, text[end], order)) {
            return std::nullopt;
        }
        at = end + 1;
    }
    return duration;
}

/// True for digits, point and sign characters that only a date has: `2024-01-31` in any length.
bool looks_like_date(std::string_view text) {
    return !text.empty() && is_digit(text.front()) && text.find('-') != std::string_view::npos;
}

constexpr std::string_view kHelpZh = "日期写 @\"2024-01-31\"，月数写 @\"P1Y2M\"，天数写 @\"P90D\"";
constexpr std::string_view kHelpEn = "write a date @\"2024-01-31\", months @\"P1Y2M\", days @\"P90D\"";

}  // namespace

SyntaxNode read_at_literal(std::string_view content, std::size_t begin, std::size_t end,
                           std::size_t most_digits, TextFaults& faults) {
    SyntaxNode node;
    const std::string shown = excerpt(content);
    const Bilingual help{std::string(kHelpZh), std::string(kHelpEn)};
    if (content.size() > most_digits) {
        faults.error("E113", begin, end, {"这个日期或时长太长", "this date or duration is too long"}, help);
        return node;
    }
    if (const auto date = Date::parse(content)) {
        node.kind = SyntaxKind::date;
        node.date = *date;
        return node;
    } else if (date.error() != CalendarFault::malformed) {
        faults.error("E103", begin, end,
                     {fmt::format("没有“{}”这一天", shown), fmt::format("there is no day `{}`", shown)},
                     {"年份从 0001 到 9999；闰年的二月才有29日",
                      "years run from 0001 to 9999; only leap years have 29 February"});
        return node;
    }
    const bool negative = content.starts_with('-');
    const std::string_view unsigned_text = content.substr(negative ? 1 : 0);
    const auto duration =
        unsigned_text.starts_with('P') ? read_duration(unsigned_text.substr(1)) : std::nullopt;
    if (!duration) {
        const bool time =
            content.find('T') != std::string_view::npos || content.find(':') != std::string_view::npos;
        Bilingual message{fmt::format("“{}”不是日期，也不是时长", shown),
                          fmt::format("`{}` is neither a date nor a duration", shown)};
        if (time) {
            message = {"这里没有钟点和时区", "there is no time of day here"};
        } else if (looks_like_date(content)) {
            message = {fmt::format("日期“{}”写得不对", shown),
                       fmt::format("`{}` is not how a date is written", shown)};
        }
        faults.error("E102", begin, end, std::move(message), help);
        return node;
    }
    if (duration->has_months && duration->has_days) {
        faults.error(
            "E102", begin, end, {"月数和天数不能合在一起", "months and days do not join"},
            {"分别相加：日期 + @\"P1M\" + @\"P10D\"", "add them one by one: date + @\"P1M\" + @\"P10D\""});
        return node;
    }
    const Integer& amount = duration->has_days ? duration->days : duration->months;
    node.kind = SyntaxKind::number;
    node.number = Rational(negative ? Integer(-amount) : amount);
    node.unit = Unit::of(duration->has_days ? "day" : "month");
    node.name = fmt::format("@\"{}\"", content);
    return node;
}

}  // namespace huiqi
