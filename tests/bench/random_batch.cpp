#include "tests/bench/random_batch.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

#include "engine/calendar/date.h"
#include "engine/io/table_edit.h"

namespace huiqi::bench {
namespace {

using Random = std::mt19937_64;

/// Days that applications are about.
constexpr std::int32_t kFirst = 18'262;  // 2020-01-01
constexpr std::int32_t kLast = 20'088;   // 2024-12-31

[[nodiscard]] std::int64_t number(const FieldSchema& field, Random& random) {
    const Integer low = ceiling(Rational(field.least / field.step));
    const Integer high = floor(Rational(field.most / field.step));
    const std::int64_t least = fits_int64(low) ? to_int64(low) : 0;
    const std::int64_t most = fits_int64(high) ? to_int64(high) : 1'000'000'000'000;
    // as many of a thousand yuan as of ten thousand
    const std::uint64_t span = static_cast<std::uint64_t>(most - least);
    const unsigned bits =
        span == 0
            ? 0
            : static_cast<unsigned>(random() % (64U - static_cast<unsigned>(__builtin_clzll(span)))) + 1;
    const std::uint64_t drawn = bits == 0 ? 0 : random() & ((bits == 64 ? 0 : std::uint64_t{1} << bits) - 1);
    return least + static_cast<std::int64_t>(std::min(drawn, span));
}

[[nodiscard]] std::int32_t day(const FieldSchema& field, Random& random) {
    std::int32_t low = kFirst;
    std::int32_t high = kLast;
    if (!field.range.empty()) {
        const AllowedRange& range = field.range.front();
        low = range.low ? std::max(low, static_cast<std::int32_t>(to_int64(ceiling(*range.low)))) : low;
        high = range.high ? std::min(high, static_cast<std::int32_t>(to_int64(floor(*range.high)))) : high;
    }
    return low +
           static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(std::max(high - low, 0) + 1));
}

void fill(Batch& batch, Table& table, const std::vector<FieldSchema>& fields, std::size_t rows,
          std::size_t list_length, Random& random);

void fill_column(Batch& batch, Column& column, const FieldSchema& field, std::size_t rows,
                 std::size_t list_length, Random& random) {
    static constexpr std::array<std::string_view, 4> kTexts{"甲", "911825555B77Q81QXC", "a text", "b"};
    for (std::size_t row = 0; row < rows; ++row) {
        switch (field.kind) {
            case ColumnKind::boolean:
                column.booleans.push_back(static_cast<std::uint8_t>(random() % 2));
                break;
            case ColumnKind::int64: column.int64s.push_back(number(field, random)); break;
            case ColumnKind::int128: column.int128s.push_back(number(field, random)); break;
            case ColumnKind::wide: column.wides.emplace_back(number(field, random)); break;
            case ColumnKind::date: column.int32s.push_back(day(field, random)); break;
            case ColumnKind::enumeration:
                column.int32s.push_back(static_cast<std::int32_t>(
                    random() % field.type.without_optional().values()->values.size()));
                break;
            case ColumnKind::text: column.texts.push_back(kTexts[random() % kTexts.size()]); break;
            case ColumnKind::list:
                column.offsets.push_back(static_cast<std::uint32_t>((row + 1) * list_length));
                break;
            case ColumnKind::record: break;
        }
    }
    if (field.kind == ColumnKind::list || field.kind == ColumnKind::record) {
        fill(batch, *column.child, field.fields, field.kind == ColumnKind::list ? rows * list_length : rows,
             list_length, random);
    }
}

void fill(Batch& batch, Table& table, const std::vector<FieldSchema>& fields, std::size_t rows,
          std::size_t list_length, Random& random) {
    for (std::size_t at = 0; at < fields.size(); ++at) {
        fill_column(batch, table.columns[at], fields[at], rows, list_length, random);
    }
    table.rows = rows;
}

}  // namespace

Batch random_batch(const Schema& schema, std::size_t rows, std::size_t list_length, std::uint64_t seed) {
    Random random(seed);
    Batch batch(schema);
    fill(batch, batch.root(), schema.fields, rows, list_length, random);
    return batch;
}

}  // namespace huiqi::bench
