#include "engine/anomaly/detector_tests.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/fields.h"

namespace huiqi {
namespace {

[[nodiscard]] Value neutral(const FieldSchema& field) {
    if (field.type.optional()) {
        return Value::absent();
    }
    switch (field.type.kind()) {
        case TypeKind::boolean: return Value::of(false);
        case TypeKind::number: return Value::of(std::clamp(Rational(0), field.least, field.most));
        case TypeKind::date: return Value::of(*Date::from_civil(2000, 1, 1));
        case TypeKind::enumeration: return Value::enumerated(0);
        default: return Value::of(std::string());
    }
}

/// The rows of one table while a case is put together.
struct Sheet {
    const DataTable* table = nullptr;
    std::vector<Value::List> rows;
    std::map<std::string, std::size_t, std::less<>> by_key;
};

void report_no_row(Diagnostics& diagnostics, const Span& place, std::string_view table, std::string_view key) {
    diagnostics.error("A101", place,
                      {fmt::format("用例的表“{}”里没有“{}”", excerpt(table), excerpt(key)),
                       fmt::format("the table `{}` of this case has no row `{}`", excerpt(table), excerpt(key))},
                      {"写用例或“底稿”里有的编号", "give the key of a row of the case or of the rows that every case begins with"});
}

/// The key that a row of a case gives; empty where its table has none, or the row says none.
[[nodiscard]] std::string given_key(const Detectors& rules, const TestRow& row) {
    const DataTable* table = rules.table(row.table);
    if (table == nullptr || table->key.empty()) {
        return {};
    }
    Diagnostics none;   // what is wrong with the row is told where it is read as a row
    LoadContext context{row.file->file->document, row.file->file->name, {row.file->units}, none};
    for (const YamlEntry& entry : read_entries(context, row.node)) {
        const MappedText* text = entry.key.text == table->key ? read_scalar(context, entry.value) : nullptr;
        if (text != nullptr) {
            return text->text;
        }
    }
    return {};
}

class CaseData {
public:
    CaseData(const Detectors& rules, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
        for (const DataTable& table : rules.tables) {
            sheets_.emplace(table.name, Sheet{.table = &table, .rows = {}, .by_key = {}});
        }
    }

    void add(const TestRow& row) {
        LoadContext context{row.file->file->document, row.file->file->name, {row.file->units}, diagnostics_};
        const auto found = sheets_.find(row.table);
        if (found == sheets_.end()) {
            context.diagnostics.error("A101", context.node(row.node).span,
                                      {fmt::format("没有表“{}”", row.table), fmt::format("there is no table `{}`", row.table)},
                                      {"用“数据”里声明的表", "use the tables of `data`"});
            return;
        }
        Sheet& sheet = found->second;
        const auto& entries = read_entries(context, row.node);
        const auto given = [&](std::string_view name) -> const MappedText* {
            const auto entry = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& one) { return one.key.text == name; });
            return entry == entries.end() ? nullptr : read_scalar(context, entry->value);
        };
        const MappedText* key = sheet.table->key.empty() ? nullptr : given(sheet.table->key);
        const MappedText* like = given("like") != nullptr ? given("like") : given("仿");
        if (like != nullptr && !sheet.by_key.contains(like->text)) {
            report_no_row(context.diagnostics, like->span(), row.table, like->text);
        }
        Value::List& values = row_for(sheet, key, like);
        for (const YamlEntry& entry : entries) {
            if (entry.key.text == "like" || entry.key.text == "仿") {
                continue;
            }
            const auto index = sheet.table->schema.index(entry.key.text);
            if (!index) {
                std::vector<std::string_view> names;
                for (const FieldSchema& field : sheet.table->schema.fields) {
                    names.push_back(field.name);
                }
                report_no_such(context, entry.key, {"字段里", "among the columns"}, names);
                continue;
            }
            Value value = read_given(context, entry.value, sheet.table->schema.fields[*index], entry.key.text);
            values[*index] = value.state() == State::unknown ? neutral(sheet.table->schema.fields[*index]) : std::move(value);
        }
    }

    void remove(const std::string& table, const std::string& key) {
        const auto sheet = sheets_.find(table);
        const auto row = sheet == sheets_.end() ? decltype(sheet->second.by_key.end()){} : sheet->second.by_key.find(key);
        if (sheet != sheets_.end() && row != sheet->second.by_key.end()) {
            sheet->second.rows[row->second].clear();
            sheet->second.by_key.erase(row);
        }
    }

    [[nodiscard]] DataSet take() const {
        DataSet data;
        for (const auto& [name, sheet] : sheets_) {
            Batch batch(sheet.table->schema);
            for (const Value::List& row : sheet.rows) {
                if (!row.empty()) {
                    append_row(batch, sheet.table->schema, row);
                }
            }
            data.tables.emplace(name, table_relation(*sheet.table, {&batch}, *data.pool));
        }
        return data;
    }

private:
    Value::List& row_for(Sheet& sheet, const MappedText* key, const MappedText* like) {
        const auto known = key == nullptr ? sheet.by_key.end() : sheet.by_key.find(key->text);
        if (known != sheet.by_key.end()) {
            return sheet.rows[known->second];
        }
        Value::List row;
        const auto model = like == nullptr ? sheet.by_key.end() : sheet.by_key.find(like->text);
        if (model != sheet.by_key.end()) {
            row = sheet.rows[model->second];
        } else {
            for (const FieldSchema& field : sheet.table->schema.fields) {
                row.push_back(neutral(field));
            }
        }
        if (key != nullptr) {
            sheet.by_key.emplace(key->text, sheet.rows.size());
        }
        sheet.rows.push_back(std::move(row));
        return sheet.rows.back();
    }

    Diagnostics& diagnostics_;
    std::map<std::string, Sheet, std::less<>> sheets_;
};

/// Tells whether a table of a case has a row with this key; true where its rows have no keys.
[[nodiscard]] bool has_row(const Detectors& rules, const DataSet& data, const std::string& table, const std::string& number) {
    const DataTable* declared = rules.table(table);
    const auto rows = data.tables.find(table);
    const RelationColumn* key = declared == nullptr || declared->key.empty() || rows == data.tables.end() ? nullptr : rows->second->find(declared->key);
    if (key == nullptr || !key->values || key->values->column.kind != ColumnKind::text) {
        return true;
    }
    const auto& codes = key->values->codes;
    return std::any_of(codes.begin(), codes.end(), [&](const auto code) { return data.pool->text(code) == number; });
}

}  // namespace

DataSet case_data(const Detectors& rules, const DetectorCase& test, Diagnostics& diagnostics) {
    CaseData data(rules, diagnostics);
    for (const TestRow& row : rules.world) {
        data.add(row);
    }
    for (const auto& [table, key] : test.removed) {
        data.remove(table, key);
    }
    for (const TestRow& row : test.rows) {
        data.add(row);
    }
    return data.take();
}

void check_detector_cases(const Detectors& rules, Diagnostics& diagnostics) {
    CaseData data(rules, diagnostics);
    std::set<std::pair<std::string, std::string>> world;   // table, key
    for (const TestRow& row : rules.world) {
        data.add(row);
        world.emplace(row.table, given_key(rules, row));
    }
    for (const Check& check : rules.checks) {
        for (const DetectorCase& test : check.cases) {
            std::set<std::pair<std::string, std::string>> own;
            for (const TestRow& row : test.rows) {
                data.add(row);
                own.emplace(row.table, given_key(rules, row));
            }
            for (const auto& removed : test.removed) {
                if (!world.contains(removed)) {
                    report_no_row(diagnostics, test.declared, removed.first, removed.second);
                }
            }
            for (const std::string& flag : test.flags) {
                const std::pair<std::string, std::string> row(rules.subject ? rules.subject->table : std::string(), flag);
                const bool gone = std::find(test.removed.begin(), test.removed.end(), row) != test.removed.end();
                if (rules.subject && !own.contains(row) && (gone || !world.contains(row))) {
                    report_no_row(diagnostics, test.declared, row.first, flag);
                }
            }
        }
    }
}

std::vector<DetectorCaseResult> run_detector_cases(const Detectors& rules, Diagnostics& diagnostics) {
    std::vector<DetectorCaseResult> results;
    Detector detector(rules);
    for (const Check& check : rules.checks) {
        for (const DetectorCase& test : check.cases) {
            DetectOptions options;
            options.only = {check.id};
            const DataSet data = case_data(rules, test, diagnostics);
            const Detection found = detector.run(data, options, diagnostics);
            DetectorCaseResult result{.check = &check, .test = &test, .flagged = {}, .astray = {}};
            for (const Finding& finding : found.findings) {
                result.flagged.push_back(finding.application);
                if (rules.subject && !has_row(rules, data, rules.subject->table, finding.application)) {
                    result.astray.emplace_back(rules.subject->table, finding.application);
                }
                std::copy_if(finding.evidence.begin(), finding.evidence.end(), std::back_inserter(result.astray),
                             [&](const auto& row) { return !has_row(rules, data, row.first, row.second); });
            }
            std::sort(result.flagged.begin(), result.flagged.end());
            std::sort(result.astray.begin(), result.astray.end());
            result.astray.erase(std::unique(result.astray.begin(), result.astray.end()), result.astray.end());
            results.push_back(std::move(result));
        }
    }
    return results;
}

}  // namespace huiqi
