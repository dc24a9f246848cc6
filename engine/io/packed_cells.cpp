#include "engine/io/packed_cells.h"

#include "engine/numeric/on_processor.h"

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
// GCC 12 warns of what its own header leaves open on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace huiqi {

#if defined(__x86_64__) && !defined(__clang__)
namespace {

/// Numbers that are written at once.
constexpr std::size_t kLanes = 8;
constexpr std::uint64_t kBelow = 100'000'000;   // eight digits

[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i each64(std::uint64_t value) noexcept {
    return _mm512_set1_epi64(static_cast<long long>(value));
}

/// Up to eight numbers; 0 where there are fewer.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i eight_from(const std::int64_t* numbers,
                                                                                std::size_t left) noexcept {
    const auto there = static_cast<__mmask8>(left >= kLanes ? 0xFFU : (1U << left) - 1);
    return _mm512_maskz_loadu_epi64(there, numbers);
}

/// Divides numbers below 2^52 / `by` by a number: a reciprocal that is rounded up is exact for these.
[[gnu::target("arch=x86-64-v4,avx512ifma"), gnu::always_inline]] inline __m512i divided(__m512i numbers,
                                                                                       std::uint64_t by) noexcept {
    const std::uint64_t reciprocal = ((std::uint64_t{1} << 52U) + by - 1) / by;
    return _mm512_madd52hi_epu64(_mm512_setzero_si512(), numbers, each64(reciprocal));
}

/// Lays the eight digits of numbers below 10^8 into bytes, the first digit into the lowest: halves of four digits,
/// quarters of two, then single ones.
[[gnu::target("arch=x86-64-v4,avx512ifma"), gnu::always_inline]] inline __m512i eight_digits(__m512i numbers) noexcept {
    const __m512i high = divided(numbers, 10'000);
    const __m512i low = _mm512_sub_epi64(numbers, _mm512_mul_epu32(high, each64(10'000)));
    const __m512i halves = _mm512_or_si512(high, _mm512_slli_epi64(low, 32));
    const __m512i hundreds = _mm512_srli_epi16(_mm512_mulhi_epu16(halves, _mm512_set1_epi16(5'243)), 3);   // / 100
    const __m512i below_hundred = _mm512_sub_epi16(halves, _mm512_mullo_epi16(hundreds, _mm512_set1_epi16(100)));
    const __m512i quarters = _mm512_or_si512(hundreds, _mm512_slli_epi32(below_hundred, 16));
    const __m512i tens = _mm512_srli_epi16(_mm512_mullo_epi16(quarters, _mm512_set1_epi16(103)), 10);
    const __m512i ones = _mm512_sub_epi16(quarters, _mm512_mullo_epi16(tens, _mm512_set1_epi16(10)));
    return _mm512_or_si512(tens, _mm512_slli_epi16(ones, 8));
}

/// Masks `extent` bytes without the zeros in front of the last one of eight digits.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline __m512i masks_of(__m512i digits, unsigned extent) noexcept {
    const __m512i stops = _mm512_or_si512(digits, each64(std::uint64_t{1} << 56U));   // the last digit counts, if it is 0 too
    const __m512i lowest = _mm512_and_si512(stops, _mm512_sub_epi64(_mm512_setzero_si512(), stops));
    const __m512i zeros = _mm512_srli_epi64(_mm512_sub_epi64(each64(63), _mm512_lzcnt_epi64(lowest)), 3);
    const __m512i all = each64((std::uint64_t{1} << extent) - 1);
    return _mm512_and_si512(all, _mm512_sllv_epi64(all, zeros));
}

/// Lays two words a row beside one another.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline void lay(PackedCells& out, std::size_t row, __m512i first,
                                                                      __m512i second, __m512i masks) noexcept {
    const __m512i low = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i high = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    _mm512_store_si512(out.bytes.data() + 2 * row, _mm512_permutex2var_epi64(first, low, second));
    _mm512_store_si512(out.bytes.data() + 2 * row + kLanes, _mm512_permutex2var_epi64(first, high, second));
    _mm512_store_si512(out.masks.data() + row, masks);
}

/// Marks eight numbers that are not from 0 to `bound` − 1.
[[gnu::target("arch=x86-64-v4"), gnu::always_inline]] inline unsigned beyond(__m512i numbers, std::uint64_t bound) noexcept {
    return _mm512_cmpge_epu64_mask(numbers, each64(bound));
}

[[nodiscard]] std::uint64_t byte_of(char c) noexcept { return static_cast<unsigned char>(c); }

/// Numbers of one digit.
[[gnu::target("arch=x86-64-v4"), nodiscard]] bool pack_digits(const std::int64_t* numbers, std::size_t rows, char behind,
                                                              PackedCells& out) noexcept {
    const __m512i text = each64('0' + (byte_of(behind) << 8U));
    const __m512i masks = each64(3);
    unsigned others = 0;
    for (std::size_t row = 0; row < rows && others == 0; row += kLanes) {
        const __m512i given = eight_from(numbers + row, rows - row);
        others |= beyond(given, 10);
        lay(out, row, _mm512_add_epi64(text, given), _mm512_setzero_si512(), masks);
    }
    out.extent = 2;
    return others == 0;
}

[[gnu::target("arch=x86-64-v4,avx512ifma"), nodiscard]] bool pack_eight_digits(const std::int64_t* numbers, std::size_t rows,
                                                                               char behind, PackedCells& out) noexcept {
    const __m512i zeros = _mm512_set1_epi8('0');
    unsigned others = 0;
    for (std::size_t row = 0; row < rows; row += kLanes) {
        const __m512i given = eight_from(numbers + row, rows - row);
        others |= beyond(given, kBelow);
        const __m512i digits = eight_digits(given);
        lay(out, row, _mm512_or_si512(digits, zeros), each64(byte_of(behind)), masks_of(digits, 9));
    }
    out.extent = 9;
    return others == 0;
}

[[gnu::target("arch=x86-64-v4,avx512ifma"), nodiscard]] bool pack_cents(const std::int64_t* numbers, std::size_t rows,
                                                                        char behind, PackedCells& out) noexcept {
    const __m512i zeros = _mm512_set1_epi8('0');
    const __m512i ending = each64(0x30'302E + (byte_of(behind) << 24U));
    unsigned others = 0;
    for (std::size_t row = 0; row < rows; row += kLanes) {
        const __m512i given = eight_from(numbers + row, rows - row);
        others |= beyond(given, kBelow * 100);
        const __m512i whole = divided(given, 100);
        const __m512i cents = _mm512_sub_epi64(given, _mm512_mul_epu32(whole, each64(100)));
        const __m512i digits = eight_digits(whole);
        const __m512i tens = _mm512_srli_epi64(_mm512_mul_epu32(cents, each64(103)), 10);
        const __m512i ones = _mm512_sub_epi64(cents, _mm512_mul_epu32(tens, each64(10)));
        const __m512i both = _mm512_or_si512(_mm512_slli_epi64(tens, 8), _mm512_slli_epi64(ones, 16));
        lay(out, row, _mm512_or_si512(digits, zeros), _mm512_or_si512(both, ending), masks_of(digits, 12));
    }
    out.extent = 12;
    return others == 0;
}

/// Shifts rows of two words by some bytes.
[[gnu::target("arch=x86-64-v4")]] void join_cells(PackedCells& cells, const PackedCells& more, std::size_t rows) noexcept {
    const unsigned by = static_cast<unsigned>(cells.extent);
    alignas(64) std::array<std::uint8_t, 64> order{};
    for (unsigned at = 0; at < order.size(); ++at) {
        const unsigned byte = at % PackedCells::kBytes;
        order[at] = static_cast<std::uint8_t>(byte < by ? 0x80 : byte - by);
    }
    const __m512i shifted = _mm512_load_si512(order.data());
    const __m128i mask_bits = _mm_cvtsi32_si128(static_cast<int>(by));
    for (std::size_t row = 0; row < rows; row += kLanes) {
        for (std::size_t half = 2 * row; half < 2 * row + 2 * kLanes; half += kLanes) {
            const __m512i behind = _mm512_shuffle_epi8(_mm512_load_si512(more.bytes.data() + half), shifted);
            _mm512_store_si512(cells.bytes.data() + half, _mm512_or_si512(behind, _mm512_load_si512(cells.bytes.data() + half)));
        }
        const __m512i masks = _mm512_sll_epi64(_mm512_load_si512(more.masks.data() + row), mask_bits);
        _mm512_store_si512(cells.masks.data() + row, _mm512_or_si512(masks, _mm512_load_si512(cells.masks.data() + row)));
    }
}

}  // namespace

bool packs_cells() noexcept {
    static const bool packs = processor() == Processor::vectors512 && __builtin_cpu_supports("avx512vbmi2") != 0 &&
                              __builtin_cpu_supports("avx512ifma") != 0;
    return packs;
}

bool pack_wholes(const std::int64_t* numbers, std::size_t rows, char behind, PackedCells& out) noexcept {
    return pack_digits(numbers, rows, behind, out) || pack_eight_digits(numbers, rows, behind, out);
}

bool pack_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, PackedCells& out) noexcept {
    return pack_cents(numbers, rows, behind, out);
}

bool join_packed(PackedCells& cells, const PackedCells& more, std::size_t rows) noexcept {
    if (cells.extent + more.extent > PackedCells::kBytes) {
        return false;
    }
    join_cells(cells, more, rows);
    cells.extent += more.extent;
    return true;
}
#else
bool packs_cells() noexcept { return false; }

bool pack_wholes(const std::int64_t* /*numbers*/, std::size_t /*rows*/, char /*behind*/, PackedCells& /*out*/) noexcept {
    return false;
}

bool pack_hundredths(const std::int64_t* /*numbers*/, std::size_t /*rows*/, char /*behind*/, PackedCells& /*out*/) noexcept {
    return false;
}

bool join_packed(PackedCells& /*cells*/, const PackedCells& /*more*/, std::size_t /*rows*/) noexcept { return false; }
#endif

void PackedRows::start(const PackedCells& cells, std::size_t rows) noexcept {
    bytes_.fill(cells.bytes.data());   // those without a column are masked
    masks_.fill(0);
    columns_ = 0;
    mark(cells, rows);
}

bool PackedRows::add(const PackedCells& cells, std::size_t rows) noexcept {
    if (columns_ == kColumns) {
        return false;
    }
    bytes_[columns_] = cells.bytes.data();
    mark(cells, rows);
    return true;
}

void PackedRows::mark(const PackedCells& cells, std::size_t rows) noexcept {
    on_processor(
        [](const std::uint64_t* from, std::uint64_t* to, std::size_t count, std::size_t shift) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < count; ++row) {
                to[row] |= from[row] << shift;
            }
        },
        cells.masks.data(), masks_.data(), rows, columns_ * PackedCells::kBytes);
    ++columns_;
}

}  // namespace huiqi
