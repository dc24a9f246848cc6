#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/data/batch.h"
#include "engine/data/generated_batch.h"
#include "engine/data/schema.h"

namespace huiqi::bench {

/// Makes applications of any schema (`generated_batch`).
[[nodiscard]] inline Batch random_batch(const Schema& schema, std::size_t rows, std::size_t list_length, std::uint64_t seed = 1) {
    return generated_batch(schema, {.rows = rows, .list_length = list_length, .seed = seed});
}

}  // namespace huiqi::bench
