#pragma once

#include <string>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// Gives the rows of a table in the order of its key, then of all columns: by value, texts by their characters, what is
/// absent first. Requires columns of values that select nothing.
[[nodiscard]] Rows in_order(const RowSet& relation, const std::string& key, const TextPool& pool);

}  // namespace huiqi
