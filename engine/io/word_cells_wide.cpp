#include "engine/io/word_cells_wide.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/numeric/on_processor.h"

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
// GCC 12 warns of what its own header leaves open on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace huiqi {
namespace {

constexpr std::uint64_t kNoLength = ~std::uint64_t{0};

/// Lays names out by a multiplier; false where two of them fall on one place.
[[nodiscard]] bool lay_out(const std::vector<NameWord>& names, std::uint64_t multiplier, FewNames& to) {
    to.lengths.fill(kNoLength);
    for (const NameWord& name : names) {
        const std::size_t place = FewNames::place_of(name, multiplier);
        if (to.lengths[place] != kNoLength) {
            return false;
        }
        to.low[place] = name.low;
        to.high[place] = name.high;
        to.lengths[place] = name.length;
        to.codes[place] = static_cast<std::uint64_t>(name.code);
    }
    to.multiplier = multiplier;
    return true;
}

/// Names rows one by one from `first` on; gives how many are named then.
[[nodiscard]] std::size_t name_rows(std::size_t first, std::size_t end, std::uint32_t* left, std::size_t count) noexcept {
    for (std::size_t row = first; row < end; ++row) {
        left[count++] = static_cast<std::uint32_t>(row);
    }
    return count;
}

#if defined(__x86_64__) && !defined(__clang__)
/// Cells that are read at once.
constexpr std::size_t kCells = 8;

/// Names those of eight rows whose bit is not set.
[[nodiscard]] inline std::size_t name_others(std::size_t row, unsigned set, std::uint32_t* left, std::size_t count) noexcept {
    for (unsigned others = ~set & 0xFFU; others != 0; others &= others - 1) {
        left[count++] = static_cast<std::uint32_t>(row) + static_cast<std::uint32_t>(std::countr_zero(others));
    }
    return count;
}

/// Eight bytes of each of eight cells, from `skip` bytes behind its begin on.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i words_of(const CellColumn& cells, std::size_t row,
                                                                              std::size_t skip) noexcept {
    const auto at = [&](std::size_t cell) __attribute__((always_inline)) {
        long long word = 0;
        std::memcpy(&word, cells.text + cells.begin(row + cell) + skip, sizeof word);
        return word;
    };
    return _mm512_set_epi64(at(7), at(6), at(5), at(4), at(3), at(2), at(1), at(0));
}

/// The lengths of eight cells.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i lengths_of(const CellColumn& cells,
                                                                                std::size_t row) noexcept {
    const auto both = [&](std::size_t cell) __attribute__((always_inline)) {   // the places before and behind it
        long long places = 0;
        std::memcpy(&places, cells.before + (row + cell) * cells.stride, sizeof places);
        return places;
    };
    const __m512i places =
        _mm512_set_epi64(both(7), both(6), both(5), both(4), both(3), both(2), both(1), both(0));
    const __m512i before = _mm512_and_si512(places, _mm512_set1_epi64(0xFFFF'FFFF));
    return _mm512_sub_epi64(_mm512_sub_epi64(_mm512_srli_epi64(places, 32), before),
                            _mm512_set1_epi64(std::int64_t{1} + cells.trim));
}

/// The first `count` bytes of each word, zeros behind them.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i first_bytes(__m512i words, __m512i count) noexcept {
    return _mm512_andnot_si512(_mm512_sllv_epi64(_mm512_set1_epi64(-1), _mm512_slli_epi64(count, 3)), words);
}

/// A table of sixteen words, in two registers.
struct Sixteen {
    __m512i first;
    __m512i last;
};

[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline Sixteen sixteen(
    const std::array<std::uint64_t, FewNames::kPlaces>& words) noexcept {
    return {_mm512_loadu_si512(words.data()), _mm512_loadu_si512(words.data() + 8)};
}

[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i looked_up(const Sixteen& table,
                                                                               __m512i places) noexcept {
    return _mm512_permutex2var_epi64(table.first, places, table.last);
}

[[gnu::target("arch=x86-64-v4")]] std::size_t read_names512(const CellColumn& cells, const FewNames& names,
                                                            std::int32_t* to, std::uint32_t* left) noexcept {
    const Sixteen lows = sixteen(names.low);
    const Sixteen highs = sixteen(names.high);
    const Sixteen lengths = sixteen(names.lengths);
    const Sixteen codes = sixteen(names.codes);
    const __m512i multiplier = _mm512_set1_epi64(static_cast<long long>(names.multiplier));
    const __m512i eight = _mm512_set1_epi64(8);
    std::size_t count = 0;
    std::size_t row = 0;
    for (; row + kCells <= cells.rows; row += kCells) {
        const __m512i length = lengths_of(cells, row);
        const __m512i behind = _mm512_sub_epi64(_mm512_max_epi64(length, eight), eight);
        const __m512i low = first_bytes(words_of(cells, row, 0), length);
        const __m512i high = first_bytes(words_of(cells, row, 8), behind);
        const __m512i mixed = _mm512_add_epi64(low, _mm512_slli_epi64(high, 1));
        const __m512i place = _mm512_srli_epi64(_mm512_mullo_epi64(mixed, multiplier), 60);
        const __mmask8 named = _mm512_cmpeq_epi64_mask(low, looked_up(lows, place)) &
                               _mm512_cmpeq_epi64_mask(high, looked_up(highs, place)) &
                               _mm512_cmpeq_epi64_mask(length, looked_up(lengths, place));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + row), _mm512_cvtepi64_epi32(looked_up(codes, place)));
        count = name_others(row, named, left, count);
    }
    return name_rows(row, cells.rows, left, count);
}

[[gnu::target("arch=x86-64-v4")]] std::size_t read_booleans512(const CellColumn& cells, std::uint8_t* to,
                                                               std::uint32_t* left) noexcept {
    const __m512i small = _mm512_set1_epi64(0x2020'2020'2020'2020);         // nothing but T becomes a t
    const __m512i yes = _mm512_set1_epi64(0x2020'2020'6575'7274);           // "true"
    const __m512i no = _mm512_set1_epi64(0x20'2020'65'736C'6166);           // "false"
    std::size_t count = 0;
    std::size_t row = 0;
    for (; row + kCells <= cells.rows; row += kCells) {
        const __m512i length = lengths_of(cells, row);
        const __m512i word = _mm512_or_si512(first_bytes(words_of(cells, row, 0), length), small);
        const __mmask8 is_true = _mm512_cmpeq_epi64_mask(word, yes) & _mm512_cmpeq_epi64_mask(length, _mm512_set1_epi64(4));
        const __mmask8 is_false = _mm512_cmpeq_epi64_mask(word, no) & _mm512_cmpeq_epi64_mask(length, _mm512_set1_epi64(5));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to + row), _mm_maskz_set1_epi8(is_true, 1));
        count = name_others(row, static_cast<unsigned>(is_true | is_false), left, count);
    }
    return name_rows(row, cells.rows, left, count);
}
#endif

}  // namespace

FewNames::FewNames(const std::vector<NameWord>& names) {
    if (names.size() > kPlaces) {
        return;
    }
    constexpr int kTrials = 256;
    std::uint64_t trial = 0x9E37'79B9'7F4A'7C15;
    for (int at = 0; at < kTrials && multiplier == 0; ++at) {
        static_cast<void>(lay_out(names, trial, *this));
        trial = (trial * 0x5851'F42D'4C95'7F2D + 0x1405'7B7E'F767'814F) | 1U;
    }
}

std::size_t read_alike_names(const CellColumn& cells, const FewNames& names, std::int32_t* to,
                             std::uint32_t* left) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512 && names.multiplier != 0) {
        return read_names512(cells, names, to, left);
    }
#endif
    (void)names, (void)to;
    return name_rows(0, cells.rows, left, 0);
}

std::size_t read_alike_booleans(const CellColumn& cells, std::uint8_t* to, std::uint32_t* left) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512) {
        return read_booleans512(cells, to, left);
    }
#endif
    (void)to;
    return name_rows(0, cells.rows, left, 0);
}

}  // namespace huiqi
