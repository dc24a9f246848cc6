#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"

namespace huiqi {
namespace {

/// The days on which something holds: from the first, and before the second.
struct Days {
    std::int32_t since = -719'162;      // 0001-01-01
    std::int32_t until = 2'932'896;     // 9999-12-31

    [[nodiscard]] Days both(const Days& other) const noexcept { return {std::max(since, other.since), std::min(until, other.until)}; }
};

/// The graph of parties and identities: each row of the relation joins one of each.
class Identities {
public:
    Identities(const RowSet& relation, ColumnPath member, ColumnPath key, ColumnPath kind, ColumnPath strength,
               ColumnPath since, std::optional<ColumnPath> until, std::optional<ColumnPath> row)
        : member_(member),
          key_(key),
          kind_(kind),
          strength_(strength),
          since_(since),
          until_(until),
          row_(row),
          by_member_(relation, {member}),
          by_key_(relation, {key}),
          members_(by_member_.find_all({member}, relation.rows)),
          keys_(by_key_.find_all({key}, relation.rows)) {}

    [[nodiscard]] std::span<const std::uint32_t> of_member(std::uint32_t row) const { return by_member_.rows(members_[row]); }
    [[nodiscard]] std::span<const std::uint32_t> of_key(std::uint32_t row) const { return by_key_.rows(keys_[row]); }
    [[nodiscard]] std::optional<std::uint32_t> find_member(const ColumnPath& column, std::uint32_t row) const {
        return by_member_.find({column}, row);
    }
    [[nodiscard]] std::span<const std::uint32_t> rows_of(std::uint32_t member) const { return by_member_.rows(member); }
    [[nodiscard]] TextCode member(std::uint32_t row) const { return code(member_, row); }
    [[nodiscard]] TextCode key(std::uint32_t row) const { return code(key_, row); }
    [[nodiscard]] TextCode kind(std::uint32_t row) const { return code(kind_, row); }
    [[nodiscard]] std::int64_t strength(std::uint32_t row) const {
        return strength_.column->values->column.int64s[strength_.value_row(row)];
    }

    /// The row of a table that says so; 0 where that is not known.
    [[nodiscard]] TextCode row(std::uint32_t row) const { return row_ ? code(*row_, row) : TextCode{0}; }
    [[nodiscard]] Days days(std::uint32_t row) const {
        Days out;
        out.since = day(since_, row, out.since);
        out.until = until_ ? day(*until_, row, out.until) : out.until;
        return out;
    }

private:
    [[nodiscard]] static TextCode code(const ColumnPath& column, std::uint32_t row) {
        return column.column->values->codes[column.value_row(row)];
    }

    [[nodiscard]] static std::int32_t day(const ColumnPath& column, std::uint32_t row, std::int32_t otherwise) {
        const std::uint32_t at = column.value_row(row);
        return column.column->values->known(at) ? column.column->values->column.int32s[at] : otherwise;
    }

    ColumnPath member_, key_, kind_, strength_, since_;
    std::optional<ColumnPath> until_, row_;
    KeyIndex by_member_;
    KeyIndex by_key_;
    Rows members_, keys_;   ///< of each identity: the numbers of its member and its key
};

/// What was found for all rows, element by element.
struct Found {
    std::vector<TextCode> kinds, keys, via;
    std::vector<std::int64_t> strengths, hops;
    std::vector<std::int32_t> since, until;
    std::vector<TextCode> row_kinds, rows;   ///< of the identities of all these ties
};

/// Looks for identities that lead from one party to another.
class TieSearch {
public:
    TieSearch(const Identities& graph, const TiesShape& shape, TextPool& pool, Found& found)
        : graph_(graph), shape_(shape), pool_(pool), found_(found) {}

    /// Adds the ties between two parties, those over fewer hops first; false when a hub was left out.
    bool search(std::uint32_t left, std::uint32_t right) {
        whole_ = true;
        steps_ = 0;
        right_ = graph_.rows_of(right);
        target_ = graph_.member(right_.front());
        for (std::size_t depth = 1; depth <= shape_.hops; ++depth) {
            trail_.clear();
            visited_ = {graph_.member(graph_.rows_of(left).front())};
            edges_.clear();
            walk(graph_.rows_of(left), depth, kStrongest, 0, {});
        }
        return whole_;
    }

private:
    static constexpr std::int64_t kStrongest = 1'000'000;
    static constexpr std::size_t kMostSteps = 20'000;

    void walk(std::span<const std::uint32_t> from, std::size_t depth, std::int64_t strength, TextCode via, Days days) {
        for (const std::uint32_t edge : from) {
            if (std::find(trail_.begin(), trail_.end(), graph_.key(edge)) != trail_.end()) {
                continue;
            }
            const std::int64_t here = std::min(strength, graph_.strength(edge));
            const Days here_days = days.both(graph_.days(edge));
            if (depth == 1) {
                meet(edge, here, via, here_days);
                continue;
            }
            const auto around = graph_.of_key(edge);
            if (around.size() > shape_.most || ++steps_ > kMostSteps) {
                whole_ = false;
                continue;
            }
            trail_.push_back(graph_.key(edge));
            for (const std::uint32_t other : around) {
                const TextCode party = graph_.member(other);
                if (party != target_ && std::find(visited_.begin(), visited_.end(), party) == visited_.end()) {
                    visited_.push_back(party);
                    edges_.insert(edges_.end(), {edge, other});
                    walk(graph_.of_member(other), depth - 1, std::min(here, graph_.strength(other)),
                         via == 0 ? party : via, here_days.both(graph_.days(other)));
                    edges_.resize(edges_.size() - 2);
                    visited_.pop_back();
                }
            }
            trail_.pop_back();
        }
    }

    /// The last identity: does the other party have it? One that very many share explains nothing, unless it is one of the
    /// two parties itself (a holding of many firms still controls each).
    void meet(std::uint32_t edge, std::int64_t strength, TextCode via, Days days) {
        const TextCode key = graph_.key(edge);
        if (key != graph_.member(edge) && key != target_ && graph_.of_key(edge).size() > shape_.most) {
            whole_ = false;
            return;
        }
        for (const std::uint32_t other : right_) {
            if (graph_.key(other) != graph_.key(edge)) {
                continue;
            }
            const std::string_view one = pool_.text(graph_.kind(edge));
            const std::string_view two = pool_.text(graph_.kind(other));
            found_.kinds.push_back(one == two ? graph_.kind(edge)
                                              : pool_.code(std::string(one) + "/" + std::string(two)));
            found_.keys.push_back(graph_.key(edge));
            found_.via.push_back(via);
            found_.strengths.push_back(std::min(strength, graph_.strength(other)));
            const Days both = days.both(graph_.days(other));
            found_.since.push_back(both.since);
            found_.until.push_back(both.until);
            for (const std::uint32_t one_edge : edges_) {
                note(one_edge);
            }
            note(edge);
            note(other);
            found_.hops.push_back(static_cast<std::int64_t>(trail_.size()) + 1);
        }
    }

    void note(std::uint32_t edge) {
        if (graph_.row(edge) != 0) {
            found_.row_kinds.push_back(graph_.kind(edge));
            found_.rows.push_back(graph_.row(edge));
        }
    }

    const Identities& graph_;
    const TiesShape& shape_;
    TextPool& pool_;
    Found& found_;
    std::span<const std::uint32_t> right_;
    TextCode target_ = 0;
    std::vector<TextCode> trail_, visited_;
    Rows edges_;   ///< identities of the way so far
    std::size_t steps_ = 0;
    bool whole_ = true;
};

RowSet found_ties(const std::string& name, Found& found) {
    RowSet ties{.name = name, .rows = found.keys.size(), .columns = {}};
    ties.columns = {text_column(text_field("kind"), std::move(found.kinds)),
                    text_column(text_field("key"), std::move(found.keys)),
                    text_column(text_field("via"), std::move(found.via)),
                    number_column(integer_field("strength"), std::move(found.strengths)),
                    number_column(integer_field("hops"), std::move(found.hops)),
                    day_column(date_field("since"), std::move(found.since)),
                    day_column(date_field("until"), std::move(found.until))};
    return ties;
}

/// The rows of identities that the ties rest on.
RowSet found_rows(const std::string& name, Found& found) {
    RowSet rows{.name = name, .rows = found.rows.size(), .columns = {}};
    rows.columns = {text_column(text_field("kind"), std::move(found.row_kinds)), text_column(text_field("row"), std::move(found.rows))};
    return rows;
}

}  // namespace

RowSet with_ties(const TiesShape& shape, const RowSet& from, const RowSet& identities, ShapeContext& context) {
    const auto member = context.wanted(identities, "member", ColumnKind::text, shape.relation);
    const auto key = context.wanted(identities, "key", ColumnKind::text, shape.relation);
    const auto kind = context.wanted(identities, "kind", ColumnKind::text, shape.relation);
    const auto strength = context.wanted(identities, "strength", ColumnKind::int64, shape.relation);
    const auto since = context.wanted(identities, "since", ColumnKind::date, shape.relation);
    const auto left = context.path(from, shape.left, ColumnKind::text);
    const auto right = context.path(from, shape.right, ColumnKind::text);
    if (!member || !key || !kind || !strength || !since || !left || !right) {
        return from;
    }
    const auto optional = [&](std::string_view column, ColumnKind wanted) {
        return identities.find(column) == nullptr ? std::nullopt : context.wanted(identities, column, wanted, shape.relation);
    };
    const Identities graph(identities, *member, *key, *kind, *strength, *since, optional("until", ColumnKind::date), optional("row", ColumnKind::text));
    Found found;
    Rows offsets{0};
    Rows row_offsets{0};
    Rows cut;
    TieSearch search(graph, shape, context.pool, found);
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const auto one = graph.find_member(*left, row);
        const auto other = graph.find_member(*right, row);
        if (one && other && *one != *other && !search.search(*one, *other)) {
            cut.push_back(row);
        }
        offsets.push_back(static_cast<std::uint32_t>(found.keys.size()));
        row_offsets.push_back(static_cast<std::uint32_t>(found.rows.size()));
    }
    context.leave_out({"跨过了很多人共用的身份", "ties behind identities that too many share"}, from, cut, left, false);
    RowSet out = from;
    out.columns.push_back(lists_column(found_ties(shape.name, found), std::move(offsets)));
    out.columns.push_back(lists_column(found_rows(shape.name + "_rows", found), std::move(row_offsets)));
    return out;
}

}  // namespace huiqi
