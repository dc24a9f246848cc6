#include "engine/anomaly/relation.h"

#include <algorithm>
#include <map>
#include <utility>

namespace huiqi {
namespace {

[[nodiscard]] Type record_type(const std::vector<FieldSchema>& fields) {
    std::vector<RecordField> parts;
    parts.reserve(fields.size());
    for (const FieldSchema& field : fields) {
        parts.push_back({field.name, field.type});
    }
    return Type::record(std::move(parts));
}

}  // namespace

const RelationColumn* RowSet::find(std::string_view column) const noexcept {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const RelationColumn& one) { return one.field.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

RowSet taken(const RowSet& from, std::shared_ptr<const Rows> rows) {
    RowSet out{.name = from.name, .rows = rows->size(), .columns = from.columns};
    // columns that took rows together before take the same rows now
    std::map<const Rows*, std::shared_ptr<const Rows>> composed;
    for (RelationColumn& column : out.columns) {
        auto& select = composed[column.select.get()];
        if (!select && column.select) {
            Rows both(rows->size());
            std::transform(rows->begin(), rows->end(), both.begin(),
                           [&](std::uint32_t row) { return (*column.select)[row]; });
            select = std::make_shared<const Rows>(std::move(both));
        } else if (!select) {
            select = rows;
        }
        column.select = select;
    }
    return out;
}

std::vector<FieldSchema> scalar_fields(const RowSet& relation, bool optional) {
    std::vector<FieldSchema> fields;
    for (const RelationColumn& column : relation.columns) {
        if (column.values) {
            fields.push_back(column.field);
            if (optional) {
                fields.back().type = fields.back().type.as_optional();
            }
        }
    }
    return fields;
}

RelationColumn record_column(std::string name, std::shared_ptr<const RowSet> target, Rows rows, bool optional) {
    RelationColumn column;
    column.field.name = std::move(name);
    column.field.kind = ColumnKind::record;
    column.field.fields = scalar_fields(*target, optional);
    column.field.type = record_type(column.field.fields);
    column.target = std::move(target);
    column.rows = std::make_shared<const Rows>(std::move(rows));
    return column;
}

RelationColumn list_column(std::string name, std::shared_ptr<const RowSet> target, Rows offsets, Rows rows) {
    RelationColumn column =
        shared_list_column(std::move(name), std::move(target), std::make_shared<const Rows>(std::move(offsets)),
                           std::make_shared<const Rows>(std::move(rows)), {});
    column.select = nullptr;
    return column;
}

RelationColumn shared_list_column(std::string name, std::shared_ptr<const RowSet> target, std::shared_ptr<const Rows> offsets,
                                  std::shared_ptr<const Rows> rows, Rows select) {
    RelationColumn column;
    column.field.name = std::move(name);
    column.field.kind = ColumnKind::list;
    column.field.fields = scalar_fields(*target, false);
    column.field.type = Type::list(record_type(column.field.fields));
    column.target = std::move(target);
    column.offsets = std::move(offsets);
    column.rows = std::move(rows);
    column.select = std::make_shared<const Rows>(std::move(select));
    return column;
}

std::uint32_t ColumnPath::value_row(std::uint32_t row) const noexcept {
    if (through == nullptr) {
        return column->source(row);
    }
    const std::uint32_t below = (*through->rows)[through->source(row)];
    return below == kNoRow ? kNoRow : column->source(below);
}

std::optional<ColumnPath> find_path(const RowSet& relation, std::string_view path) {
    const std::size_t dot = path.find('.');
    const RelationColumn* first = relation.find(path.substr(0, dot));
    if (first == nullptr) {
        return std::nullopt;
    }
    if (dot == std::string_view::npos) {
        return first->values ? std::optional(ColumnPath{nullptr, first}) : std::nullopt;
    }
    const RelationColumn* second = first->is_record() ? first->target->find(path.substr(dot + 1)) : nullptr;
    return second != nullptr && second->values ? std::optional(ColumnPath{first, second}) : std::nullopt;
}

std::optional<std::uint64_t> key_of(const RelationColumn& column, std::uint32_t value_row) noexcept {
    if (value_row == kNoRow || !column.values->known(value_row)) {
        return std::nullopt;
    }
    const ColumnValues& values = *column.values;
    switch (values.column.kind) {
        case ColumnKind::text:
            return values.codes[value_row] == 0 ? std::nullopt : std::optional<std::uint64_t>(values.codes[value_row]);
        case ColumnKind::boolean: return values.column.booleans[value_row];
        case ColumnKind::int64: return static_cast<std::uint64_t>(values.column.int64s[value_row]);
        case ColumnKind::date:
        case ColumnKind::enumeration:
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(values.column.int32s[value_row]));
        case ColumnKind::int128:
            return static_cast<std::uint64_t>(values.column.int128s[value_row]);
        case ColumnKind::wide:
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    return std::nullopt;
}

}  // namespace huiqi
