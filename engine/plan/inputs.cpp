#include "engine/plan/inputs.h"

#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

[[nodiscard]] LaneKind lanes_of_column(ColumnKind kind) {
    switch (kind) {
        case ColumnKind::boolean: return LaneKind::boolean;
        case ColumnKind::int64: return LaneKind::int64;
        case ColumnKind::int128: return LaneKind::int128;
        case ColumnKind::wide: return LaneKind::wide;
        case ColumnKind::date: return LaneKind::date;
        case ColumnKind::enumeration: return LaneKind::code;
        case ColumnKind::text: return LaneKind::text;
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    return LaneKind::segments;
}

}  // namespace

NodeIndex Inputs::column(Op op, LaneKind kind, const std::vector<std::uint32_t>& path, const std::string& name,
                         TableIndex table, const Bounds& bounds) {
    build_.plan().columns.push_back({.path = path, .name = name, .table = table});
    Node made;
    made.op = op;
    made.kind = kind;
    made.table = table;
    made.aux = static_cast<std::uint32_t>(build_.plan().columns.size() - 1);
    made.low = bounds.low;
    made.high = bounds.high;
    return build_.add(std::move(made));
}

PlanValue Inputs::list(const FieldSchema& field, const std::vector<std::uint32_t>& path, const std::string& name,
                       TableIndex table) {
    const NodeIndex segments = column(Op::segments_input, LaneKind::segments, path, name, table, {});
    PlanValue result = values_.list_of(segments, table, field.type);
    const auto inside = [&](std::size_t at) {
        std::vector<std::uint32_t> below = path;
        below.push_back(static_cast<std::uint32_t>(at));
        const FieldSchema& part = field.fields[at];
        const std::string label = part.name.empty() ? name : name + "." + part.name;
        return value(part, below, label, result.element_table);
    };
    if (!field.type.element().is(TypeKind::record)) {
        result.parts = {inside(0)};
        return result;
    }
    PlanValue element;
    element.type = field.type.element();
    for (std::size_t at = 0; at < field.fields.size(); ++at) {
        element.parts.push_back(inside(at));
    }
    result.parts = {std::move(element)};
    return result;
}

PlanValue Inputs::value(const FieldSchema& field, const std::vector<std::uint32_t>& path, const std::string& name,
                        TableIndex table) {
    if (field.kind == ColumnKind::list) {
        return list(field, path, name, table);
    }
    if (field.kind == ColumnKind::record) {
        PlanValue record;
        record.type = field.type;
        for (std::size_t at = 0; at < field.fields.size(); ++at) {
            std::vector<std::uint32_t> below = path;
            below.push_back(static_cast<std::uint32_t>(at));
            record.parts.push_back(value(field.fields[at], below, name + "." + field.fields[at].name, table));
        }
        return record;
    }
    const LaneKind kind = lanes_of_column(field.kind);
    if (!field.type.is(TypeKind::number)) {
        return values_.of_node(column(Op::input, kind, path, name, table, {}), field.type);
    }
    Bounds bounds{floor(field.least / field.step), ceiling(field.most / field.step)};
    // a lane that is not known holds 0, so the bounds must let it
    bounds = either(bounds, Bounds::exactly(0));
    PlanValue number = numbers_.of_node(column(Op::input, kind, path, name, table, bounds), field.type, field.step);
    number.least = field.least;
    number.most = field.most;
    return number;
}

PlanValue Inputs::add(FieldSchema field, std::string name) {
    field.name = name;
    Schema& schema = build_.plan().schema;
    schema.fields.push_back(std::move(field));
    const auto at = static_cast<std::uint32_t>(schema.fields.size() - 1);
    return value(schema.fields[at], {at}, name, 0);
}

}  // namespace huiqi
