#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/data/batch.h"
#include "engine/data/schema.h"

namespace huiqi::bench {

/// Makes applications of any schema: every answer given, numbers spread over the orders of magnitude of their
/// ranges, days over theirs, so many elements in every list. The same arguments give the same batch.
[[nodiscard]] Batch random_batch(const Schema& schema, std::size_t rows, std::size_t list_length,
                                 std::uint64_t seed = 1);

}  // namespace huiqi::bench
