#include "engine/calendar/date.h"

#include <array>

namespace huiqi {
namespace {

/// The digits of a date, unchecked as a calendar day.
struct Written {
    std::uint32_t year = 0;
    std::uint32_t month = 0;
    std::uint32_t day = 0;
};

/// Reads `count` digits from `at`; adds to `bad` a bit for each character that is none.
constexpr std::uint32_t read(std::string_view text, std::size_t at, std::size_t count,
                             unsigned& bad) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        const auto digit = static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) - '0';
        bad |= static_cast<unsigned>(digit > 9);
        value = value * 10 + digit;
    }
    return value;
}

/// Reads the ten characters, or gives nothing.
constexpr std::optional<Written> read_date(std::string_view text) noexcept {
    if (text.size() != kDateLength) {
        return std::nullopt;
    }
    unsigned bad = static_cast<unsigned>(text[4] != '-') | static_cast<unsigned>(text[7] != '-');
    const Written written{
        .year = read(text, 0, 4, bad), .month = read(text, 5, 2, bad), .day = read(text, 8, 2, bad)};
    return bad == 0 ? std::optional(written) : std::nullopt;
}

/// Writes `count` digits.
constexpr void write(char* out, std::int32_t value, std::size_t count) noexcept {
    for (std::size_t i = count; i-- > 0; value /= 10) {
        out[i] = static_cast<char>('0' + value % 10);
    }
}

}  // namespace

Result<Date, CalendarFault> Date::parse(std::string_view text) noexcept {
    const std::optional<Written> written = read_date(text);
    if (!written) {
        return Unexpected(CalendarFault::malformed);
    }
    if (written->year == 0) {
        return Unexpected(CalendarFault::out_of_range);
    }
    const std::optional<Date> date = from_civil(written->year, written->month, written->day);
    if (!date) {
        return Unexpected(CalendarFault::no_such_day);
    }
    return *date;
}

std::string Date::text() const {
    std::array<char, kDateLength> buffer;
    write_date(buffer.data(), *this);
    return {buffer.data(), buffer.size()};
}

void write_date(char* out, Date date) noexcept {
    const CivilDate civil = date.civil();
    write(out, civil.year, 4);
    out[4] = '-';
    write(out + 5, civil.month, 2);
    out[7] = '-';
    write(out + 8, civil.day, 2);
}

std::int32_t parse_days(std::string_view text) noexcept {
    const Result<Date, CalendarFault> date = Date::parse(text);
    return date.has_value() ? date->days() : kDayOutOfRange;
}

}  // namespace huiqi
