#pragma once

#include <cstdint>
#include <string>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// Gives the rows of a table in the order of its key, then of all columns: by value, texts by their characters, what is
/// absent first. Requires columns of values that select nothing.
[[nodiscard]] Rows in_order(const RowSet& relation, const std::string& key, const TextPool& pool);

/// Tells whether two rows of a table are equal in all cells, as normal forms leave them.
[[nodiscard]] bool same_row(const RowSet& relation, std::uint32_t left, std::uint32_t right, const TextPool& pool);

}  // namespace huiqi
