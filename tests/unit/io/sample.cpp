#include "tests/unit/io/sample.h"

#include <fstream>
#include <iterator>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/data/type.h"
#include "engine/data/value.h"
#include "tests/support/row_values.h"

namespace huiqi::testing {
namespace {

FieldSchema field_of(std::string name, Type type, ColumnKind kind) {
    FieldSchema field;
    field.name = std::move(name);
    field.type = std::move(type);
    field.kind = kind;
    return field;
}

std::string shown(const Value& value, const FieldSchema& field) {
    if (value.known() && (field.kind == ColumnKind::list || field.kind == ColumnKind::record)) {
        std::string text;
        for (std::size_t i = 0; i < value.elements().size(); ++i) {
            const bool plain = field.kind == ColumnKind::list && field.fields.front().name.empty();
            text += i == 0 ? "" : field.kind == ColumnKind::list ? ";" : ",";
            if (field.kind == ColumnKind::record) {
                text += shown(value.elements()[i], field.fields[i]);
            } else if (plain) {
                text += shown(value.elements()[i], field.fields.front());
            } else {
                FieldSchema record = field;
                record.kind = ColumnKind::record;
                const std::string element = shown(value.elements()[i], record);
                text += element.starts_with('{') ? element.substr(1, element.size() - 2) : element;
            }
        }
        return field.kind == ColumnKind::list ? "[" + text + "]" : "{" + text + "}";
    }
    if (value.state() == State::absent) {
        return "无";
    }
    if (value.state() == State::unknown) {
        return "未知";
    }
    return value_text(value, field.type.without_optional(), true, &field.entry);
}

}  // namespace

FieldSchema text_field(std::string name) {
    return field_of(std::move(name), Type::text(), ColumnKind::text);
}

FieldSchema boolean_field(std::string name) {
    return field_of(std::move(name), Type::boolean(), ColumnKind::boolean);
}

FieldSchema date_field(std::string name) {
    return field_of(std::move(name), Type::date(), ColumnKind::date);
}

FieldSchema enum_field(std::string name, std::vector<std::string> values) {
    auto enumeration = std::make_shared<const Enumeration>(Enumeration{name, std::move(values), true});
    return field_of(std::move(name), Type::enumeration(enumeration), ColumnKind::enumeration);
}

FieldSchema money_field(std::string name, unsigned decimals) {
    FieldSchema field = field_of(std::move(name), Type::number(Unit::of("CNY")), ColumnKind::int64);
    field.entry = {.unit = Unit::of("CNY"), .factor = 1, .text = "元"};
    field.decimals = decimals;
    field.step = Rational(1) / Rational(pow10(decimals));
    field.least = 0;
    field.most = 1'000'000'000;
    field.range.push_back({.low = Rational(0), .high = Rational(1'000'000'000)});
    return field;
}

FieldSchema list_field(std::string name, std::vector<FieldSchema> fields) {
    std::vector<RecordField> record;
    for (const FieldSchema& field : fields) {
        record.push_back({field.name, field.type});
    }
    const bool plain = fields.size() == 1 && fields.front().name.empty();
    FieldSchema list = field_of(
        std::move(name), Type::list(plain ? fields.front().type : Type::record(record)), ColumnKind::list);
    list.fields = std::move(fields);
    return list;
}

FieldSchema record_field(std::string name, std::vector<FieldSchema> fields) {
    std::vector<RecordField> types;
    for (const FieldSchema& field : fields) {
        types.push_back({field.name, field.type});
    }
    FieldSchema record = field_of(std::move(name), Type::record(types), ColumnKind::record);
    record.fields = std::move(fields);
    return record;
}

FieldSchema optional(FieldSchema field) {
    field.type = field.type.as_optional();
    return field;
}

Schema sample_schema(bool lists) {
    Schema schema{.fields = {text_field("申请编号"), enum_field("企业规模", {"微型", "小型", "中型", "大型"}),
                             boolean_field("关联交易"), date_field("合同签订日"), money_field("合同金额")}};
    // As in a rule that declares no range.
    schema.fields.back().range.clear();
    schema.fields.back().default_bounds = true;
    if (lists) {
        schema.fields.push_back(list_field("付款", {date_field("付款日"), money_field("付款额")}));
    }
    return schema;
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "huiqi-io-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view text) const {
    std::string full = path(name);
    std::ofstream(full, std::ios::binary) << text;
    return full;
}

std::string file_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string ReadResult::places() const {
    std::string text;
    for (const RejectedRow& row : rejected) {
        for (const DataFault& fault : row.faults) {
            text += text.empty() ? "" : " ";
            text += fmt::format("{}@{}:{}", fault.code, fault.line, fault.column_number);
        }
    }
    return text;
}

std::string ReadResult::codes() const {
    std::string text;
    for (const DataFault& fault : faults) {
        text += text.empty() ? "" : " ";
        text += fault.code;
    }
    return text;
}

ReadResult read_all(const std::string& path, const Schema& schema, const ReadOptions& options) {
    ReadResult result;
    OpenedInput opened = open_input(path, schema, options);
    result.faults = opened.faults;
    result.opened = opened.input != nullptr;
    if (!result.opened) {
        return result;
    }
    result.table_rejects = opened.input->table_rejects();
    const auto parser = opened.input->parser();
    ParsedBlock parsed(schema);
    while (opened.input->next(parsed.block)) {
        parser->parse(parsed);
        REQUIRE(parsed.rows_read == parsed.batch.rows() + parsed.rejected.size());
        REQUIRE(parsed.places.size() == parsed.batch.rows());
        result.rows_read += parsed.rows_read;
        for (std::size_t row = 0; row < parsed.batch.rows(); ++row) {
            const std::vector<Value> values = testing::row_values(parsed.batch, schema, row);
            std::string text = fmt::format("{}: ", parsed.places[row].line);
            for (std::size_t i = 0; i < values.size(); ++i) {
                text += (i == 0 ? "" : "|") + shown(values[i], schema.fields[i]);
            }
            result.rows.push_back(text);
            std::string carried;
            for (std::size_t i = 0; i < parsed.pass_through.size(); ++i) {
                REQUIRE(parsed.pass_through[i].size() == parsed.batch.rows());
                carried += (i == 0 ? "" : "|") + std::string(parsed.pass_through[i][row]);
            }
            result.pass_through.push_back(carried);
        }
        for (RejectedRow& row : parsed.rejected) {
            result.rejected.push_back(std::move(row));
        }
        for (const auto& [key, count] : parsed.ignored_keys) {
            result.ignored_keys[key] += count;
        }
    }
    CHECK(opened.input->failure() == nullptr);
    return result;
}

ReadResult read_text(std::string_view text, const Schema& schema, const ReadOptions& options,
                     std::string_view name) {
    const TemporaryFolder folder;
    return read_all(folder.write(name, text), schema, options);
}

}  // namespace huiqi::testing
