#include <algorithm>
#include <limits>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"

namespace huiqi {
namespace {

/// One transfer of money or rights.
struct Transfer {
    std::uint32_t row = 0;
    std::int32_t day = 0;
    std::int64_t amount = 0;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Transfer>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;

/// Who gave to whom: parties as vertices, transfers in the order of their days.
class TransferGraph {
public:
    TransferGraph(const RowSet& relation, const ColumnPath& from, const ColumnPath& to, const ColumnPath& day,
                  const ColumnPath& amount) {
        struct Edge {
            std::uint32_t from, to;
            Transfer transfer;
        };
        std::vector<Edge> edges;
        for (std::uint32_t row = 0; row < relation.rows; ++row) {
            const auto giver = key_of(*from.column, from.value_row(row));
            const auto taker = key_of(*to.column, to.value_row(row));
            const std::uint32_t when = day.value_row(row);
            const std::uint32_t much = amount.value_row(row);
            if (giver && taker && *giver != *taker && when != kNoRow && day.column->values->known(when) &&
                much != kNoRow && amount.column->values->known(much)) {
                edges.push_back({vertex(*giver), vertex(*taker),
                                 {row, day.column->values->column.int32s[when], amount.column->values->column.int64s[much]}});
            }
        }
        std::stable_sort(edges.begin(), edges.end(), [](const Edge& left, const Edge& right) {
            return left.from != right.from ? left.from < right.from : left.transfer.day < right.transfer.day;
        });
        std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
        std::vector<Transfer> transfers;
        for (const Edge& edge : edges) {
            ends.emplace_back(edge.from, edge.to);
            transfers.push_back(edge.transfer);
        }
        graph_ = Graph(boost::edges_are_sorted, ends.begin(), ends.end(), transfers.begin(), vertices_.size());
    }

    [[nodiscard]] const Graph& graph() const noexcept { return graph_; }
    [[nodiscard]] std::optional<Vertex> find(std::uint64_t party) const {
        const auto found = vertices_.find(party);
        return found == vertices_.end() ? std::nullopt : std::optional<Vertex>(found->second);
    }

private:
    std::uint32_t vertex(std::uint64_t party) {
        return vertices_.try_emplace(party, static_cast<std::uint32_t>(vertices_.size())).first->second;
    }

    boost::unordered_flat_map<std::uint64_t, std::uint32_t> vertices_;
    Graph graph_;
};

/// What was found for all rows: one element a transfer.
struct FoundPaths {
    Rows transfers;
    std::vector<std::int64_t> paths, steps, totals;
};

/// Looks for ways from one party to some others that respect time: each transfer on or after the day of the one before.
/// Transfers between the same two parties count together, so that cutting one into many does not hide it.
class PathSearch {
public:
    PathSearch(const TransferGraph& graph, const PathShape& shape, FoundPaths& found)
        : graph_(graph), shape_(shape), found_(found) {}

    /// Adds the ways; false when there was more to look at than the bound allows.
    bool search(Vertex start, const std::vector<Vertex>& targets, std::int32_t after, std::int64_t least) {
        targets_ = &targets;
        last_ = static_cast<std::int64_t>(after) + shape_.days;
        least_ = least;
        looked_ = 0;
        path_ = 0;
        trail_.clear();
        visited_ = {start};
        walk(start, after, std::numeric_limits<std::int64_t>::max());
        return looked_ <= shape_.most;
    }

private:
    /// All transfers from one party to another inside the window.
    struct Hop {
        Vertex to = 0;
        std::int64_t amount = 0;
        std::int32_t day = 0;
        Rows transfers;
    };

    [[nodiscard]] std::vector<Hop> hops(Vertex from, std::int32_t after) {
        std::vector<Hop> all;
        const auto [begin, end] = boost::out_edges(from, graph_.graph());
        for (auto edge = begin; edge != end && looked_ <= shape_.most; ++edge) {
            const Transfer& transfer = graph_.graph()[*edge];
            ++looked_;
            if (transfer.day < after || transfer.day > last_ || transfer.amount <= 0) {
                continue;
            }
            const Vertex to = boost::target(*edge, graph_.graph());
            auto found = std::find_if(all.begin(), all.end(), [&](const Hop& one) { return one.to == to; });
            if (found == all.end()) {
                all.push_back({.to = to, .amount = 0, .day = transfer.day, .transfers = {}});
                found = all.end() - 1;
            }
            found->amount += transfer.amount;
            found->transfers.push_back(transfer.row);
        }
        return all;
    }

    void walk(Vertex at, std::int32_t after, std::int64_t amount) {
        for (Hop& hop : hops(at, after)) {
            if (hop.amount < least_ || std::find(visited_.begin(), visited_.end(), hop.to) != visited_.end()) {
                continue;
            }
            const std::int64_t through = std::min(amount, hop.amount);
            const Vertex to = hop.to;
            const std::int32_t day = hop.day;
            trail_.push_back(std::move(hop));
            if (std::find(targets_->begin(), targets_->end(), to) != targets_->end()) {
                keep(through);
            } else if (trail_.size() < shape_.hops && looked_ <= shape_.most) {
                visited_.push_back(to);
                walk(to, day, through);
                visited_.pop_back();
            }
            trail_.pop_back();
        }
    }

    void keep(std::int64_t through) {
        ++path_;
        bool first = true;
        for (std::size_t step = 0; step < trail_.size(); ++step) {
            for (const std::uint32_t transfer : trail_[step].transfers) {
                found_.transfers.push_back(transfer);
                found_.paths.push_back(path_);
                found_.steps.push_back(static_cast<std::int64_t>(step) + 1);
                found_.totals.push_back(first ? through : 0);
                first = false;
            }
        }
    }

    const TransferGraph& graph_;
    const PathShape& shape_;
    FoundPaths& found_;
    const std::vector<Vertex>* targets_ = nullptr;
    std::int64_t last_ = 0;
    std::int64_t least_ = 0;
    std::int64_t path_ = 0;
    std::size_t looked_ = 0;
    std::vector<Hop> trail_;
    std::vector<Vertex> visited_;
};

/// The parties that a way may end at: a path, or the field of a list.
class Targets {
public:
    Targets(const RowSet& relation, const PlacedName& name, const ShapeContext& context) {
        const std::size_t dot = name.name.find('.');
        const RelationColumn* list = relation.find(name.name.substr(0, dot));
        if (list != nullptr && list->is_list() && dot != std::string::npos) {
            list_ = list;
            value_ = context.path(*list->target, {name.name.substr(dot + 1), name.span}, ColumnKind::text);
        } else {
            value_ = context.path(relation, name, ColumnKind::text);
        }
    }

    [[nodiscard]] bool sound() const noexcept { return value_.has_value(); }

    void of(std::uint32_t row, const TransferGraph& graph, std::vector<Vertex>& out) const {
        out.clear();
        const auto add = [&](std::uint32_t at) {
            const auto key = key_of(*value_->column, value_->value_row(at));
            if (const auto vertex = key ? graph.find(*key) : std::nullopt) {
                out.push_back(*vertex);
            }
        };
        if (list_ == nullptr) {
            add(row);
            return;
        }
        const std::uint32_t source = list_->source(row);
        for (std::uint32_t at = (*list_->offsets)[source]; at < (*list_->offsets)[source + 1]; ++at) {
            add((*list_->rows)[at]);
        }
    }

private:
    const RelationColumn* list_ = nullptr;
    std::optional<ColumnPath> value_;
};

/// Gives the values of a column of the edges for the transfers that were found.
RelationColumn column_of_edges(const RowSet& edges, std::string_view name, const Rows& transfers) {
    const RelationColumn& from = *edges.find(name);
    auto values = std::make_shared<ColumnValues>();
    Rows rows(transfers.size());
    std::transform(transfers.begin(), transfers.end(), rows.begin(), [&](std::uint32_t row) { return from.source(row); });
    append_values(*values, from, rows.data(), rows.size());
    RelationColumn column;
    column.field = from.field;
    column.values = std::move(values);
    return column;
}

RowSet found_relation(const PathShape& shape, const RowSet& edges, FoundPaths& found) {
    RowSet list{.name = shape.name, .rows = found.transfers.size(), .columns = {}};
    for (const std::string_view name : {"from", "to", "date", "amount", "ref"}) {
        list.columns.push_back(column_of_edges(edges, name, found.transfers));
    }
    FieldSchema total = list.columns[3].field;
    total.name = "total";
    list.columns.push_back(number_column(std::move(total), std::move(found.totals)));
    list.columns.push_back(number_column(integer_field("path"), std::move(found.paths)));
    list.columns.push_back(number_column(integer_field("step"), std::move(found.steps)));
    return list;
}

}  // namespace

RowSet with_paths(const PathShape& shape, const RowSet& from, const RowSet& edges, ShapeContext& context) {
    const auto giver = context.wanted(edges, "from", ColumnKind::text, shape.relation);
    const auto taker = context.wanted(edges, "to", ColumnKind::text, shape.relation);
    const auto day = context.wanted(edges, "date", ColumnKind::date, shape.relation);
    const auto amount = context.wanted(edges, "amount", ColumnKind::int64, shape.relation);
    const auto ref = context.wanted(edges, "ref", ColumnKind::text, shape.relation);
    const auto start = context.path(from, shape.from, ColumnKind::text);
    const auto after = context.path(from, shape.after, ColumnKind::date);
    const auto least = context.path(from, shape.least, ColumnKind::int64);
    const Targets targets(from, shape.to, context);
    if (!giver || !taker || !day || !amount || !ref || !start || !after || !least || !targets.sound()) {
        return from;
    }
    const Rational steps = least->column->field.step / amount->column->field.step;
    const TransferGraph graph(edges, *giver, *taker, *day, *amount);
    FoundPaths found;
    PathSearch search(graph, shape, found);
    Rows offsets{0};
    std::vector<Vertex> ends;
    Rows cut;
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const auto party = key_of(*start->column, start->value_row(row));
        const auto vertex = party ? graph.find(*party) : std::nullopt;
        const std::uint32_t when = after->value_row(row);
        const std::uint32_t much = least->value_row(row);
        if (vertex && when != kNoRow && after->column->values->known(when) && much != kNoRow &&
            least->column->values->known(much)) {
            targets.of(row, graph, ends);
            const Rational bound = Rational(least->column->values->column.int64s[much]) * steps;
            const bool whole = ends.empty() || search.search(*vertex, ends, after->column->values->column.int32s[when],
                                                             to_int64(numerator(bound) / denominator(bound)));
            if (!whole) {
                cut.push_back(row);
            }
        }
        offsets.push_back(static_cast<std::uint32_t>(found.transfers.size()));
    }
    context.leave_out({"要查的往来太多", "parties with too many transfers to follow"}, from, cut, start);
    RowSet out = from;
    out.columns.push_back(lists_column(found_relation(shape, edges, found), std::move(offsets)));
    return out;
}

}  // namespace huiqi
