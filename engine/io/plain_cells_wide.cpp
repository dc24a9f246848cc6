#include "engine/io/plain_cells_wide.h"

#include <algorithm>
#include <array>

#include "engine/numeric/on_processor.h"

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
// GCC 12 warns of what its own header leaves open on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace huiqi {
namespace {

/// Names rows one by one from `first` on; gives how many are named then.
[[nodiscard]] std::size_t name_rows(std::size_t first, std::size_t end, std::uint32_t* left,
                                    std::size_t count) noexcept {
    for (std::size_t row = first; row < end; ++row) {
        left[count++] = static_cast<std::uint32_t>(row);
    }
    return count;
}

#if defined(__x86_64__) && !defined(__clang__)
/// Cells that are read at once.
constexpr std::size_t kCells = 4;
/// Bytes of a cell that are looked at: the last ones before its end.
constexpr std::uint32_t kBytes = 16;

/// Marks one byte of each of the four cells.
[[nodiscard]] constexpr std::uint64_t in_each(unsigned byte) noexcept {
    return 0x0001'0001'0001'0001U << byte;
}

/// How the numbers of a column look, their last character in byte 15 of their cell.
struct Look {
    std::uint64_t points;                 ///< where the point stands
    std::uint64_t shortest;               ///< where a number begins that has one digit before the point
    std::array<std::uint8_t, 64> closed;  ///< which bytes follow one another when the point is taken out
};

[[nodiscard]] Look look_of(unsigned decimals) noexcept {
    Look look{};
    look.points = decimals == 0 ? 0 : in_each(kBytes - 1 - decimals);
    look.shortest = in_each(decimals == 0 ? kBytes - 1 : kBytes - 2 - decimals);
    for (unsigned at = 0; at < 64; ++at) {
        const unsigned byte = at % kBytes;
        const bool moves = decimals != 0 && byte <= kBytes - 1 - decimals;
        look.closed[at] = static_cast<std::uint8_t>(!moves ? byte : byte == 0 ? 0x80 : byte - 1);
    }
    return look;
}

/// The last sixteen bytes before the ends of four cells.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i last_bytes(const CellColumn& cells,
                                                                                std::size_t row) noexcept {
    const auto at = [&](std::size_t cell) __attribute__((always_inline)) {
        return reinterpret_cast<const __m128i*>(cells.text + cells.end(row + cell) - kBytes);
    };
    __m512i bytes = _mm512_castsi128_si512(_mm_loadu_si128(at(0)));
    bytes = _mm512_inserti32x4(bytes, _mm_loadu_si128(at(1)), 1);
    bytes = _mm512_inserti32x4(bytes, _mm_loadu_si128(at(2)), 2);
    return _mm512_inserti32x4(bytes, _mm_loadu_si128(at(3)), 3);
}

/// The lengths of four cells.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m128i lengths(const CellColumn& cells,
                                                                             std::size_t row) noexcept {
    const auto both = [&](std::size_t cell) __attribute__((always_inline)) {
        return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(cells.before + (row + cell) * cells.stride));
    };
    const __m128i low = _mm_unpacklo_epi32(both(0), both(1));  // before, before, behind, behind
    const __m128i high = _mm_unpacklo_epi32(both(2), both(3));
    const __m128i before = _mm_unpacklo_epi64(low, high);
    const __m128i behind = _mm_unpackhi_epi64(low, high);
    return _mm_sub_epi32(_mm_sub_epi32(behind, before), _mm_set1_epi32(static_cast<int>(1 + cells.trim)));
}

/// Reads sixteen digits of each cell, the last one in its last byte.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m256i values(__m512i digits) noexcept {
    const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
    const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x0001'0064));
    const __m512i eights =
        _mm512_madd_epi16(_mm512_packus_epi32(fours, fours), _mm512_set1_epi32(0x0001'2710));
    const __m512i numbers = _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100'000'000)),
                                             _mm512_srli_epi64(eights, 32));
    return _mm512_castsi512_si256(_mm512_maskz_compress_epi64(0x55, numbers));
}

/// Reads four numbers that look so; false when one of them does not.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline bool read_four(const CellColumn& cells,
                                                                            std::size_t row, const Look& look,
                                                                            __m512i closed,
                                                                            __m256i& numbers) noexcept {
    const __m128i length = lengths(cells, row);
    const __m128i shifted = _mm_srlv_epi32(_mm_set1_epi32(static_cast<int>(0xFFFF'0000U)), length);
    const auto mask = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_cvtepi32_epi16(shifted)));
    const __m512i bytes = _mm512_maskz_sub_epi8(mask, last_bytes(cells, row), _mm512_set1_epi8('0'));
    const std::uint64_t points = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('.' - '0'));
    const __m512i digits = _mm512_shuffle_epi8(bytes, closed);
    const std::uint64_t others = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
    const std::uint64_t firsts = mask & ~((mask << 1U) & ~in_each(0));
    const std::uint64_t padded = firsts & ~look.shortest & _mm512_testn_epi8_mask(bytes, bytes);
    const std::uint64_t too_short = look.shortest & ~mask;
    const auto too_long = std::uint64_t{_mm_cmpgt_epu32_mask(length, _mm_set1_epi32(kBytes))};
    numbers = values(digits);
    return ((points ^ look.points) | others | padded | too_short | too_long) == 0;
}

[[gnu::target("arch=x86-64-v4")]] std::size_t read_numbers512(const CellColumn& cells, unsigned decimals,
                                                              const CountRange& range, std::int64_t* to,
                                                              std::uint32_t* left) noexcept {
    const Look look = look_of(decimals);
    const __m512i closed = _mm512_loadu_si512(look.closed.data());
    const __m256i low = _mm256_set1_epi64x(range.low);
    const __m256i high = _mm256_set1_epi64x(range.high);
    std::size_t count = 0;
    std::size_t row = 0;
    for (; row + kCells <= cells.rows; row += kCells) {
        __m256i numbers;
        const bool alike = cells.end(row) >= kBytes && read_four(cells, row, look, closed, numbers);
        if (!alike || (_mm256_cmplt_epi64_mask(numbers, low) | _mm256_cmpgt_epi64_mask(numbers, high)) != 0)
            [[unlikely]] {
            count = name_rows(row, row + kCells, left, count);
            continue;
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + row), numbers);
    }
    return name_rows(row, cells.rows, left, count);
}

// ---- dates

/// A date before it is known whether there is such a day: months since the year 0 times 32, and the day. 0
/// for what does not look like a date.
constexpr unsigned kDayBits = 5;

/// Reads four dates.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m128i read_four_dates(
    const CellColumn& cells, std::size_t row) noexcept {
    const auto at = [&](std::size_t cell) __attribute__((always_inline)) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(cells.text + cells.begin(row + cell)));
    };
    __m512i bytes = _mm512_castsi128_si512(at(0));
    bytes = _mm512_inserti32x4(bytes, at(1), 1);
    bytes = _mm512_inserti32x4(bytes, at(2), 2);
    bytes = _mm512_inserti32x4(bytes, at(3), 3);
    // the eight digits, then the two strokes
    const __m512i order =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, 4, 7, -1, -1, -1, -1, -1, -1));
    const __m512i text = _mm512_shuffle_epi8(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), order);
    const std::uint64_t digits = _mm512_cmple_epu8_mask(text, _mm512_set1_epi8(9));
    const std::uint64_t strokes = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('-' - '0'));
    const std::uint64_t odd = (in_each(0) * 0xFF & ~digits) | (in_each(0) * 0x300 & ~strokes);
    const __m128i other = _mm_xor_si128(lengths(cells, row), _mm_set1_epi32(10));
    // of the pairs century, year, month, day: months in the first half, the day above 32 of them in the
    // second
    const __m512i pairs = _mm512_maddubs_epi16(text, _mm512_set1_epi16(0x010A));
    const __m512i years =
        _mm512_madd_epi16(pairs, _mm512_set1_epi64(0x0000'0001'000C'04B0));  // 1200, 12, 1, 0
    const __m512i month = _mm512_srli_epi64(years, 32);
    const __m512i months = _mm512_add_epi64(_mm512_and_si512(years, _mm512_set1_epi64(0xFFFF'FFFF)), month);
    const __m512i days = _mm512_srli_epi64(pairs, 48);
    // a day of 32 would run into the months, a month of 13 into the years
    const __mmask8 named =
        _mm512_cmple_epu64_mask(days, _mm512_set1_epi64(31)) &
        _mm512_cmplt_epu64_mask(_mm512_sub_epi64(month, _mm512_set1_epi64(1)), _mm512_set1_epi64(12));
    const __m512i fits = _mm512_maskz_or_epi64(named, _mm512_slli_epi64(months, kDayBits), days);
    const __m128i dates = _mm512_castsi512_si128(_mm512_maskz_compress_epi32(0x1111, fits));
    return _mm_maskz_mov_epi32(static_cast<__mmask8>(_mm_testn_epi32_mask(other, other)),
                               odd == 0 ? dates : _mm_setzero_si128());
}

/// Puts days in the place of dates as they were read; marks those that are no days within the range.
[[gnu::target("arch=x86-64-v4,prefer-vector-width=512")]] bool days_of(std::int32_t* dates, std::uint8_t* odd,
                                                                       std::size_t rows, std::int32_t low,
                                                                       std::int32_t high) noexcept {
    std::uint8_t any = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto date = static_cast<std::uint32_t>(dates[row]);
        const std::uint32_t day = date & 31U;
        const std::uint32_t since = (date >> kDayBits) - 1;   // months since January of the year 0
        const std::uint32_t year = (since * 43'691U) >> 19U;  // / 12, exact for years of four digits
        const std::uint32_t month = since - year * 12 + 1;
        const std::uint32_t century = (year * 5'243U) >> 19U;  // / 100
        const bool leap = (year % 4 == 0) & ((year != century * 100) | (century % 4 == 0));
        const std::uint32_t length =
            month == 2 ? 28U + static_cast<std::uint32_t>(leap) : 30U + ((month + (month >> 3U)) & 1U);
        // a year begins in March here, so that its last day is the one that may be missing
        const std::uint32_t from_march = month > 2 ? month - 3 : month + 9;
        const std::uint32_t of_year = year - static_cast<std::uint32_t>(month <= 2);
        const std::uint32_t of_century = (of_year * 5'243U) >> 19U;
        const std::uint32_t days =
            of_year * 365 + of_year / 4 - of_century + of_century / 4 + (from_march * 153 + 2) / 5 + day;
        const std::int32_t lane = static_cast<std::int32_t>(days) - 719'469;  // 1970-01-01 is day 0
        const bool is_day =
            (date != 0) & (day - 1 < length) & (year - 1900 < 256) & (lane >= low) & (lane <= high);
        dates[row] = lane;
        odd[row] = static_cast<std::uint8_t>(!is_day);
        any = static_cast<std::uint8_t>(any | odd[row]);
    }
    return any != 0;
}

[[gnu::target("arch=x86-64-v4")]] std::size_t read_dates512(const CellColumn& cells, const CountRange& range,
                                                            std::int32_t* to, std::uint32_t* left) noexcept {
    constexpr std::size_t kRows = 256;
    std::array<std::uint8_t, kRows> odd{};
    std::size_t count = 0;
    const std::size_t whole = cells.rows / kCells * kCells;
    for (std::size_t first = 0; first < whole; first += kRows) {
        const std::size_t end = std::min(first + kRows, whole);
        for (std::size_t row = first; row < end; row += kCells) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(to + row), read_four_dates(cells, row));
        }
        if (days_of(to + first, odd.data(), end - first, static_cast<std::int32_t>(range.low),
                    static_cast<std::int32_t>(range.high))) [[unlikely]] {
            for (std::size_t row = first; row < end; ++row) {
                left[count] = static_cast<std::uint32_t>(row);
                count += odd[row - first];
            }
        }
    }
    return name_rows(whole, cells.rows, left, count);
}
#endif

}  // namespace

std::size_t read_alike_numbers(const CellColumn& cells, unsigned decimals, const CountRange& range,
                               std::int64_t* to, std::uint32_t* left) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512 && decimals <= kBytes - 2) {
        return read_numbers512(cells, decimals, range, to, left);
    }
#endif
    (void)decimals, (void)range, (void)to;
    return name_rows(0, cells.rows, left, 0);
}

std::size_t read_alike_dates(const CellColumn& cells, const CountRange& range, std::int32_t* to,
                             std::uint32_t* left) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512) {
        return read_dates512(cells, range, to, left);
    }
#endif
    (void)range, (void)to;
    return name_rows(0, cells.rows, left, 0);
}

}  // namespace huiqi
