#include "engine/anomaly/unlinked.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/unordered/unordered_flat_set.hpp>
#include <fmt/format.h>

namespace huiqi {
namespace {

using Codes = boost::unordered_flat_set<std::uint64_t>;

/// Gives the keys of the rows of some tables.
[[nodiscard]] Codes keys_of(const std::vector<PlacedName>& tables, const Detectors& rules, const DataSet& data) {
    Codes out;
    for (const PlacedName& name : tables) {
        const DataTable* table = rules.table(name.name);
        const auto rows = data.tables.find(name.name);
        const RelationColumn* key = table == nullptr || rows == data.tables.end() ? nullptr : rows->second->find(table->key);
        for (std::uint32_t row = 0; key != nullptr && row < rows->second->rows; ++row) {
            if (const auto code = key_of(*key, row)) {
                out.insert(*code);
            }
        }
    }
    return out;
}

}  // namespace

std::vector<Unlinked> unlinked_applications(const Detectors& rules, const DataSet& data) {
    std::vector<Unlinked> out;
    const auto found = rules.subject ? data.tables.find(rules.subject->table) : data.tables.end();
    if (found == data.tables.end()) {
        return out;
    }
    const RowSet& applications = *found->second;
    const RelationColumn* number = applications.find(rules.subject->key);
    for (const auto& [name, tables] : rules.subject->refers) {
        const RelationColumn* column = applications.find(name.name);
        if (column == nullptr || number == nullptr || !number->values) {
            continue;
        }
        const Codes keys = keys_of(tables, rules, data);
        Unlinked one{.column = name.name, .tables = {}, .count = 0, .applications = {}};
        std::transform(tables.begin(), tables.end(), std::back_inserter(one.tables), [](const PlacedName& table) { return table.name; });
        for (std::uint32_t row = 0; row < applications.rows; ++row) {
            const auto code = key_of(*column, row);
            if (code && keys.contains(*code)) {
                continue;
            }
            if (++one.count <= Unlinked::kNamed && number->values->column.kind == ColumnKind::text) {
                one.applications.emplace_back(data.pool->text(number->values->codes[row]));
            }
        }
        if (one.count != 0) {
            out.push_back(std::move(one));
        }
    }
    return out;
}

std::vector<std::string> application_numbers(const Detectors& rules, const DataSet& data) {
    std::vector<std::string> out;
    const auto found = rules.subject ? data.tables.find(rules.subject->table) : data.tables.end();
    const RelationColumn* number = found == data.tables.end() ? nullptr : found->second->find(rules.subject->key);
    for (std::uint32_t row = 0; number != nullptr && number->values && row < found->second->rows; ++row) {
        if (number->values->column.kind == ColumnKind::text && number->values->known(row)) {
            out.emplace_back(data.pool->text(number->values->codes[row]));
        }
    }
    return out;
}

void check_references(const Detectors& rules, Diagnostics& diagnostics) {
    const DataTable* subject = rules.subject ? rules.table(rules.subject->table) : nullptr;
    if (subject == nullptr) {
        return;
    }
    for (const auto& [column, tables] : rules.subject->refers) {
        const auto index = subject->schema.index(column.name);
        if (!index || !subject->schema.fields[*index].type.without_optional().is(TypeKind::text)) {
            diagnostics.error("A101", column.span,
                              {fmt::format("主表没有一列文本“{}”", column.name), fmt::format("the applications have no column of texts `{}`", column.name)},
                              {"写主表“字段”里的一列", "name a column of the table of applications"});
        }
        for (const PlacedName& table : tables) {
            if (const DataTable* one = rules.table(table.name); one == nullptr || one->key.empty()) {
                diagnostics.error("A101", table.span,
                                  {fmt::format("没有带键的表“{}”", table.name), fmt::format("there is no table `{}` with a key", table.name)},
                                  {"写“数据”里带“键”的表", "name a table of `data` that has a key"});
            }
        }
    }
}

}  // namespace huiqi
