#include "engine/api/case_rows.h"

#include <algorithm>

#include "engine/anomaly/table_relation.h"
#include "engine/calendar/date.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

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
            case ColumnKind::int64: text = decimal_text(Rational(values.column.int64s[at]) * column.field.step); break;
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
    if (!further) {
        return;
    }
    const std::vector<RowName> first(order_.begin(), order_.end());
    for (const RowName& one : first) {
        for (const DataTable& table : rules_.tables) {
            link(one, table);
        }
    }
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
