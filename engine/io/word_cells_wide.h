#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/io/plain_cells.h"

namespace huiqi {

/// A name of 1 to 16 bytes as words.
struct NameWord {
    std::uint64_t low = 0;   ///< the first eight bytes, zeros behind a shorter name
    std::uint64_t high = 0;  ///< the bytes behind them
    std::int32_t code = -1;
    std::uint32_t length = 0;
};

/// Some names, each in a place of its own among sixteen that a multiplication finds: so few fit into registers.
struct FewNames {
    static constexpr std::size_t kPlaces = 16;

    std::array<std::uint64_t, kPlaces> low{};
    std::array<std::uint64_t, kPlaces> high{};
    std::array<std::uint64_t, kPlaces> lengths{};  ///< that of no cell where there is no name
    std::array<std::uint64_t, kPlaces> codes{};
    std::uint64_t multiplier = 0;  ///< 0: these names have no places

    FewNames() = default;
    explicit FewNames(const std::vector<NameWord>& names);

    [[nodiscard]] static std::size_t place_of(const NameWord& name, std::uint64_t multiplier) noexcept {
        return static_cast<std::size_t>(((name.low + (name.high << 1U)) * multiplier) >> 60U);
    }
};

// Read cells eight at a time, where the processor has 512-bit vectors; elsewhere they leave everything to the reader of
// single cells. `left` takes the rows that are left, rising.

/// Names of a table that has places for them.
[[nodiscard]] std::size_t read_alike_names(const CellColumn& cells, const FewNames& names, std::int32_t* to,
                                           std::uint32_t* left) noexcept;
/// `true` and `false`.
[[nodiscard]] std::size_t read_alike_booleans(const CellColumn& cells, std::uint8_t* to, std::uint32_t* left) noexcept;

}  // namespace huiqi
