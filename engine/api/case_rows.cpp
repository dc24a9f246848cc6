#include "engine/api/case_rows.h"

#include <algorithm>

#include "engine/anomaly/table_relation.h"
#include "engine/calendar/date.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/grouped_text.h"

namespace huiqi {
namespace {

/// Amounts are read by people, so their thousands are told apart.
[[nodiscard]] std::string number_text(const Rational& number, const FieldSchema& field) {
    const Type plain = field.type.without_optional();
    return plain.is(TypeKind::number) && plain.unit() == Unit::of("CNY") ? grouped(number) : decimal_text(number);
}

[[nodiscard]] std::vector<CaseRows::Cell> read(const RowSet& table, std::uint32_t row, const TextPool& pool) {
    std::vector<CaseRows::Cell> out;
    for (const RelationColumn& column : table.columns) {
        const std::uint32_t at = column.source(row);
        const ColumnValues& values = *column.values;
        if (!values.known(at) || column.field.name == "row_name") {
            continue;
        }
        std::string text;
        switch (values.column.kind) {
            case ColumnKind::text: text = pool.text(values.codes[at]); break;
            case ColumnKind::boolean: text = values.column.booleans[at] != 0 ? "true" : "false"; break;
            case ColumnKind::int64: text = number_text(Rational(values.column.int64s[at]) * column.field.step, column.field); break;
            case ColumnKind::date: text = Date::from_days(values.column.int32s[at]).text(); break;
            default: break;
        }
        if (!text.empty()) {
            out.emplace_back(column.field.name, std::move(text));
        }
    }
    return out;
}

}  // namespace

CaseRows::CaseRows(const Detectors& rules, const DataSet& data, const std::set<RowName>& evidence, bool further)
    : rules_(rules), data_(data) {
    for (const RowName& one : evidence) {
        add(one, true);
    }
    evidence_ = order_.size();
    if (!further) {
        return;
    }
    for (std::size_t at = 0; at < evidence_; ++at) {
        for (const DataTable& table : rules_.tables) {
            link(RowName(order_[at]), table);
        }
    }
    name_matters();
}

std::vector<CaseRows::Cell> CaseRows::cells(const RowName& name) const {
    const DataTable* table = rules_.table(name.first);
    if (table == nullptr) {
        return {};
    }
    const auto& made = keys(*table);
    const auto found = made.find(name.second);
    return found == made.end() ? std::vector<Cell>() : read(*data_.tables.at(name.first), found->second, *data_.pool);
}

std::string CaseRows::cell(const RowName& name, std::string_view column) const {
    for (Cell& one : cells(name)) {
        if (one.first == column) {
            return std::move(one.second);
        }
    }
    return {};
}

bool CaseRows::known(const RowName& name) const {
    const DataTable* table = rules_.table(name.first);
    return table != nullptr && keys(*table).contains(name.second);
}

const std::map<std::string, std::uint32_t, std::less<>>& CaseRows::keys(const DataTable& table) const {
    auto& made = keys_[table.name];
    const auto rows = data_.tables.find(table.name);
    if (!made.empty() || rows == data_.tables.end()) {
        return made;
    }
    for (std::uint32_t row = 0; table.key.empty() && !table.row_name.empty() && row < rows->second->rows; ++row) {
        made.emplace(row_name(table, *rows->second, row, *data_.pool), row);
    }
    if (!table.key.empty()) {
        const RelationColumn* key = rows->second->find(table.key);
        for (std::uint32_t row = 0; key != nullptr && row < rows->second->rows; ++row) {
            made.emplace(data_.pool->text(key->values->codes[key->source(row)]), row);
        }
    }
    return made;
}

void CaseRows::add(const RowName& name, bool evidence) {
    if (rules_.table(name.first) != nullptr && !shown_.contains(name) && (evidence || known(name))) {
        shown_.insert(name);
        order_.push_back(name);
    }
}

/// Adds what was paid, invoiced or handed over under the contracts, loans … of the case: rows of tables that are drawn and name
/// them. What has a name of its own (名) is a party: whatever names a bank or a firm would be far too much.
void CaseRows::name_matters() {
    std::set<std::uint64_t> matters;
    for (const RowName& one : order_) {
        const DataTable* table = rules_.table(one.first);
        const bool referred = rules_.subject && std::any_of(rules_.subject->refers.begin(), rules_.subject->refers.end(), [&](const auto& column) {
            return std::any_of(column.second.begin(), column.second.end(), [&](const PlacedName& name) { return name.name == one.first; });
        });
        if (referred && table->shown.empty()) {
            matters.insert(data_.pool->code(one.second));
        }
    }
    for (const DataTable& table : rules_.tables) {
        const auto found = data_.tables.find(table.name);
        const bool numbered = !table.key.empty() || !table.row_name.empty();
        if (table.arrow.size() < 2 || !numbered || found == data_.tables.end() || !table.shown.empty()) {
            continue;
        }
        for (const RelationColumn& column : found->second->columns) {
            const std::string& name = column.field.name;
            if (name != table.key && name != table.arrow[0].name && name != table.arrow[1].name && column.field.kind == ColumnKind::text && column.values) {
                add_naming(matters, *found->second, column, table);
            }
        }
    }
}

void CaseRows::add_naming(const std::set<std::uint64_t>& matters, const RowSet& rows, const RelationColumn& column, const DataTable& table) {
    const RelationColumn* key = table.key.empty() ? nullptr : rows.find(table.key);
    for (std::uint32_t row = 0; row < rows.rows && order_.size() <= kMostRows; ++row) {
        const auto code = key_of(column, row);
        if (code && matters.contains(*code)) {
            add({table.name, key == nullptr ? row_name(table, rows, row, *data_.pool) : std::string(data_.pool->text(key->values->codes[key->source(row)]))}, false);
        }
    }
}

/// A row names another when one of its texts is the other's number.
void CaseRows::link(const RowName& from, const DataTable& table) {
    if (table.key.empty() || order_.size() > kMostRows) {
        return;
    }
    for (const auto& [column, text] : cells(from)) {
        const RowName other{table.name, text};
        if (other != from && known(other)) {
            add(other, false);
        }
    }
}

}  // namespace huiqi
