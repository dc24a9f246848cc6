#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace huiqi {

/// Texts of the cells of some rows, with what separates them, ready to be copied: sixteen bytes of each row, of which the
/// first ones count.
struct NumberTexts {
    static constexpr std::size_t kRows = 128;
    static constexpr std::size_t kBytes = 16;

    std::array<std::uint64_t, kRows> first;    ///< eight bytes, in the order of memory
    std::array<std::uint64_t, kRows> second;   ///< the eight behind them
    std::array<std::uint64_t, kRows> lengths;  ///< 0: the number is none of those that are written so
    std::size_t longest = 0;                   ///< of `lengths`
    bool whole = false;                        ///< no length is 0
};

/// Writes whole numbers from 0 to 99999999 with a byte behind each; at most kRows.
void write_wholes(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept;
/// Writes numbers of hundredths from 0.00 to 99999999.99 with a byte behind each; at most kRows.
void write_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept;
/// Puts the texts of `more` behind those of `texts`, row by row, where all fit; false, and nothing is done, where not.
[[nodiscard]] bool joined(NumberTexts& texts, const NumberTexts& more, std::size_t rows) noexcept;

}  // namespace huiqi
