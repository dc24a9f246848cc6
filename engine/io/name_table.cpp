#include "engine/io/name_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace huiqi {
namespace {

[[nodiscard]] std::uint64_t eight_bytes(const char* at) noexcept {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/// Marks the first bytes of a word in the order of memory: none, one … all eight.
constexpr std::array<std::uint64_t, 9> kFirstBytes{
    0, 0xFF, 0xFFFF, 0xFF'FFFF, 0xFFFF'FFFF, 0xFF'FFFF'FFFF, 0xFFFF'FFFF'FFFF, 0xFF'FFFF'FFFF'FFFF, ~std::uint64_t{0}};

[[nodiscard]] std::size_t name_all(const CellColumn& cells, std::uint32_t* left) noexcept {
    for (std::size_t row = 0; row < cells.rows; ++row) {
        left[row] = static_cast<std::uint32_t>(row);
    }
    return cells.rows;
}

}  // namespace

NameTable::NameTable(const std::vector<std::string>& names) {
    std::vector<NameWord> entries;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const std::string& name = names[at];
        if (name.empty() || name.size() > 16) {
            continue;
        }
        std::array<char, 16> bytes{};
        std::copy(name.begin(), name.end(), bytes.begin());
        entries.push_back({.low = eight_bytes(bytes.data()),
                           .high = eight_bytes(bytes.data() + 8),
                           .code = static_cast<std::int32_t>(at),
                           .length = static_cast<std::uint32_t>(name.size())});
    }
    // A table of four times the names: a good multiplier gives nearly every name, of few every one, its own place.
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(entries.size() * 4, 8));
    shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
    std::uint64_t multiplier = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t best = multiplier;
    std::size_t least = entries.size() * size;
    for (int trial = 0; trial < 64 && least != 0; ++trial) {
        const std::size_t moved = place(entries, size, multiplier);
        best = moved < least ? multiplier : best;
        least = std::min(moved, least);
        multiplier = (multiplier * 0x5851'F42D'4C95'7F2D + 0x1405'7B7E'F767'814F) | 1U;
    }
    (void)place(entries, size, best);
    few_ = FewNames(entries);
}

/// Lays the entries out, each in the first free place from its own; gives by how many places they moved in all.
std::size_t NameTable::place(const std::vector<NameWord>& entries, std::size_t size, std::uint64_t multiplier) {
    slots_.assign(size, NameWord());
    multiplier_ = multiplier;
    std::size_t moved = 0;
    for (const NameWord& entry : entries) {
        std::size_t at = slot(entry.low, entry.high);
        for (; slots_[at].code >= 0; at = (at + 1) % size) {
            ++moved;
        }
        slots_[at] = entry;
    }
    return moved;
}

std::size_t NameTable::read(const CellColumn& cells, std::int32_t* to, std::uint32_t* left) const noexcept {
    if (slots_.empty()) {
        return name_all(cells, left);
    }
    const std::size_t named = read_alike_names(cells, few_, to, left);
    std::size_t count = 0;
    for (std::size_t at = 0; at < named; ++at) {
        const std::uint32_t row = left[at];
        const std::uint32_t begin = cells.begin(row);
        const std::uint32_t length = cells.end(row) - begin;
        const char* const text = cells.text + begin;
        // no jumps: lengths change from row to row
        const std::uint32_t of_low = std::min<std::uint32_t>(length, 8);
        const std::uint64_t low = eight_bytes(text) & kFirstBytes[of_low];
        const std::uint64_t high = eight_bytes(text + 8) & kFirstBytes[std::min<std::uint32_t>(length - of_low, 8)];
        const NameWord* entry = &slots_[slot(low, high)];
        while (entry->low != low || entry->high != high) {
            if (entry->code < 0) {
                break;
            }
            entry = entry + 1 == slots_.data() + slots_.size() ? slots_.data() : entry + 1;
        }
        to[row] = entry->code;
        left[count] = row;
        count += (entry->length == length) & (entry->code >= 0) ? 0U : 1U;
    }
    return count;
}

}  // namespace huiqi
