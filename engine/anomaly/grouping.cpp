#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/anomaly/shapes.h"

namespace huiqi {
namespace {

/// The windows of one key: rows in the order of their days, each window as long as it can be, none inside another.
void slide(const ColumnPath& day, std::int64_t days, std::vector<std::uint32_t>& rows, Rows& firsts, Rows& offsets,
           Rows& members) {
    const auto day_of = [&](std::uint32_t row) { return day.column->values->column.int32s[day.value_row(row)]; };
    std::erase_if(rows, [&](std::uint32_t row) {
        const std::uint32_t value = day.value_row(row);
        return value == kNoRow || !day.column->values->known(value);
    });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return day_of(left) < day_of(right); });
    std::size_t reached = 0;
    std::size_t end = 0;
    for (std::size_t begin = 0; begin < rows.size() && reached < rows.size(); ++begin) {
        end = std::max(end, begin);
        while (end < rows.size() && day_of(rows[end]) - day_of(rows[begin]) <= days) {
            ++end;
        }
        if (end > reached) {
            reached = end;
            firsts.push_back(rows[begin]);
            members.insert(members.end(), rows.begin() + static_cast<std::ptrdiff_t>(begin),
                           rows.begin() + static_cast<std::ptrdiff_t>(end));
            offsets.push_back(static_cast<std::uint32_t>(members.size()));
        }
    }
}

/// Gives the longest list that rows may have so that all of them together stay within the bound of a join: `most`, or less
/// when very many rows share very long lists.
[[nodiscard]] std::size_t longest_list(const KeyIndex& index, const Rows& keys, std::size_t most) {
    std::vector<std::size_t> sizes;
    std::uint64_t total = 0;
    for (const std::uint32_t key : keys) {
        const std::size_t size = index.rows(key).size();
        total += size <= most ? size : 0;
    }
    if (total <= DetectorLimits::join_elements) {
        return most;
    }
    for (const std::uint32_t key : keys) {
        sizes.push_back(index.rows(key).size());
    }
    std::sort(sizes.begin(), sizes.end());
    total = 0;
    for (const std::size_t size : sizes) {
        total += size;
        if (total > DetectorLimits::join_elements || size > most) {
            return size - 1;
        }
    }
    return most;
}

void say_cut(std::uint64_t cut, ShapeContext& context) {
    if (cut != 0) {
        context.skipped.push_back({context.view, {"连到的行太多", "rows that join with too many"}, cut});
    }
}

/// Adds the list of all rows that agree. Rows of one key share one list.
[[nodiscard]] RowSet with_lists(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                                const KeyIndex& index, const Rows& keys, ShapeContext& context) {
    const std::size_t longest = longest_list(index, keys, shape.most);
    std::uint64_t cut = 0;
    Rows select = keys;
    for (std::uint32_t& key : select) {
        if (index.rows(key).size() > longest) {
            key = static_cast<std::uint32_t>(index.keys());
            ++cut;
        }
    }
    say_cut(cut, context);
    RowSet out = from;
    out.columns.push_back(shared_list_column(shape.name, std::move(with), index.offsets(), index.all_rows(), std::move(select)));
    return out;
}

/// Adds the row that agrees, or makes a row for each that does.
[[nodiscard]] RowSet with_partners(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                                   const KeyIndex& index, const Rows& keys, ShapeContext& context) {
    std::uint64_t cut = 0;
    Rows rows;
    Rows kept;
    rows.reserve(keys.size());
    kept.reserve(keys.size());
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        const auto partners = index.rows(keys[row]);
        if (!partners.empty()) {
            const std::size_t count = shape.each ? std::min(partners.size(), shape.most) : 1;
            cut += shape.each && partners.size() > shape.most ? 1U : 0U;
            kept.insert(kept.end(), count, row);
            rows.insert(rows.end(), partners.begin(), partners.begin() + static_cast<std::ptrdiff_t>(count));
        } else if (shape.optional) {
            kept.push_back(row);
            rows.push_back(kNoRow);
        }
    }
    say_cut(cut, context);
    const bool same = kept.size() == from.rows && !shape.each;
    RowSet out = same ? from : taken(from, std::make_shared<const Rows>(std::move(kept)));
    out.columns.push_back(record_column(shape.name, std::move(with), std::move(rows), shape.optional));
    return out;
}

}  // namespace

RowSet grouped(const GroupShape& shape, std::shared_ptr<const RowSet> from, ShapeContext& context) {
    std::vector<ColumnPath> keys;
    for (const PlacedName& name : shape.by) {
        if (const auto found = context.path(*from, name)) {
            keys.push_back(*found);
        }
    }
    const auto day = shape.day ? context.path(*from, *shape.day, ColumnKind::date) : std::nullopt;
    if (keys.size() != shape.by.size() || (shape.day && !day)) {
        return *from;
    }
    const KeyIndex index(*from, keys);
    Rows firsts;
    Rows offsets{0};
    Rows members;
    std::uint64_t cut = 0;
    std::vector<std::uint32_t> rows;
    for (std::size_t k = 0; k < index.keys(); ++k) {
        const auto all = index.rows(k);
        if (all.size() > shape.most) {
            ++cut;
            continue;
        }
        rows.assign(all.begin(), all.end());
        if (day) {
            slide(*day, shape.days, rows, firsts, offsets, members);
            continue;
        }
        firsts.push_back(rows.front());
        members.insert(members.end(), rows.begin(), rows.end());
        offsets.push_back(static_cast<std::uint32_t>(members.size()));
    }
    if (cut != 0) {
        context.skipped.push_back({context.view, {"组里的行太多", "groups with too many rows"}, cut});
    }
    const RowSet heads = taken(*from, std::make_shared<const Rows>(std::move(firsts)));
    RowSet out{.name = context.view, .rows = heads.rows, .columns = {}};
    for (const PlacedName& name : shape.by) {
        if (const RelationColumn* column = heads.find(name.name); column != nullptr && column->values) {
            out.columns.push_back(*column);
        }
    }
    out.columns.push_back(list_column(shape.name, std::move(from), std::move(offsets), std::move(members)));
    return out;
}

RowSet joined(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                ShapeContext& context) {
    std::vector<ColumnPath> there;
    std::vector<ColumnPath> here;
    for (const auto& [their, own] : shape.on) {
        const auto one = context.path(*with, their);
        const auto other = context.path(from, own);
        if (one && other && one->column->field.kind != other->column->field.kind) {
            static_cast<void>(context.path(from, own, one->column->field.kind));
        } else if (one && other) {
            there.push_back(*one);
            here.push_back(*other);
        }
    }
    if (from.find(shape.name) != nullptr) {
        context.diagnostics.error("A106", shape.relation.span,
                                  {"“" + shape.name + "”已经是一列", "`" + shape.name + "` is a column already"},
                                  {"换一个名字", "choose another name"});
    }
    if (there.size() != shape.on.size() || there.empty()) {
        return from;
    }
    std::string names;
    for (const auto& [their, own] : shape.on) {
        names += their.name + "\n";
    }
    const std::optional<KeyIndex> fresh = context.indexes == nullptr ? std::optional<KeyIndex>(std::in_place, *with, there) : std::nullopt;
    const KeyIndex& index = fresh ? *fresh : context.indexes->of(*with, names, there);
    const Rows keys = index.find_all(here, from.rows);
    return shape.all ? with_lists(shape, from, std::move(with), index, keys, context)
                     : with_partners(shape, from, std::move(with), index, keys, context);
}

}  // namespace huiqi
