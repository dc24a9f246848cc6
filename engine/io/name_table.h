#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/plain_cells.h"
#include "engine/io/word_cells_wide.h"

namespace huiqi {

/// Finds a name by one multiplication: names of 1 to 16 bytes, their number as code. Longer names are left to others.
class NameTable {
public:
    NameTable() = default;
    explicit NameTable(const std::vector<std::string>& names);

    [[nodiscard]] std::size_t read(const CellColumn& cells, std::int32_t* to, std::uint32_t* left) const noexcept;

private:
    [[nodiscard]] std::size_t place(const std::vector<NameWord>& entries, std::size_t size, std::uint64_t multiplier);
    [[nodiscard]] std::size_t slot(std::uint64_t low, std::uint64_t high) const noexcept {
        return static_cast<std::size_t>(((low + (high << 1U)) * multiplier_) >> shift_);
    }

    std::vector<NameWord> slots_;
    std::uint64_t multiplier_ = 0;
    unsigned shift_ = 63;
    FewNames few_;
};

}  // namespace huiqi
