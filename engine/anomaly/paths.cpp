#include <algorithm>
#include <utility>
#include <vector>

#include "engine/anomaly/path_search.h"
#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"
#include "engine/anomaly/transfer_graph.h"

namespace huiqi {
namespace {

/// What was found for all rows: one element a transfer, each once a row.
struct FoundPaths {
    Rows transfers;
    std::vector<std::int64_t> totals, carried, steps;

    void add(const TransferGraph& graph, const std::vector<WayTransfer>& ways) {
        for (const WayTransfer& one : ways) {
            transfers.push_back(graph[one.transfer].row);
            totals.push_back(one.leaves_start ? one.carried : 0);
            carried.push_back(one.carried);
            steps.push_back(one.step);
        }
    }
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

    void of(std::uint32_t row, const TransferGraph& graph, std::vector<std::uint32_t>& out) const {
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
    FieldSchema carried = total;
    carried.name = "carried";
    list.columns.push_back(number_column(std::move(total), std::move(found.totals)));
    list.columns.push_back(number_column(std::move(carried), std::move(found.carried)));
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
    PathSearch search(graph, shape);
    Rows offsets{0};
    std::vector<std::uint32_t> ends;
    std::vector<WayTransfer> ways;
    Rows cut;
    Rows hubs;
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const auto party = key_of(*start->column, start->value_row(row));
        const auto vertex = party ? graph.find(*party) : std::nullopt;
        const std::uint32_t when = after->value_row(row);
        const std::uint32_t much = least->value_row(row);
        if (vertex && when != kNoRow && after->column->values->known(when) && much != kNoRow &&
            least->column->values->known(much)) {
            targets.of(row, graph, ends);
            const Rational bound = Rational(least->column->values->column.int64s[much]) * steps;
            const auto seen = ends.empty() ? PathSearch::Seen::all
                                           : search.search(*vertex, ends, after->column->values->column.int32s[when],
                                                           to_int64((numerator(bound) + denominator(bound) - 1) / denominator(bound)), ways);
            if (!ends.empty()) {
                found.add(graph, ways);
            }
            if (seen != PathSearch::Seen::all) {
                (seen == PathSearch::Seen::too_much ? cut : hubs).push_back(row);
            }
        }
        offsets.push_back(static_cast<std::uint32_t>(found.transfers.size()));
    }
    context.leave_out({"要查的往来太多", "parties with too many transfers to follow"}, from, cut, start);
    context.leave_out({"钱可能从一家往来太多的到另一家往来太多的，这样的路没有查", "ways from one party with too many transfers to another"},
                      from, hubs, start, false);
    RowSet out = from;
    out.columns.push_back(lists_column(found_relation(shape, edges, found), std::move(offsets)));
    return out;
}

}  // namespace huiqi
