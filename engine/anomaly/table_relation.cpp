#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/relation_builder.h"

namespace huiqi {
namespace {

/// Adds the rows of one batch to the values of a column.
void append_column(ColumnValues& to, const Column& from, std::size_t before, std::size_t rows, TextPool& pool) {
    const auto add = [](auto& all, const auto& some) { all.insert(all.end(), some.begin(), some.end()); };
    add(to.column.booleans, from.booleans);
    add(to.column.int64s, from.int64s);
    add(to.column.int128s, from.int128s);
    add(to.column.wides, from.wides);
    add(to.column.int32s, from.int32s);
    for (const std::string_view text : from.texts) {
        to.codes.push_back(pool.code(text));
    }
    if (!from.states.empty() || !to.column.states.empty()) {
        to.column.states.resize(before, 0);
        if (from.states.empty()) {
            to.column.states.resize(before + rows, 0);
        } else {
            add(to.column.states, from.states);
            to.column.states.resize(before + rows, 0);
        }
    }
}

[[nodiscard]] std::vector<TextCode> normal_codes(const ColumnValues& from, NormalForm form, TextPool& pool) {
    std::vector<TextCode> codes;
    codes.reserve(from.codes.size());
    for (const TextCode code : from.codes) {
        codes.push_back(code == 0 ? 0 : pool.code(normalised(pool.text(code), form)));
    }
    return codes;
}

/// Makes absent what a normal form left nothing of (a dash, 无, a number that is none), where the column may be empty: nobody is
/// linked to anybody by it.
void blank_is_absent(ColumnValues& values, bool optional) {
    for (std::size_t row = 0; optional && row < values.codes.size(); ++row) {
        if (values.codes[row] == 0 && values.known(row)) {
            values.column.states.resize(values.codes.size(), 0);
            values.column.states[row] = static_cast<std::uint8_t>(State::absent);
        }
    }
}

/// Compares two rows of a column by value; texts by their characters.
[[nodiscard]] int compare(const ColumnValues& values, std::uint32_t left, std::uint32_t right, const TextPool& pool) {
    const auto order = [](const auto& one, const auto& other) { return one < other ? -1 : other < one ? 1 : 0; };
    if (values.known(left) != values.known(right)) {
        return values.known(left) ? 1 : -1;
    }
    switch (values.column.kind) {
        case ColumnKind::text:
            return values.codes[left] == values.codes[right]
                       ? 0
                       : pool.text(values.codes[left]).compare(pool.text(values.codes[right]));
        case ColumnKind::boolean: return order(values.column.booleans[left], values.column.booleans[right]);
        case ColumnKind::int64: return order(values.column.int64s[left], values.column.int64s[right]);
        case ColumnKind::int128: return order(values.column.int128s[left], values.column.int128s[right]);
        case ColumnKind::date:
        case ColumnKind::enumeration: return order(values.column.int32s[left], values.column.int32s[right]);
        case ColumnKind::wide:
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    return 0;
}

/// Gives the rows in the order of the key, then of all columns.
[[nodiscard]] Rows in_order(const RowSet& relation, const std::string& key, const TextPool& pool) {
    std::vector<const ColumnValues*> columns;
    if (const RelationColumn* first = relation.find(key); first != nullptr) {
        columns.push_back(first->values.get());
    }
    for (const RelationColumn& column : relation.columns) {
        columns.push_back(column.values.get());
    }
    Rows rows(relation.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    const auto less = [&](std::uint32_t left, std::uint32_t right) {
        for (const ColumnValues* values : columns) {
            if (const int order = compare(*values, left, right, pool); order != 0) {
                return order < 0;
            }
        }
        return false;
    };
    if (!std::is_sorted(rows.begin(), rows.end(), less)) {
        std::sort(rows.begin(), rows.end(), less);
    }
    return rows;
}

}  // namespace

std::shared_ptr<const RowSet> table_relation(const DataTable& table, std::vector<const Batch*> batches,
                                               TextPool& pool) {
    RowSet relation{.name = table.name, .rows = 0, .columns = {}};
    std::vector<std::shared_ptr<ColumnValues>> values;
    for (const FieldSchema& field : table.schema.fields) {
        values.push_back(std::make_shared<ColumnValues>());
        values.back()->column.kind = field.kind;
    }
    for (const Batch* batch : batches) {
        for (std::size_t at = 0; at < values.size(); ++at) {
            append_column(*values[at], batch->root().columns[at], relation.rows, batch->rows(), pool);
        }
        relation.rows += batch->rows();
    }
    for (std::size_t at = 0; at < values.size(); ++at) {
        RelationColumn column;
        column.field = table.schema.fields[at];
        column.values = values[at];
        relation.columns.push_back(std::move(column));
    }
    std::vector<RelationColumn> more;
    for (const DataTable::Normal& normal : table.normal) {
        const std::size_t at = *table.schema.index(normal.from);
        if (normal.column == normal.from) {
            values[at]->codes = normal_codes(*values[at], normal.form, pool);
            blank_is_absent(*values[at], table.schema.fields[at].optional());
        } else {
            const auto made = std::make_shared<ColumnValues>();
            made->column.kind = ColumnKind::text;
            made->codes = normal_codes(*values[at], normal.form, pool);
            made->column.states = values[at]->column.states;
            blank_is_absent(*made, table.schema.fields[at].optional());
            RelationColumn column;
            column.field = table.schema.fields[at];
            column.field.name = normal.column;
            column.values = made;
            more.push_back(std::move(column));
        }
    }
    relation.columns.insert(relation.columns.end(), more.begin(), more.end());
    Rows rows = in_order(relation, table.key, pool);
    if (std::is_sorted(rows.begin(), rows.end())) {
        return std::make_shared<const RowSet>(std::move(relation));
    }
    return std::make_shared<const RowSet>(taken(relation, std::make_shared<const Rows>(std::move(rows))));
}

}  // namespace huiqi
