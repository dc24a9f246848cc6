#include <algorithm>
#include <numeric>
#include <utility>

#include <boost/pending/disjoint_sets.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

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

RowSet with_cluster(const ClusterShape& shape, const RowSet& from, const RowSet& edges, ShapeContext& context) {
    const auto left = context.wanted(edges, "left", ColumnKind::text, shape.relation);
    const auto right = context.wanted(edges, "right", ColumnKind::text, shape.relation);
    const auto member = context.path(from, shape.member, ColumnKind::text);
    if (!left || !right || !member) {
        return from;
    }
    boost::unordered_flat_map<TextCode, std::uint32_t> places;
    std::vector<TextCode> parties;
    const auto place = [&](TextCode party) {
        const auto [found, fresh] = places.try_emplace(party, static_cast<std::uint32_t>(parties.size()));
        if (fresh) {
            parties.push_back(party);
        }
        return found->second;
    };
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t row = 0; row < edges.rows; ++row) {
        const auto one = key_of(*left->column, left->value_row(row));
        const auto other = key_of(*right->column, right->value_row(row));
        if (one && other) {
            const std::uint32_t first = place(static_cast<TextCode>(*one));
            pairs.emplace_back(first, place(static_cast<TextCode>(*other)));
        }
    }
    std::vector<std::uint32_t> rank(parties.size());
    std::vector<std::uint32_t> parent(parties.size());
    boost::disjoint_sets<std::uint32_t*, std::uint32_t*> sets(rank.data(), parent.data());
    for (std::uint32_t at = 0; at < parties.size(); ++at) {
        sets.make_set(at);
    }
    for (const auto& [one, other] : pairs) {
        sets.union_set(one, other);
    }
    // a cluster is named after its least member, so that the name depends on the members alone
    std::vector<TextCode> names(parties.size(), 0);
    std::vector<std::size_t> sizes(parties.size(), 0);
    for (std::uint32_t at = 0; at < parties.size(); ++at) {
        const std::uint32_t root = sets.find_set(at);
        ++sizes[root];
        if (names[root] == 0 || context.pool.text(parties[at]) < context.pool.text(names[root])) {
            names[root] = parties[at];
        }
    }
    std::vector<TextCode> out_codes(from.rows, 0);
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const auto key = key_of(*member->column, member->value_row(row));
        if (!key) {
            continue;
        }
        const auto found = places.find(static_cast<TextCode>(*key));
        out_codes[row] = static_cast<TextCode>(*key);
        if (found != places.end() && sizes[sets.find_set(found->second)] <= shape.most) {
            out_codes[row] = names[sets.find_set(found->second)];
        }
    }
    const auto cut = static_cast<std::uint64_t>(
        std::count_if(sizes.begin(), sizes.end(), [&](std::size_t size) { return size > shape.most; }));
    if (cut != 0) {
        context.skipped.push_back({context.view, {"归成的团太大", "clusters that are too large"}, cut});
    }
    RowSet out = from;
    out.columns.push_back(text_column(text_field(shape.name), std::move(out_codes)));
    return out;
}

}  // namespace huiqi
