#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
/// Marks a function that is only called where `packs_cells`, so that it can have its rows put together inline.
#define HUIQI_PACKS_CELLS [[gnu::target("arch=x86-64-v4,avx512vbmi2")]]
#else
#define HUIQI_PACKS_CELLS
#endif

namespace huiqi {

/// Texts of the cells of some rows, with what separates them: sixteen bytes of each row, of which a mask says which count.
/// Digits stand where they would stand in the largest number; what the mask leaves out is not there.
struct PackedCells {
    static constexpr std::size_t kRows = 128;
    static constexpr std::size_t kBytes = 16;

    alignas(64) std::array<std::uint64_t, 2 * kRows> bytes;   ///< two words a row
    alignas(64) std::array<std::uint64_t, kRows> masks;
    std::size_t extent = 0;   ///< bytes that may count, from the first on
};

/// Whether this processor packs bytes by a mask: then numbers are written so.
[[nodiscard]] bool packs_cells() noexcept;

/// Writes whole numbers from 0 to 99999999 with a byte behind each; at most kRows. False where one is not among them.
[[nodiscard]] bool pack_wholes(const std::int64_t* numbers, std::size_t rows, char behind, PackedCells& out) noexcept;
/// The same for numbers of hundredths from 0.00 to 99999999.99.
[[nodiscard]] bool pack_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, PackedCells& out) noexcept;
/// Puts the texts of `more` behind those of `cells`, row by row; false, and nothing is done, where there is no room.
[[nodiscard]] bool join_packed(PackedCells& cells, const PackedCells& more, std::size_t rows) noexcept;

/// Packed cells of up to four columns beside one another, whose bytes are put together at once.
class PackedRows {
public:
    static constexpr std::size_t kColumns = 4;

    /// Begins anew with a column of so many rows.
    void start(const PackedCells& cells, std::size_t rows) noexcept;
    /// Adds a column; false where there is no place left.
    [[nodiscard]] bool add(const PackedCells& cells, std::size_t rows) noexcept;
    /// Writes what counts of a row, and some bytes more: at most kColumns * kBytes. Gives the end of what counts. Only where
    /// `packs_cells`.
    [[nodiscard]] char* write(char* out, std::size_t row) const noexcept;

private:
    void mark(const PackedCells& cells, std::size_t rows) noexcept;

    std::array<const std::uint64_t*, kColumns> bytes_{};
    std::size_t columns_ = 0;
    alignas(64) std::array<std::uint64_t, PackedCells::kRows> masks_;
};

#if defined(__x86_64__) && !defined(__clang__)
HUIQI_PACKS_CELLS [[gnu::always_inline]] inline char* PackedRows::write(char* out, std::size_t row) const
    noexcept {
    const auto at = [&](std::size_t column) __attribute__((always_inline, target("arch=x86-64-v4,avx512vbmi2"))) {
        return _mm_load_si128(reinterpret_cast<const __m128i*>(bytes_[column] + 2 * row));
    };
    __m512i bytes = _mm512_castsi128_si512(at(0));
    bytes = _mm512_inserti32x4(bytes, at(1), 1);
    bytes = _mm512_inserti32x4(bytes, at(2), 2);
    bytes = _mm512_inserti32x4(bytes, at(3), 3);
    const std::uint64_t mask = masks_[row];
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(mask, bytes));
    return out + std::popcount(mask);
}
#else
inline char* PackedRows::write(char* out, std::size_t /*row*/) const noexcept { return out; }
#endif

}  // namespace huiqi
