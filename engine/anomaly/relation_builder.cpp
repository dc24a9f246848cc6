#include "engine/anomaly/relation_builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace huiqi {
namespace {

[[nodiscard]] RelationColumn column_of(FieldSchema field, std::shared_ptr<ColumnValues> values) {
    RelationColumn column;
    values->column.kind = field.kind;
    column.field = std::move(field);
    column.values = std::move(values);
    return column;
}

[[nodiscard]] bool alike(const FieldSchema& left, const FieldSchema& right) {
    return left.kind == right.kind && left.step == right.step &&
           left.type.without_optional() == right.type.without_optional();
}

template <class T>
void append_lanes(std::vector<T>& to, const std::vector<T>& from, const std::uint32_t* rows, std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) {
        to.push_back(rows[at] == kNoRow ? T{} : from[rows[at]]);
    }
}

}  // namespace

FieldSchema text_field(std::string name) {
    FieldSchema field;
    field.name = std::move(name);
    field.type = Type::text();
    field.kind = ColumnKind::text;
    return field;
}

FieldSchema integer_field(std::string name) {
    constexpr std::int64_t kMost = 1'000'000'000;
    FieldSchema field;
    field.name = std::move(name);
    field.type = Type::number();
    field.kind = ColumnKind::int64;
    field.least = -kMost;
    field.most = kMost;
    return field;
}

FieldSchema date_field(std::string name) {
    FieldSchema field;
    field.name = std::move(name);
    field.type = Type::date();
    field.kind = ColumnKind::date;
    return field;
}

RelationColumn text_column(FieldSchema field, std::vector<TextCode> codes) {
    auto values = std::make_shared<ColumnValues>();
    values->codes = std::move(codes);
    return column_of(std::move(field), std::move(values));
}

RelationColumn number_column(FieldSchema field, std::vector<std::int64_t> counts) {
    auto values = std::make_shared<ColumnValues>();
    values->column.int64s = std::move(counts);
    return column_of(std::move(field), std::move(values));
}

RelationColumn day_column(FieldSchema field, std::vector<std::int32_t> days) {
    auto values = std::make_shared<ColumnValues>();
    values->column.int32s = std::move(days);
    return column_of(std::move(field), std::move(values));
}

RelationColumn lists_column(RowSet all, Rows offsets) {
    std::string name = all.name;
    Rows rows(all.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    return list_column(std::move(name), std::make_shared<const RowSet>(std::move(all)), std::move(offsets), std::move(rows));
}

void append_values(ColumnValues& to, const RelationColumn& from, const std::uint32_t* value_rows, std::size_t count) {
    const ColumnValues& values = *from.values;
    const std::size_t before = std::max({to.codes.size(), to.column.booleans.size(), to.column.int64s.size(),
                                         to.column.int128s.size(), to.column.wides.size(), to.column.int32s.size()});
    to.column.kind = values.column.kind;
    append_lanes(to.codes, values.codes, value_rows, values.column.kind == ColumnKind::text ? count : 0);
    const auto some = [&](ColumnKind one, ColumnKind other) {
        return values.column.kind == one || values.column.kind == other ? count : 0;
    };
    append_lanes(to.column.booleans, values.column.booleans, value_rows, some(ColumnKind::boolean, ColumnKind::boolean));
    append_lanes(to.column.int64s, values.column.int64s, value_rows, some(ColumnKind::int64, ColumnKind::int64));
    append_lanes(to.column.int128s, values.column.int128s, value_rows, some(ColumnKind::int128, ColumnKind::int128));
    append_lanes(to.column.wides, values.column.wides, value_rows, some(ColumnKind::wide, ColumnKind::wide));
    append_lanes(to.column.int32s, values.column.int32s, value_rows, some(ColumnKind::date, ColumnKind::enumeration));
    const bool missing = std::find(value_rows, value_rows + count, kNoRow) != value_rows + count;
    if (to.column.states.empty() && values.column.states.empty() && !missing) {
        return;
    }
    to.column.states.resize(before, 0);
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint32_t row = value_rows[at];
        to.column.states.push_back(row == kNoRow                    ? static_cast<std::uint8_t>(State::absent)
                                   : values.column.states.empty() ? std::uint8_t{0}
                                                                  : values.column.states[row]);
    }
}

RowSet stacked(std::string name, const std::vector<std::shared_ptr<const RowSet>>& parts) {
    RowSet out;
    out.name = std::move(name);
    for (const auto& part : parts) {
        out.rows += part->rows;
    }
    for (const RelationColumn& first : parts.front()->columns) {
        std::vector<const RelationColumn*> found;
        for (const auto& part : parts) {
            const RelationColumn* column = part->find(first.field.name);
            if (column != nullptr && column->values && first.values && alike(column->field, first.field)) {
                found.push_back(column);
            }
        }
        if (found.size() != parts.size()) {
            continue;
        }
        FieldSchema field = first.field;
        auto values = std::make_shared<ColumnValues>();
        for (std::size_t at = 0; at < parts.size(); ++at) {
            Rows rows(parts[at]->rows);
            std::iota(rows.begin(), rows.end(), 0U);
            for (std::uint32_t& row : rows) {
                row = found[at]->source(row);
            }
            append_values(*values, *found[at], rows.data(), rows.size());
            field.least = std::min(field.least, found[at]->field.least);
            field.most = std::max(field.most, found[at]->field.most);
            field.type = found[at]->field.type.optional() ? field.type.as_optional() : field.type;
        }
        out.columns.push_back(column_of(std::move(field), std::move(values)));
    }
    return out;
}

}  // namespace huiqi
