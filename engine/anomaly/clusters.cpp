#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/pending/disjoint_sets.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"
#include "engine/calendar/date.h"

namespace huiqi {
namespace {

/// The first and the last day that a stretch has where nothing bounds it.
constexpr std::int32_t kAlways = Date::from_civil(1900, 1, 1)->days();
constexpr std::int32_t kForever = Date::from_civil(9999, 12, 31)->days();

/// A tie of control between two parties, in force from one day and before another.
struct Edge {
    std::uint32_t one = 0;
    std::uint32_t other = 0;
    std::int32_t since = kAlways;
    std::int32_t until = kForever;
};

/// A party stands in the cluster of that name from one day and before another.
struct Stretch {
    TextCode name = 0;
    std::int32_t since = kAlways;
    std::int32_t until = kForever;
};

/// Sets of places that are put together.
class Sets {
public:
    explicit Sets(std::size_t count) : rank_(count), parent_(count), sets_(rank_.data(), parent_.data()) {
        for (std::uint32_t at = 0; at < count; ++at) {
            sets_.make_set(at);
        }
    }
    void unite(std::uint32_t one, std::uint32_t other) { sets_.union_set(one, other); }
    [[nodiscard]] std::uint32_t root(std::uint32_t at) { return sets_.find_set(at); }

private:
    std::vector<std::uint32_t> rank_, parent_;
    boost::disjoint_sets<std::uint32_t*, std::uint32_t*> sets_;
};

/// The parties that edges join, and their clusters.
class Clusters {
public:
    Clusters(const ClusterShape& shape, const RowSet& edges, ShapeContext& context) : shape_(shape), context_(context) {
        const auto left = context.wanted(edges, "left", ColumnKind::text, shape.relation);
        const auto right = context.wanted(edges, "right", ColumnKind::text, shape.relation);
        const auto since = shape.by_day ? context.wanted(edges, "since", ColumnKind::date, shape.relation) : std::nullopt;
        const auto until = shape.by_day ? context.wanted(edges, "until", ColumnKind::date, shape.relation) : std::nullopt;
        sound_ = left && right && (!shape.by_day || (since && until));
        for (std::uint32_t row = 0; sound_ && row < edges.rows; ++row) {
            const auto one = key_of(*left->column, left->value_row(row));
            const auto other = key_of(*right->column, right->value_row(row));
            if (one && other) {
                Edge edge{.one = place(static_cast<TextCode>(*one)), .other = place(static_cast<TextCode>(*other))};
                edge.since = since ? day(*since, row, kAlways) : kAlways;
                edge.until = until ? day(*until, row, kForever) : kForever;
                edges_.push_back(edge);
            }
        }
    }

    [[nodiscard]] bool sound() const noexcept { return sound_; }

    /// Finds the stretches of all parties. What is larger than its bound falls apart, and that is said.
    void find() {
        Sets sets(parties_.size());
        for (const Edge& edge : edges_) {
            sets.unite(edge.one, edge.other);
        }
        std::vector<std::vector<std::uint32_t>> members(parties_.size());
        std::vector<std::vector<Edge>> edges(parties_.size());
        for (std::uint32_t at = 0; at < parties_.size(); ++at) {
            members[sets.root(at)].push_back(at);
        }
        for (const Edge& edge : edges_) {
            edges[sets.root(edge.one)].push_back(edge);
        }
        stretches_.resize(parties_.size());
        own_.resize(parties_.size());
        ever_.resize(parties_.size());
        NotEvaluated large{.view = context_.view, .what = {"归成的团太大，各算各的", "clusters that are too large; their parties count as strangers"},
                           .count = 0, .names = {}, .applications = false, .whole = false};
        for (std::size_t root = 0; root < members.size(); ++root) {
            if (members[root].size() > shape_.most) {
                std::for_each(members[root].begin(), members[root].end(), [&](std::uint32_t at) { ever_[at] = parties_[at]; });
                ++large.count;
                std::for_each(members[root].begin(), members[root].end(),
                              [&](std::uint32_t at) { large.names.emplace_back(context_.pool.text(parties_[at])); });
            } else if (!members[root].empty()) {
                const TextCode name = least(members[root]);
                std::for_each(members[root].begin(), members[root].end(), [&](std::uint32_t at) { ever_[at] = name; });
                follow(members[root], edges[root]);
            }
        }
        if (large.count != 0) {
            std::sort(large.names.begin(), large.names.end());
            context_.skipped.push_back(std::move(large));
        }
    }

    /// Gives the name of the cluster that a party belongs to when all edges count, whatever their days; its own where it is too large.
    [[nodiscard]] TextCode ever(TextCode party) const {
        const auto found = places_.find(party);
        return found == places_.end() ? party : ever_[found->second];
    }

    /// Gives the stretches of a party, in the order of days; none of one that no edge names.
    [[nodiscard]] std::span<const Stretch> of(TextCode party) const {
        const auto found = places_.find(party);
        return found == places_.end() ? std::span<const Stretch>() : std::span<const Stretch>(stretches_[found->second]);
    }

private:
    [[nodiscard]] static std::int32_t day(const ColumnPath& path, std::uint32_t row, std::int32_t otherwise) {
        const std::uint32_t at = path.value_row(row);
        const bool known = at != kNoRow && path.column->values->known(at);
        return known ? std::clamp(path.column->values->column.int32s[at], kAlways, kForever) : otherwise;
    }

    [[nodiscard]] std::uint32_t place(TextCode party) {
        const auto [found, fresh] = places_.try_emplace(party, static_cast<std::uint32_t>(parties_.size()));
        if (fresh) {
            parties_.push_back(party);
        }
        return found->second;
    }

    /// A cluster is named after its least member, so that the name depends on the members alone.
    [[nodiscard]] TextCode least(const std::vector<std::uint32_t>& members) const {
        return parties_[*std::min_element(members.begin(), members.end(), [&](std::uint32_t one, std::uint32_t other) {
            return context_.pool.text(parties_[one]) < context_.pool.text(parties_[other]);
        })];
    }

    /// Finds who belongs together between any two days on which an edge of these members begins or ends.
    void follow(const std::vector<std::uint32_t>& members, const std::vector<Edge>& edges) {
        if (std::all_of(edges.begin(), edges.end(), [](const Edge& one) { return one.since == kAlways && one.until == kForever; })) {
            for (const std::uint32_t at : members) {
                stretches_[at] = {{.name = ever_[at]}};
            }
            return;
        }
        std::vector<std::int32_t> days{kAlways, kForever};
        for (const Edge& edge : edges) {
            days.push_back(edge.since);
            days.push_back(edge.until);
        }
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
        for (std::uint32_t at = 0; at < members.size(); ++at) {
            own_[members[at]] = at;
        }
        for (std::size_t at = 0; at + 1 < days.size(); ++at) {
            Sets sets(members.size());
            for (const Edge& edge : edges) {
                if (edge.since <= days[at] && edge.until >= days[at + 1]) {
                    sets.unite(own_[edge.one], own_[edge.other]);
                }
            }
            add_stretch(members, sets, days[at], days[at + 1]);
        }
    }

    void add_stretch(const std::vector<std::uint32_t>& members, Sets& sets, std::int32_t since, std::int32_t until) {
        std::vector<TextCode> names(members.size(), 0);
        for (std::uint32_t at = 0; at < members.size(); ++at) {
            TextCode& name = names[sets.root(at)];
            const TextCode party = parties_[members[at]];
            if (name == 0 || context_.pool.text(party) < context_.pool.text(name)) {
                name = party;
            }
        }
        for (std::uint32_t at = 0; at < members.size(); ++at) {
            std::vector<Stretch>& stretches = stretches_[members[at]];
            const TextCode name = names[sets.root(at)];
            if (!stretches.empty() && stretches.back().name == name) {
                stretches.back().until = until;
            } else {
                stretches.push_back({name, since, until});
            }
        }
    }

    const ClusterShape& shape_;
    ShapeContext& context_;
    bool sound_ = false;
    boost::unordered_flat_map<TextCode, std::uint32_t> places_;
    std::vector<TextCode> parties_;
    std::vector<Edge> edges_;
    std::vector<std::vector<Stretch>> stretches_;   ///< of each party
    std::vector<TextCode> ever_;                    ///< of each party: its cluster when all edges count
    std::vector<std::uint32_t> own_;                ///< of each party: its place in the cluster at hand
};

}  // namespace

RowSet with_cluster(const ClusterShape& shape, const RowSet& from, const RowSet& edges, ShapeContext& context) {
    const auto member = context.path(from, shape.member, ColumnKind::text);
    Clusters clusters(shape, edges, context);
    if (!clusters.sound() || !member) {
        return from;
    }
    clusters.find();
    Rows rows;
    std::vector<TextCode> names;
    std::vector<std::int32_t> since;
    std::vector<std::int32_t> until;
    std::vector<TextCode> ever;
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const auto key = key_of(*member->column, member->value_row(row));
        const std::array<Stretch, 1> alone{Stretch{.name = key ? static_cast<TextCode>(*key) : TextCode{0}}};
        auto stretches = key ? clusters.of(static_cast<TextCode>(*key)) : std::span<const Stretch>();
        stretches = stretches.empty() ? std::span<const Stretch>(alone) : stretches;
        for (const Stretch& one : stretches) {
            rows.push_back(row);
            names.push_back(one.name);
            since.push_back(one.since);
            until.push_back(one.until);
            ever.push_back(key ? clusters.ever(static_cast<TextCode>(*key)) : TextCode{0});
        }
    }
    const bool same = rows.size() == from.rows;
    RowSet out = same ? from : taken(from, std::make_shared<const Rows>(std::move(rows)));
    out.columns.push_back(text_column(text_field(shape.name), std::move(names)));
    if (shape.by_day) {
        out.columns.push_back(text_column(text_field(shape.name + "_ever"), std::move(ever)));
        out.columns.push_back(day_column(date_field("since"), std::move(since)));
        out.columns.push_back(day_column(date_field("until"), std::move(until)));
    }
    return out;
}

}  // namespace huiqi
