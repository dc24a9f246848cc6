#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/relation.h"

namespace huiqi {

/// A row whose key another row has already. Rows are told of in the order of their lines.
struct RepeatedRow {
    enum class Kind : std::uint8_t {
        same,      ///< all cells are equal: the row counts once
        differs,   ///< the same key and other cells: nobody can say which row is true
        alike,     ///< keys that are typed otherwise and agree only in normal form: both rows stay
    };
    std::string key;
    std::uint32_t line = 0;
    std::uint32_t first = 0;   ///< line of the row that it repeats
    Kind kind = Kind::same;
};

/// Where rows come from, one a row; both empty where rows have no file.
struct RowOrigins {
    Rows lines;
    std::vector<std::uint64_t> keys;   ///< hashes of keys as they were typed; empty where no normal form changes them
};

/// Takes rows out of `rows`, which stand in the order of the table, that repeat another in all cells.
[[nodiscard]] std::vector<RepeatedRow> take_out_repeated(const DataTable& table, const RowSet& relation, const RowOrigins& origins,
                                                         const TextPool& pool, Rows& rows);

}  // namespace huiqi
