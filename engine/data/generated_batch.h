#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/calendar/date.h"
#include "engine/data/batch.h"
#include "engine/data/schema.h"

namespace huiqi {

/// What applications are to be made up.
struct GeneratedRows {
    std::size_t rows = 1000;
    std::size_t list_length = 5;                              ///< elements of every list
    std::uint64_t seed = 1;
    Date first_day = Date::from_days(18'262);                 ///< 2020-01-01; a declared range goes before
    Date last_day = Date::from_days(20'088);                  ///< 2024-12-31
};

/// Makes up applications of any schema: every answer given, numbers spread over the orders of magnitude of their ranges, days over theirs. The same
/// arguments give the same batch, on every machine.
[[nodiscard]] Batch generated_batch(const Schema& schema, const GeneratedRows& how);

}  // namespace huiqi
