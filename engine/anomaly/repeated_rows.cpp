#include "engine/anomaly/repeated_rows.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "engine/anomaly/table_order.h"

namespace huiqi {
namespace {

/// Looks at the rows of one key after the other.
class Repeats {
public:
    Repeats(const DataTable& table, const RowSet& relation, const RowOrigins& origins, const TextPool& pool)
        : relation_(relation), origins_(origins), pool_(pool), whole_(table.whole_rows), key_(relation.find(table.key)) {}

    [[nodiscard]] std::vector<RepeatedRow> take_out(Rows& rows) {
        if (key_ == nullptr && !whole_) {
            return {};
        }
        std::size_t kept = 0;
        for (std::size_t from = 0; from < rows.size();) {
            std::size_t to = from + 1;
            while (to < rows.size() && same_key(rows[from], rows[to])) {
                ++to;
            }
            if (to == from + 1) {
                rows[kept++] = rows[from];
            } else {
                look_at(Rows(rows.begin() + static_cast<std::ptrdiff_t>(from), rows.begin() + static_cast<std::ptrdiff_t>(to)), rows, kept);
            }
            from = to;
        }
        rows.resize(kept);
        const auto by_line = [](const RepeatedRow& left, const RepeatedRow& right) { return left.line < right.line; };
        std::stable_sort(found_.begin(), found_.end(), by_line);
        return std::move(found_);
    }

private:
    [[nodiscard]] bool same_key(std::uint32_t left, std::uint32_t right) const {
        if (whole_) {
            return same_row(relation_, left, right, pool_);
        }
        const auto key = key_of(*key_, left);
        return key && key == key_of(*key_, right);
    }

    [[nodiscard]] std::uint32_t line(std::uint32_t row) const { return origins_.lines.empty() ? 0 : origins_.lines[row]; }

    /// Keeps one of those that are equal, the first of the file; `group` has equal rows side by side.
    void look_at(Rows group, Rows& rows, std::size_t& kept) {
        std::uint32_t first = group.front();
        for (const std::uint32_t row : group) {
            first = line(row) < line(first) ? row : first;
        }
        for (auto from = group.begin(); from != group.end();) {
            const auto to = std::find_if(from, group.end(), [&](std::uint32_t row) { return !same_row(relation_, *from, row, pool_); });
            std::stable_sort(from, to, [&](std::uint32_t left, std::uint32_t right) { return line(left) < line(right); });
            rows[kept++] = *from;
            for (auto row = from + 1; row != to; ++row) {
                tell(*row, *from, RepeatedRow::Kind::same);
            }
            if (!same_row(relation_, *from, first, pool_)) {
                const bool typed_alike = origins_.keys.empty() || origins_.keys[*from] == origins_.keys[first];
                tell(*from, first, typed_alike ? RepeatedRow::Kind::differs : RepeatedRow::Kind::alike);
            }
            from = to;
        }
    }

    void tell(std::uint32_t row, std::uint32_t first, RepeatedRow::Kind kind) {
        const bool text = key_ != nullptr && key_->values->column.kind == ColumnKind::text;
        found_.push_back({text ? std::string(pool_.text(key_->values->codes[row])) : std::string(), line(row), line(first), kind});
    }

    const RowSet& relation_;
    const RowOrigins& origins_;
    const TextPool& pool_;
    bool whole_;
    const RelationColumn* key_;
    std::vector<RepeatedRow> found_;
};

}  // namespace

std::vector<RepeatedRow> take_out_repeated(const DataTable& table, const RowSet& relation, const RowOrigins& origins,
                                           const TextPool& pool, Rows& rows) {
    return Repeats(table, relation, origins, pool).take_out(rows);
}

}  // namespace huiqi
