#include "engine/data/batch.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

Table empty_table(const std::vector<FieldSchema>& fields) {
    Table table;
    table.columns.reserve(fields.size());
    for (const FieldSchema& field : fields) {
        Column& column = table.columns.emplace_back();
        column.kind = field.kind;
        if (field.kind == ColumnKind::list) {
            column.offsets.push_back(0);
        }
        if (field.kind == ColumnKind::list || field.kind == ColumnKind::record) {
            column.child = std::make_unique<Table>(empty_table(field.fields));
        }
    }
    return table;
}

/// States are written from the first row on that is not known.
void append_state(Column& column, std::size_t row, State state) {
    if (state == State::known && column.states.empty()) {
        return;
    }
    column.states.resize(row, static_cast<std::uint8_t>(State::known));
    column.states.push_back(static_cast<std::uint8_t>(state));
}

Integer count_of(const Rational& value, const FieldSchema& field) {
    const Rational count = value / field.step;
    expect(is_integer(count), "a number fits the step of its field");
    return numerator(count);
}

void append_value(Batch& batch, Table& table, std::size_t index, const FieldSchema& field, const Value& value);

/// Adds a row to a child table: one value a field, or the same state for all when there is no record.
void append_child(Batch& batch, Table& child, const std::vector<FieldSchema>& fields, const Value& element) {
    const bool plain = fields.size() == 1 && fields.front().name.empty();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Value& value = plain || !element.known() ? element : element.elements()[i];
        append_value(batch, child, i, fields[i], value);
    }
    ++child.rows;
}

void append_list(Batch& batch, Column& column, const FieldSchema& field, const Value& value) {
    if (value.known()) {
        for (const Value& element : value.elements()) {
            append_child(batch, *column.child, field.fields, element);
        }
    }
    column.offsets.push_back(static_cast<std::uint32_t>(column.child->rows));
}

void append_number(Column& column, const FieldSchema& field, const Value& value) {
    const Integer count = value.known() ? count_of(value.number(), field) : Integer(0);
    if (field.kind == ColumnKind::int64) {
        column.int64s.push_back(to_int64(count));
    } else if (field.kind == ColumnKind::int128) {
        column.int128s.push_back(to_int128(count));
    } else {
        column.wides.emplace_back(count);
    }
}

void append_value(Batch& batch, Table& table, std::size_t index, const FieldSchema& field, const Value& given) {
    const bool waits = given.state() == State::absent && field.guarded && field.none() == State::unknown;
    const Value unanswered = waits ? Value::unknown({field.name}) : Value();
    const Value& value = waits ? unanswered : given;
    Column& column = table.columns[index];
    const bool known = value.known();
    expect(value.state() != State::error, "a datum is known, absent or unknown");
    append_state(column, table.rows, value.state());
    switch (field.kind) {
        case ColumnKind::boolean:
            column.booleans.push_back(known && value.boolean() ? 1 : 0);
            return;
        case ColumnKind::int64:
        case ColumnKind::int128:
        case ColumnKind::wide:
            append_number(column, field, value);
            return;
        case ColumnKind::date:
            column.int32s.push_back(known ? value.date().days() : 0);
            return;
        case ColumnKind::enumeration:
            column.int32s.push_back(known ? value.code() : 0);
            return;
        case ColumnKind::text:
            column.texts.push_back(known ? batch.keep(value.text()) : std::string_view());
            return;
        case ColumnKind::list:
            append_list(batch, column, field, value);
            return;
        case ColumnKind::record:
            append_child(batch, *column.child, field.fields, value);
            return;
    }
}

void clear_table(Table& table) {
    table.rows = 0;
    for (Column& column : table.columns) {
        column.clear();
    }
}

}  // namespace

void Column::clear() {
    states.clear();
    booleans.clear();
    int64s.clear();
    int128s.clear();
    wides.clear();
    int32s.clear();
    texts.clear();
    offsets.clear();
    if (kind == ColumnKind::list) {
        offsets.push_back(0);
    }
    if (child) {
        clear_table(*child);
    }
}

Batch::Batch(const Schema& schema)
    : root_(empty_table(schema.fields)), characters_(std::make_unique<std::pmr::monotonic_buffer_resource>()) {}

std::string_view Batch::keep(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    auto* copy = static_cast<char*>(characters_->allocate(text.size(), 1));
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
}

void Batch::clear() {
    clear_table(root_);
    characters_->release();
}

void append_row(Batch& batch, const Schema& schema, const std::vector<Value>& row) {
    expect(row.size() == schema.fields.size(), "a row has one value a field");
    Table& table = batch.root();
    for (std::size_t i = 0; i < row.size(); ++i) {
        append_value(batch, table, i, schema.fields[i], row[i]);
    }
    ++table.rows;
}

void replace_column(Batch& batch, const Schema& schema, std::size_t field, const std::vector<Value>& values) {
    Table& table = batch.root();
    expect(values.size() == table.rows, "a column has one value a row");
    table.columns[field].clear();
    table.rows = 0;   // states are written row by row
    for (const Value& value : values) {
        append_value(batch, table, field, schema.fields[field], value);
        ++table.rows;
    }
}

}  // namespace huiqi
