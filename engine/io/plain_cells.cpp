#include "engine/io/plain_cells.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/calendar/civil.h"
#include "engine/io/plain_cells_wide.h"
#include "engine/io/plain_number.h"
#include "engine/io/word_cells_wide.h"
#include "engine/numeric/on_processor.h"

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
#endif

namespace huiqi {
namespace {

/// Reads the rows that `rows` names, or all, one by one; gives how many it left.
template <class Read>
[[nodiscard]] std::size_t one_by_one(const CellColumn& cells, std::uint32_t* left, std::size_t named,
                                     Read read) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < named; ++at) {
        const std::uint32_t row = left[at];
        left[count] = row;
        count += read(cells.at(row), row) ? 0U : 1U;
    }
    return count;
}

[[nodiscard]] std::uint32_t four_bytes(const char* at) noexcept {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

// ---- dates

constexpr std::int32_t kFirstYear = 1900;
constexpr std::int32_t kYears = 256;

/// The day before the first of each month of those years, and one month more.
constexpr std::array<std::int32_t, kYears * 12 + 1> kMonthStarts = [] {
    std::array<std::int32_t, kYears * 12 + 1> starts{};
    for (std::int32_t at = 0; at < kYears * 12 + 1; ++at) {
        starts[static_cast<std::size_t>(at)] = days_from_civil(kFirstYear + at / 12, at % 12 + 1, 1) - 1;
    }
    return starts;
}();

/// Gives the day, where there is such a day in those years.
[[gnu::always_inline]] inline bool day_of(std::uint32_t year, std::uint32_t month, std::uint32_t day,
                                          std::int32_t& days) noexcept {
    const std::uint32_t of_table = year - kFirstYear;
    const bool named = (of_table < kYears) & (month - 1 < 12);
    const std::uint32_t at = named ? of_table * 12 + month - 1 : 0;
    const std::int32_t before = kMonthStarts[at];
    const auto length = static_cast<std::uint32_t>(kMonthStarts[at + 1] - before);
    days = before + static_cast<std::int32_t>(day);
    return named & (day - 1 < length);
}

[[nodiscard]] unsigned two_digits(const char* at) noexcept {
    const unsigned tens = static_cast<unsigned char>(at[0] - '0');
    const unsigned ones = static_cast<unsigned char>(at[1] - '0');
    return tens < 10 && ones < 10 ? tens * 10 + ones : 1'000;
}

[[nodiscard]] bool read_date(std::string_view text, std::int32_t& days) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const char* const at = text.data();
    return day_of(two_digits(at) * 100 + two_digits(at + 2), two_digits(at + 5), two_digits(at + 8), days);
}

// ---- sixteen bytes at once

#if defined(__x86_64__) && !defined(__clang__)
constexpr bool kVectorsHere = true;

/// For each place of a point among sixteen bytes, or none (16): how to close the gap that it leaves.
constexpr std::array<std::array<std::uint8_t, 16>, 17> kWithoutPoint = [] {
    std::array<std::array<std::uint8_t, 16>, 17> all{};
    for (std::size_t point = 0; point <= 16; ++point) {
        for (std::size_t at = 0; at < 16; ++at) {
            const bool moved = point < 16 && at <= point;
            all[point][at] = static_cast<std::uint8_t>(moved ? (at == 0 ? 0x80 : at - 1) : at);
        }
    }
    return all;
}();

/// Marks the last `length` of sixteen bytes: read at 16 - length.
constexpr std::array<std::uint8_t, 32> kLastBytes = [] {
    std::array<std::uint8_t, 32> mask{};
    for (std::size_t at = 16; at < 32; ++at) {
        mask[at] = 0xFF;
    }
    return mask;
}();

[[gnu::target("arch=x86-64-v3"), gnu::always_inline]] inline __m128i load(const void* from) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

/// Reads sixteen digits, from 0 to 9 each, the last one in the last byte.
[[gnu::target("arch=x86-64-v3"), gnu::always_inline]] inline std::uint64_t sixteen_digits(
    __m128i digits) noexcept {
    const __m128i tens = _mm_set1_epi16(0x010A);   // 10, 1
    const __m128i hundreds = _mm_set1_epi32(0x0001'0064);
    const __m128i ten_thousands = _mm_set1_epi32(0x0001'2710);
    const __m128i pairs = _mm_maddubs_epi16(digits, tens);
    const __m128i fours = _mm_madd_epi16(pairs, hundreds);
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), ten_thousands);
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    return (both & 0xFFFF'FFFF) * 100'000'000 + (both >> 32U);
}

/// Zeros behind a number, as a factor.
constexpr std::array<std::uint64_t, kMostPlainDigits + 1> kPowers = [] {
    std::array<std::uint64_t, kMostPlainDigits + 1> powers{1};
    for (std::size_t at = 1; at < powers.size(); ++at) {
        powers[at] = powers[at - 1] * 10;
    }
    return powers;
}();

[[gnu::target("arch=x86-64-v3")]] std::size_t vector_numbers(const CellColumn& cells, unsigned decimals,
                                                             const CountRange& range, std::int64_t* to,
                                                             std::uint32_t* left, std::size_t named) noexcept {
    const __m128i zeros = _mm_set1_epi8('0');
    const __m128i nines = _mm_set1_epi8(9);
    const __m128i points = _mm_set1_epi8('.' ^ '0');
    std::size_t count = 0;
    for (std::size_t at = 0; at < named; ++at) {
        const std::uint32_t row = left[at];
        const std::uint32_t begin = cells.begin(row);
        const std::uint32_t end = cells.end(row);
        const std::uint32_t length = end - begin;
        left[count] = row;
        if (length - 1 >= 16 || end < 16) [[unlikely]] {
            ++count;
            continue;
        }
        const char* const first = cells.text + begin;
        const __m128i mask = load(kLastBytes.data() + length);
        const __m128i bytes = _mm_and_si128(_mm_xor_si128(load(cells.text + end - 16), zeros), mask);
        const auto point_bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, points)));
        const auto point = static_cast<std::uint32_t>(std::countr_zero(point_bits | 0x1'0000U));
        const __m128i digits = _mm_shuffle_epi8(bytes, load(kWithoutPoint[point].data()));
        const auto plain = static_cast<std::uint32_t>(
            _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(digits, nines), nines)));
        const std::uint32_t written = point == 16 ? 0 : 15 - point;
        const std::uint32_t missing = decimals - written;
        const std::uint64_t value = sixteen_digits(digits) * kPowers[std::min(missing, kMostPlainDigits)];
        const auto lane = static_cast<std::int64_t>(value);
        // a zero in front, a point without digits before or behind it, all but digits: for a closer look
        const bool padded = (first[0] == '0') & (length > 1) & (first[1] != '.');
        const bool ends = (first[0] != '.') & (point != 15);
        const bool fits = (written <= decimals) & (length + missing <= kMostPlainDigits) &
                          (lane >= range.low) & (lane <= range.high);
        to[row] = lane;
        count += (plain == 0xFFFF) & ends & fits & !padded ? 0U : 1U;
    }
    return count;
}

[[gnu::target("arch=x86-64-v3")]] std::size_t vector_dates(const CellColumn& cells, const CountRange& range,
                                                           std::int32_t* to, std::uint32_t* left,
                                                           std::size_t named) noexcept {
    const __m128i zeros = _mm_set1_epi8('0');
    // the eight digits, then the two strokes
    const __m128i order = _mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, 4, 7, -1, -1, -1, -1, -1, -1);
    const __m128i most = _mm_setr_epi8(9, 9, 9, 9, 9, 9, 9, 9, '-' ^ '0', '-' ^ '0', 0, 0, 0, 0, 0, 0);
    const __m128i least = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, '-' ^ '0', '-' ^ '0', 0, 0, 0, 0, 0, 0);
    std::size_t count = 0;
    for (std::size_t at = 0; at < named; ++at) {
        const std::uint32_t row = left[at];
        const std::uint32_t begin = cells.begin(row);
        const __m128i bytes = _mm_shuffle_epi8(_mm_xor_si128(load(cells.text + begin), zeros), order);
        const __m128i inside = _mm_and_si128(_mm_cmpeq_epi8(_mm_max_epu8(bytes, most), most),
                                             _mm_cmpeq_epi8(_mm_min_epu8(bytes, least), least));
        const auto pairs =
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_maddubs_epi16(bytes, _mm_set1_epi16(0x010A))));
        const auto year = static_cast<std::uint32_t>((pairs & 0xFFFF) * 100 + ((pairs >> 16U) & 0xFFFF));
        std::int32_t days = 0;
        const bool is_day = day_of(year, static_cast<std::uint32_t>((pairs >> 32U) & 0xFFFF),
                                   static_cast<std::uint32_t>(pairs >> 48U), days);
        const bool formed = (_mm_movemask_epi8(inside) == 0xFFFF) & (cells.end(row) - begin == 10);
        to[row] = days;
        left[count] = row;
        count += formed & is_day & (days >= range.low) & (days <= range.high) ? 0U : 1U;
    }
    return count;
}
#else
constexpr bool kVectorsHere = false;

[[nodiscard]] std::size_t vector_numbers(const CellColumn&, unsigned, const CountRange&, std::int64_t*,
                                         std::uint32_t*, std::size_t) noexcept {
    return 0;
}
[[nodiscard]] std::size_t vector_dates(const CellColumn&, const CountRange&, std::int32_t*, std::uint32_t*,
                                       std::size_t) noexcept {
    return 0;
}
#endif

[[nodiscard]] bool with_vectors() noexcept { return kVectorsHere && processor() != Processor::baseline; }

}  // namespace

std::size_t read_plain_numbers(const CellColumn& cells, unsigned decimals, const CountRange& range,
                               std::int64_t* to, std::uint32_t* left) noexcept {
    std::size_t named = read_alike_numbers(cells, decimals, range, to, left);
    named = with_vectors() ? vector_numbers(cells, decimals, range, to, left, named) : named;
    return one_by_one(cells, left, named, [&](std::string_view text, std::uint32_t row) {
        return read_plain_number(text, decimals, to[row]) && to[row] >= range.low && to[row] <= range.high;
    });
}

std::size_t read_plain_dates(const CellColumn& cells, const CountRange& range, std::int32_t* to,
                             std::uint32_t* left) noexcept {
    const std::size_t named = read_alike_dates(cells, range, to, left);
    if (with_vectors()) {
        return vector_dates(cells, range, to, left, named);
    }
    return one_by_one(cells, left, named, [&](std::string_view text, std::uint32_t row) {
        return read_date(text, to[row]) && to[row] >= range.low && to[row] <= range.high;
    });
}

std::size_t read_plain_booleans(const CellColumn& cells, std::uint8_t* to, std::uint32_t* left) noexcept {
    constexpr std::uint32_t kSmallLetters = 0x20202020;   // of TRUE; nothing but T becomes a t
    const std::uint32_t yes = four_bytes("true");
    const std::uint32_t no = four_bytes("fals");
    const std::size_t named = read_alike_booleans(cells, to, left);
    std::size_t count = 0;
    for (std::size_t at = 0; at < named; ++at) {
        const std::uint32_t row = left[at];
        const std::uint32_t begin = cells.begin(row);
        const std::uint32_t length = cells.end(row) - begin;
        const char* const text = cells.text + begin;
        const std::uint32_t four = four_bytes(text) | kSmallLetters;
        const bool is_true = (four == yes) & (length == 4);
        const bool is_false = (four == no) & (length == 5) & ((text[4] | 0x20) == 'e');
        to[row] = static_cast<std::uint8_t>(is_true);
        left[count] = row;
        count += is_true | is_false ? 0U : 1U;
    }
    return count;
}

}  // namespace huiqi
