#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/data/batch.h"

namespace huiqi::testing {

inline Rational number_at(const Column& column, const FieldSchema& field, std::size_t row) {
    switch (field.kind) {
        case ColumnKind::int64:
            return field.step * Rational(Integer(column.int64s[row]));
        case ColumnKind::int128:
            return field.step * Rational(to_integer(column.int128s[row]));
        default:
            return field.step * Rational(column.wides[row].integer());
    }
}

inline Value value_at(const Column& column, const FieldSchema& field, std::size_t row, const std::string& path);

inline Value child_at(const Table& child, const std::vector<FieldSchema>& fields, std::size_t row,
               const std::string& path) {
    if (fields.size() == 1 && fields.front().name.empty()) {
        return value_at(child.columns.front(), fields.front(), row, path);
    }
    Value::List values;
    values.reserve(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        values.push_back(value_at(child.columns[i], fields[i], row, path + "." + fields[i].name));
    }
    return Value::record(std::move(values));
}

inline Value list_at(const Column& column, const FieldSchema& field, std::size_t row, const std::string& path) {
    Value::List elements;
    for (std::size_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
        elements.push_back(child_at(*column.child, field.fields, i, path));
    }
    return Value::list(std::move(elements));
}

inline Value value_at(const Column& column, const FieldSchema& field, std::size_t row, const std::string& path) {
    const auto state = column.states.empty() ? State::known : static_cast<State>(column.states[row]);
    if (state == State::absent) {
        return Value::absent();
    }
    if (state == State::unknown) {
        return Value::unknown({path});
    }
    switch (field.kind) {
        case ColumnKind::boolean:
            return Value::of(column.booleans[row] != 0);
        case ColumnKind::int64:
        case ColumnKind::int128:
        case ColumnKind::wide:
            return Value::of(number_at(column, field, row));
        case ColumnKind::date:
            return Value::of(Date::from_days(column.int32s[row]));
        case ColumnKind::enumeration:
            return Value::enumerated(column.int32s[row]);
        case ColumnKind::text:
            return Value::of(std::string(column.texts[row]));
        case ColumnKind::list:
            return list_at(column, field, row, path);
        case ColumnKind::record:
            return child_at(*column.child, field.fields, row, path);
    }
    return {};
}

/// Reads back one application; the inverse of `append_row`.
[[nodiscard]] inline std::vector<Value> row_values(const Batch& batch, const Schema& schema, std::size_t row) {
    std::vector<Value> values;
    values.reserve(schema.fields.size());
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        values.push_back(value_at(batch.root().columns[i], schema.fields[i], row, schema.fields[i].name));
    }
    return values;
}

}  // namespace huiqi::testing
