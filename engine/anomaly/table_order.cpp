#include "engine/anomaly/table_order.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

namespace huiqi {
namespace {

/// Compares two rows of a column by value; texts by their characters.
[[nodiscard]] int compare(const ColumnValues& values, std::uint32_t left, std::uint32_t right, const TextPool& pool) {
    const auto order = [](const auto& one, const auto& other) { return one < other ? -1 : other < one ? 1 : 0; };
    if (values.known(left) != values.known(right)) {
        return values.known(left) ? 1 : -1;
    }
    switch (values.column.kind) {
        case ColumnKind::text:
            return values.codes[left] == values.codes[right]
                       ? 0
                       : pool.text(values.codes[left]).compare(pool.text(values.codes[right]));
        case ColumnKind::boolean: return order(values.column.booleans[left], values.column.booleans[right]);
        case ColumnKind::int64: return order(values.column.int64s[left], values.column.int64s[right]);
        case ColumnKind::int128: return order(values.column.int128s[left], values.column.int128s[right]);
        case ColumnKind::date:
        case ColumnKind::enumeration: return order(values.column.int32s[left], values.column.int32s[right]);
        case ColumnKind::wide: return order(values.column.wides[left], values.column.wides[right]);
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    return 0;
}

/// A row with the first sixteen bytes of its first column that tell texts apart: most rows are told apart by them, without
/// a look at the texts.
struct Placed {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::uint32_t row = 0;
};

/// Gives up to eight bytes of a text as a number that grows with them.
[[nodiscard]] std::uint64_t eight_bytes(std::string_view text, std::size_t from) noexcept {
    std::uint64_t out = 0;
    for (std::size_t at = from; at < from + 8; ++at) {
        out = (out << 8U) | (at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0U);
    }
    return out;
}

/// What all texts of a column that has any begin with.
[[nodiscard]] std::size_t shared_beginning(const ColumnValues& values, const TextPool& pool) {
    std::optional<std::string_view> first;
    std::size_t size = 0;
    for (const TextCode code : values.codes) {
        if (code == 0) {
            continue;
        }
        const std::string_view text = pool.text(code);
        if (!first) {
            first = text;
            size = text.size();
        }
        const auto [end, other] = std::mismatch(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(size, text.size())),
                                                first->begin());
        size = static_cast<std::size_t>(end - text.begin());
    }
    return size;
}

[[nodiscard]] std::vector<Placed> placed_rows(const ColumnValues& values, std::size_t rows, const TextPool& pool) {
    std::vector<Placed> out(rows);
    const bool texts = values.column.kind == ColumnKind::text;
    const std::size_t from = texts ? shared_beginning(values, pool) : 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        out[row].row = row;
        // what is absent or empty begins before everything; `compare` tells those apart
        if (texts && values.known(row) && values.codes[row] != 0) {
            const std::string_view text = pool.text(values.codes[row]);
            out[row].high = eight_bytes(text, from);
            out[row].low = eight_bytes(text, from + 8);
        }
    }
    return out;
}

}  // namespace

Rows in_order(const RowSet& relation, const std::string& key, const TextPool& pool) {
    std::vector<const ColumnValues*> columns;
    if (const RelationColumn* first = relation.find(key); first != nullptr) {
        columns.push_back(first->values.get());
    }
    for (const RelationColumn& column : relation.columns) {
        columns.push_back(column.values.get());
    }
    std::vector<Placed> placed = placed_rows(*columns.front(), relation.rows, pool);
    const auto less = [&](const Placed& left, const Placed& right) {
        if (left.high != right.high) {
            return left.high < right.high;
        }
        if (left.low != right.low) {
            return left.low < right.low;
        }
        for (const ColumnValues* values : columns) {
            if (const int order = compare(*values, left.row, right.row, pool); order != 0) {
                return order < 0;
            }
        }
        return false;
    };
    if (!std::is_sorted(placed.begin(), placed.end(), less)) {
        std::sort(placed.begin(), placed.end(), less);
    }
    Rows rows(placed.size());
    std::transform(placed.begin(), placed.end(), rows.begin(), [](const Placed& one) { return one.row; });
    return rows;
}

bool same_row(const RowSet& relation, std::uint32_t left, std::uint32_t right, const TextPool& pool) {
    return left == right || std::all_of(relation.columns.begin(), relation.columns.end(), [&](const RelationColumn& column) {
        // what is absent has no value to compare
        return (!column.values->known(left) && !column.values->known(right)) || compare(*column.values, left, right, pool) == 0;
    });
}

}  // namespace huiqi
