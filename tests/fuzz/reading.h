#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "engine/data/value.h"
#include "engine/diagnostic/expect.h"
#include "engine/io/record_input.h"
#include "tests/support/row_values.h"

namespace huiqi::fuzz {

/// A field of each kind, and a list of records, with the short names that a fuzzer finds.
inline Schema fuzz_schema(bool lists) {
    const auto field = [](std::string name, Type type, ColumnKind kind) {
        FieldSchema made;
        made.name = std::move(name);
        made.type = std::move(type);
        made.kind = kind;
        return made;
    };
    FieldSchema money = field("m", Type::number(Unit::of("CNY")), ColumnKind::int64);
    money.entry = {.unit = Unit::of("CNY"), .factor = 1, .text = "元"};
    money.decimals = 2;
    money.step = Rational(1) / 100;
    money.least = -1'000'000;
    money.most = 1'000'000;
    const auto sizes = std::make_shared<const Enumeration>(Enumeration{"e", {"x", "y"}, true});
    Schema schema{.fields = {field("t", Type::text(), ColumnKind::text), money,
                             field("d", Type::date().as_optional(), ColumnKind::date),
                             field("b", Type::boolean(), ColumnKind::boolean),
                             field("e", Type::enumeration(sizes), ColumnKind::enumeration)}};
    if (lists) {
        FieldSchema list =
            field("l", Type::list(Type::record({{"m", money.type}, {"t", Type::text()}})), ColumnKind::list);
        list.fields = {money, field("t", Type::text(), ColumnKind::text)};
        schema.fields.push_back(list);
    }
    return schema;
}

/// Reads a file and writes down all that came out.
inline std::string outcome(const std::string& path, const Schema& schema, std::size_t block_bytes) {
    ReadOptions options;
    options.block_bytes = block_bytes;
    options.limits.cell_bytes = 256;
    options.limits.row_bytes = 1024;
    options.limits.list_elements = 16;
    options.limits.depth = 8;
    options.limits.beginning_bytes = 256;
    options.unknown_columns = {"d", "b", "e"};
    OpenedInput opened = open_input(path, schema, options);
    std::string told;
    for (const DataFault& fault : opened.faults) {
        told += render_fault(fault, Language::en) + render_fault_json(fault, Language::zh);
    }
    if (opened.input == nullptr) {
        return told;
    }
    const auto parser = opened.input->parser();
    ParsedBlock parsed(schema);
    std::vector<RejectedRow> rejected;
    while (opened.input->next(parsed.block)) {
        parser->parse(parsed);
        expect(parsed.rows_read == parsed.batch.rows() + parsed.rejected.size(), "the counts tie");
        expect(parsed.places.size() == parsed.batch.rows(), "every good row has its place");
        for (std::size_t row = 0; row < parsed.batch.rows(); ++row) {
            told += "\n" + std::to_string(parsed.places[row].line);
            const std::vector<Value> values = testing::row_values(parsed.batch, schema, row);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const bool scalar = values[i].known() && schema.fields[i].kind != ColumnKind::list;
                told += scalar ? "|" + value_text(values[i], schema.fields[i].type.without_optional(), true)
                               : "|" + std::to_string(static_cast<int>(values[i].state()));
            }
        }
        for (RejectedRow& row : parsed.rejected) {
            rejected.push_back(std::move(row));
        }
    }
    for (const RejectedRow& row : rejected) {
        expect(!row.faults.empty(), "a row that is set aside has a reason");
        told += "\n" + row.raw.substr(0, 512);
        for (const DataFault& fault : row.faults) {
            told += render_fault(fault, Language::zh);
        }
    }
    return told;
}

/// Reads the bytes as a file with the given ending. The outcome may not depend on where blocks are cut. (A
/// row longer than a row may be is told with as much of it as was in view, hence the cut above.)
inline int check_reading(const std::uint8_t* data, std::size_t size, std::string_view ending, bool lists) {
    static const std::string path = "/tmp/huiqi-fuzz-" + std::to_string(::getpid()) + std::string(ending);
    static const Schema schema = fuzz_schema(lists);
    std::FILE* file = std::fopen(path.c_str(), "wb");
    expect(file != nullptr, "the input can be written");
    if (size != 0) {
        std::fwrite(data, 1, size, file);
    }
    std::fclose(file);
    const std::string whole = outcome(path, schema, 1024);
    expect(outcome(path, schema, 1) == whole, "blocks of a byte give the same");
    expect(outcome(path, schema, 37) == whole, "blocks of 37 bytes give the same");
    ::unlink(path.c_str());
    return 0;
}

}  // namespace huiqi::fuzz
