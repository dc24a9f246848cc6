#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace huiqi {

/// Texts of the numbers of some rows of a column, ready to be copied: up to eight digits before the point, and what
/// stands behind them.
struct NumberTexts {
    static constexpr std::size_t kRows = 128;

    std::array<std::uint64_t, kRows> digits;   ///< in the order of memory, the first ones that `lengths` says
    std::array<std::uint64_t, kRows> lengths;  ///< 0: the number is none of those that are written so
    std::array<std::uint64_t, kRows> tails;    ///< point, decimals and what separates the cell, in the order of memory
};

/// Writes whole numbers from 0 to 99999999; at most kRows. Tails are `behind` alone.
void write_wholes(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept;
/// Writes numbers of hundredths from 0.00 to 99999999.99; at most kRows. Tails are four bytes, `behind` the last.
void write_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept;

}  // namespace huiqi
