#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// The rows of a relation by the values of some columns. Rows of one key stand in the order of the relation.
class KeyIndex {
public:
    KeyIndex(const RowSet& relation, const std::vector<ColumnPath>& columns);

    [[nodiscard]] std::size_t keys() const noexcept { return offsets_.empty() ? 0 : offsets_.size() - 1; }
    /// Gives the rows of key k; keys are numbered in the order of their first rows.
    [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t k) const noexcept {
        return {rows_.data() + offsets_[k], rows_.data() + offsets_[k + 1]};
    }
    /// Gives the number of the key that a row of another relation has in its own columns, as many as here.
    [[nodiscard]] std::optional<std::uint32_t> find(const std::vector<ColumnPath>& columns, std::uint32_t row) const;

private:
    /// One level a column: the number so far and the next value give the next number.
    using Level = boost::unordered_flat_map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t>;
    std::vector<Level> levels_;
    Rows offsets_;
    Rows rows_;
};

}  // namespace huiqi
