#include "engine/anomaly/table_relation.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/table_order.h"
#include "engine/calendar/date.h"

namespace huiqi {
namespace {

template <class T>
void add_all(std::vector<T>& all, const std::vector<T>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

template <class T>
void put_in_order(std::vector<T>& lanes, const Rows& rows) {
    if (lanes.empty()) {
        return;
    }
    std::vector<T> out(rows.size());
    std::transform(rows.begin(), rows.end(), out.begin(), [&](std::uint32_t row) { return lanes[row]; });
    lanes = std::move(out);
}

void put_in_order(ColumnValues& values, const Rows& rows) {
    put_in_order(values.codes, rows);
    put_in_order(values.column.booleans, rows);
    put_in_order(values.column.int64s, rows);
    put_in_order(values.column.int128s, rows);
    put_in_order(values.column.wides, rows);
    put_in_order(values.column.int32s, rows);
    put_in_order(values.column.states, rows);
}

}  // namespace

TableBuilder::TableBuilder(const DataTable& table, TextPool& pool) : table_(table), pool_(pool), fields_(table.schema.fields) {
    for (const DataTable::Normal& normal : table.normal) {
        if (normal.column != normal.from) {
            fields_.push_back(table.schema.fields[*table.schema.index(normal.from)]);
            fields_.back().name = normal.column;
        }
    }
    for (const FieldSchema& field : fields_) {
        values_.push_back(std::make_shared<ColumnValues>());
        values_.back()->column.kind = field.kind;
    }
    texts_.resize(fields_.size());
}

void TableBuilder::add(const Batch& batch, std::span<const std::uint32_t> lines) {
    const std::vector<Column>& columns = batch.root().columns;
    added_ = batch.rows();
    made_.clear();
    const std::size_t own = table_.schema.fields.size();
    for (std::size_t at = 0; at < own; ++at) {
        texts_[at].texts.assign(columns[at].texts.begin(), columns[at].texts.end());
        texts_[at].states.assign(columns[at].states.begin(), columns[at].states.end());
    }
    note_origins(lines);
    std::size_t more = own;
    for (const DataTable::Normal& normal : table_.normal) {
        normalise(normal, normal.column == normal.from ? *table_.schema.index(normal.from) : more++);
    }
    for (std::size_t at = 0; at < fields_.size(); ++at) {
        append(at, columns[at < own ? at : 0]);
    }
    rows_ += added_;
}

/// Notes where rows come from, and how keys were typed that normal forms are about to change.
void TableBuilder::note_origins(std::span<const std::uint32_t> lines) {
    if (table_.key.empty() && !table_.whole_rows) {
        return;
    }
    origins_.lines.insert(origins_.lines.end(), lines.begin(), lines.end());
    const auto changes_key = [&](const DataTable::Normal& normal) { return normal.column == table_.key; };
    if (const auto key = table_.schema.index(table_.key); key && std::any_of(table_.normal.begin(), table_.normal.end(), changes_key)) {
        const auto& typed = texts_[*key].texts;
        std::transform(typed.begin(), typed.end(), std::back_inserter(origins_.keys), std::hash<std::string_view>());
    }
}

void TableBuilder::normalise(const DataTable::Normal& normal, std::size_t target) {
    const std::size_t source = *table_.schema.index(normal.from);
    Texts& to = texts_[target];
    if (target != source) {
        to = texts_[source];
    }
    for (std::string_view& text : to.texts) {
        if (!text.empty() && !is_normalised(text, normal.form)) {
            text = made_.emplace_back(normalised(text, normal.form));
        }
    }
    // what a normal form left nothing of (a dash, 无, a number that is none) is absent where the column may be empty:
    // nobody is linked to anybody by it
    for (std::size_t row = 0; fields_[target].optional() && row < to.texts.size(); ++row) {
        if (to.texts[row].empty() && (to.states.empty() || to.states[row] == 0)) {
            to.states.resize(to.texts.size(), 0);
            to.states[row] = static_cast<std::uint8_t>(State::absent);
        }
    }
}

void TableBuilder::append(std::size_t at, const Column& from) {
    ColumnValues& to = *values_[at];
    if (to.column.kind == ColumnKind::text) {
        to.codes.resize(rows_ + added_);
        pool_.codes(texts_[at].texts, to.codes.data() + rows_);
    } else {
        add_all(to.column.booleans, from.booleans);
        add_all(to.column.int64s, from.int64s);
        add_all(to.column.int128s, from.int128s);
        add_all(to.column.wides, from.wides);
        add_all(to.column.int32s, from.int32s);
    }
    append_states(at, texts_[at].states);
}

void TableBuilder::append_states(std::size_t at, const std::vector<std::uint8_t>& states) {
    std::vector<std::uint8_t>& to = values_[at]->column.states;
    if (states.empty() && to.empty()) {
        return;
    }
    to.resize(rows_, 0);
    add_all(to, states);
    to.resize(rows_ + added_, 0);
}

/// Rows that have no number carry their place in the order of the table; `row_name` says what people call them. Whole names of
/// all rows would take more room than the rows.
RelationColumn TableBuilder::row_places(std::size_t rows) {
    constexpr std::size_t kAtOnce = 1024;
    std::vector<TextCode> codes(rows);
    std::vector<std::string> names(kAtOnce);
    std::vector<std::string_view> views(kAtOnce);
    for (std::size_t first = 0; first < rows; first += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, rows - first);
        for (std::size_t at = 0; at < count; ++at) {
            names[at] = std::to_string(first + at);
            views[at] = names[at];
        }
        pool_.codes(std::span<const std::string_view>(views).first(count), codes.data() + first);
    }
    return text_column(text_field("row_name"), std::move(codes));
}

std::string row_name(const DataTable& table, const RowSet& rows, std::uint32_t row, const TextPool& pool) {
    std::string name;
    for (const PlacedName& one : table.row_name) {
        const ColumnValues& values = *rows.find(one.name)->values;
        name += &one == &table.row_name.front() ? "" : "/";
        if (values.known(row)) {
            name += values.column.kind == ColumnKind::text ? std::string(pool.text(values.codes[row])) : Date::from_days(values.column.int32s[row]).text();
        }
    }
    return name;
}

std::shared_ptr<const RowSet> TableBuilder::finish() {
    auto relation = std::make_shared<RowSet>();
    relation->name = table_.name;
    relation->rows = rows_;
    for (std::size_t at = 0; at < fields_.size(); ++at) {
        RelationColumn column;
        column.field = fields_[at];
        column.values = values_[at];
        relation->columns.push_back(std::move(column));
    }
    Rows rows = in_order(*relation, table_.key, pool_);
    repeated_ = take_out_repeated(table_, *relation, origins_, pool_, rows);
    relation->rows = rows.size();
    if (rows.size() != rows_ || !std::is_sorted(rows.begin(), rows.end())) {
        for (const auto& values : values_) {
            put_in_order(*values, rows);
        }
    }
    if (!table_.row_name.empty()) {
        relation->columns.push_back(row_places(relation->rows));
    }
    return relation;
}

std::shared_ptr<const RowSet> table_relation(const DataTable& table, const std::vector<const Batch*>& batches, TextPool& pool) {
    TableBuilder builder(table, pool);
    for (const Batch* batch : batches) {
        builder.add(*batch);
    }
    return builder.finish();
}

}  // namespace huiqi
