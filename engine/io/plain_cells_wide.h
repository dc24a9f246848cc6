#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/io/plain_cells.h"

namespace huiqi {

// Read cells four at a time, where the processor has 512-bit vectors; elsewhere, and of what does not look
// alike, they leave everything to the reader of single cells. `left` takes the rows that are left, rising.

/// Numbers with all their decimals written, of at most sixteen characters.
[[nodiscard]] std::size_t read_alike_numbers(const CellColumn& cells, unsigned decimals,
                                             const CountRange& range, std::int64_t* to,
                                             std::uint32_t* left) noexcept;
/// Dates `YYYY-MM-DD` of the years 1900 to 2155.
[[nodiscard]] std::size_t read_alike_dates(const CellColumn& cells, const CountRange& range, std::int32_t* to,
                                           std::uint32_t* left) noexcept;

}  // namespace huiqi
