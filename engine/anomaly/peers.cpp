#include <algorithm>
#include <utility>

#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"

namespace huiqi {
namespace {

/// Gives the middle value of some; of two in the middle the lower one, so that it is a value that occurs.
[[nodiscard]] std::int64_t lower_median(std::vector<std::int64_t>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

[[nodiscard]] FieldSchema like(const FieldSchema& field, std::string name) {
    FieldSchema made = field;
    made.name = std::move(name);
    made.type = made.type.without_optional();
    made.range.clear();
    return made;
}

}  // namespace

RowSet with_peers(const PeerShape& shape, const RowSet& from, ShapeContext& context) {
    std::vector<ColumnPath> keys;
    for (const PlacedName& name : shape.by) {
        if (const auto found = context.path(from, name)) {
            keys.push_back(*found);
        }
    }
    const auto value = context.path(from, shape.value, ColumnKind::int64);
    if (!value || keys.size() != shape.by.size()) {
        return from;
    }
    std::vector<std::int64_t> counts(from.rows, 0);
    std::vector<std::int64_t> medians(from.rows, 0);
    std::vector<std::int64_t> deviations(from.rows, 0);
    const KeyIndex index(from, keys);
    std::vector<std::int64_t> values;
    for (std::size_t k = 0; k < index.keys(); ++k) {
        values.clear();
        for (const std::uint32_t row : index.rows(k)) {
            const std::uint32_t at = value->value_row(row);
            if (at != kNoRow && value->column->values->known(at)) {
                values.push_back(value->column->values->column.int64s[at]);
            }
        }
        if (values.empty()) {
            continue;
        }
        const std::int64_t median = lower_median(values);
        for (std::int64_t& one : values) {
            one = one > median ? one - median : median - one;
        }
        const std::int64_t deviation = lower_median(values);
        for (const std::uint32_t row : index.rows(k)) {
            counts[row] = static_cast<std::int64_t>(values.size());
            medians[row] = median;
            deviations[row] = deviation;
        }
    }
    RowSet out = from;
    out.columns.push_back(number_column(integer_field(shape.name + "_n"), std::move(counts)));
    out.columns.push_back(number_column(like(value->column->field, shape.name + "_median"), std::move(medians)));
    FieldSchema spread = like(value->column->field, shape.name + "_mad");
    spread.most = spread.most - spread.least;
    spread.least = 0;
    out.columns.push_back(number_column(std::move(spread), std::move(deviations)));
    return out;
}

}  // namespace huiqi
