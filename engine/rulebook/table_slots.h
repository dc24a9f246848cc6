#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/table_analysis.h"

namespace huiqi {

/// A set of small numbers (rows, slots) as bits.
using BitSet = std::vector<std::uint64_t>;

[[nodiscard]] BitSet empty_bits(std::size_t size);
inline void set_bit(BitSet& bits, std::size_t at) { bits[at / 64] |= std::uint64_t{1} << (at % 64); }
[[nodiscard]] inline bool has_bit(const BitSet& bits, std::size_t at) { return (bits[at / 64] >> (at % 64) & 1) != 0; }
[[nodiscard]] bool meets(const BitSet& left, const BitSet& right) noexcept;
[[nodiscard]] bool none(const BitSet& bits) noexcept;

/// A stretch of a column on which every cell has one answer: a point, an open interval, or absence.
struct Slot {
    std::optional<Rational> low;
    std::optional<Rational> high;   ///< equals `low` for a point
    bool absent = false;

    [[nodiscard]] bool point() const { return low && high && *low == *high; }
};

/// A column cut into slots, with what each row says about each of them.
struct SlotColumn {
    std::vector<Slot> slots;
    std::vector<BitSet> matches;   ///< of each row: the slots that its cell matches
    std::vector<bool> open;        ///< of each row: the cell compares with something not constant; `matches` is empty
};

/// Cuts column `index` of a table.
[[nodiscard]] SlotColumn cut_column(const DecisionTable& table, std::size_t index, const ColumnDomain& domain);

/// Gives a readable value inside a slot, as people write it.
[[nodiscard]] std::string slot_text(const Slot& slot, const Type& type, const ColumnDomain& domain, bool chinese);

}  // namespace huiqi
