#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

/// Gives how many partners each row may take so that all rows together stay within the bound of a join: `most`, or less
/// when very many rows have very many partners. Every row keeps one.
[[nodiscard]] std::size_t most_partners(const KeyIndex& index, const Rows& keys, std::size_t most) {
    const auto together = [&](std::size_t each) {
        std::uint64_t total = 0;
        for (const std::uint32_t key : keys) {
            total += std::min(index.rows(key).size(), each);
        }
        return total;
    };
    if (together(most) <= DetectorLimits::join_each) {
        return most;
    }
    std::size_t fits = 1;
    for (std::size_t too_many = most; too_many - fits > 1;) {
        const std::size_t middle = fits + (too_many - fits) / 2;
        (together(middle) <= DetectorLimits::join_each ? fits : too_many) = middle;
    }
    return fits;
}

const Bilingual kTooMany{"连到的行太多", "rows that join with too many"};

/// Which rows of a relation are in force on a day: from `since` on, and before `until` where that is there.
class InForce {
public:
    InForce(const JoinShape& shape, const RowSet& from, const RowSet& with, ShapeContext& context) {
        if (!shape.day) {
            return;
        }
        day_ = context.path(from, *shape.day, ColumnKind::date);
        since_ = context.wanted(with, "since", ColumnKind::date, shape.relation);
        until_ = with.find("until") == nullptr ? std::nullopt : context.wanted(with, "until", ColumnKind::date, shape.relation);
        dated_ = day_ && since_;
    }

    [[nodiscard]] bool dated() const noexcept { return dated_; }

    /// Gives those of some rows that are in force on the day of a row; none where the day is not known.
    [[nodiscard]] std::span<const std::uint32_t> of(std::span<const std::uint32_t> partners, std::uint32_t row) {
        const std::optional<std::int32_t> day = value(*day_, row);
        kept_.clear();
        for (const std::uint32_t one : partners) {
            if (day && value(*since_, one).value_or(*day) <= *day && (!until_ || value(*until_, one).value_or(*day + 1) > *day)) {
                kept_.push_back(one);
            }
        }
        return kept_;
    }

private:
    [[nodiscard]] static std::optional<std::int32_t> value(const ColumnPath& path, std::uint32_t row) {
        const std::uint32_t at = path.value_row(row);
        return at == kNoRow || !path.column->values->known(at) ? std::nullopt : std::optional(path.column->values->column.int32s[at]);
    }

    std::optional<ColumnPath> day_, since_, until_;
    bool dated_ = false;
    Rows kept_;
};

/// Adds the list of all rows that agree. Rows of one key share one list, unless it depends on their days.
[[nodiscard]] RowSet with_lists(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                                const KeyIndex& index, const Rows& keys, InForce& in_force, ShapeContext& context) {
    const std::size_t longest = longest_list(index, keys, shape.most);
    Rows cut;
    Rows select = keys;
    for (std::uint32_t row = 0; row < select.size(); ++row) {
        if (index.rows(select[row]).size() > longest) {
            select[row] = static_cast<std::uint32_t>(index.keys());
            cut.push_back(row);
        }
    }
    context.leave_out(kTooMany, from, cut, find_path(from, shape.on.front().second.name));
    RowSet out = from;
    if (!in_force.dated()) {
        out.columns.push_back(shared_list_column(shape.name, std::move(with), index.offsets(), index.all_rows(), std::move(select)));
        return out;
    }
    Rows offsets{0};
    Rows rows;
    offsets.reserve(select.size() + 1);
    for (std::uint32_t row = 0; row < select.size(); ++row) {
        const auto some = in_force.of(index.rows(select[row]), row);
        rows.insert(rows.end(), some.begin(), some.end());
        offsets.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    out.columns.push_back(list_column(shape.name, std::move(with), std::move(offsets), std::move(rows)));
    return out;
}

/// Adds the row that agrees, or makes a row for each that does.
[[nodiscard]] RowSet with_partners(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                                   const KeyIndex& index, const Rows& keys, InForce& in_force, ShapeContext& context) {
    const std::size_t most = shape.each ? most_partners(index, keys, shape.most) : 1;
    Rows cut;
    Rows rows;
    Rows kept;
    rows.reserve(keys.size());
    kept.reserve(keys.size());
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        const auto all = index.rows(keys[row]);
        const auto partners = in_force.dated() ? in_force.of(all, row) : all;
        if (!partners.empty()) {
            const std::size_t count = std::min(partners.size(), most);
            if (shape.each && partners.size() > most) {
                cut.push_back(row);
            }
            kept.insert(kept.end(), count, row);
            rows.insert(rows.end(), partners.begin(), partners.begin() + static_cast<std::ptrdiff_t>(count));
        } else if (shape.optional) {
            kept.push_back(row);
            rows.push_back(kNoRow);
        }
    }
    context.leave_out(kTooMany, from, cut, find_path(from, shape.on.front().second.name));
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
    Rows cut;
    std::vector<std::uint32_t> rows;
    for (std::size_t k = 0; k < index.keys(); ++k) {
        const auto all = index.rows(k);
        if (all.size() > shape.most) {
            cut.push_back(all.front());
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
    context.leave_out({"组里的行太多", "groups with too many rows"}, *from, cut, keys.empty() ? std::nullopt : std::optional(keys.front()));
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
    InForce in_force(shape, from, *with, context);
    if (shape.day && !in_force.dated()) {
        return from;
    }
    return shape.all ? with_lists(shape, from, std::move(with), index, keys, in_force, context)
                     : with_partners(shape, from, std::move(with), index, keys, in_force, context);
}

}  // namespace huiqi
