#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/language/checked.h"
#include "engine/language/parser.h"
#include "tests/support/project.h"
#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

using Json = nlohmann::ordered_json;

/// The public FEEL cases lie beside the project, not in it.
const std::filesystem::path kCases = testing::shared_dir() / "feel";

Type base_type(const std::string& name) {
    static const std::map<std::string, Type> kTypes{
        {"number", Type::number()},
        {"string", Type::text()},
        {"boolean", Type::boolean()},
        {"date", Type::date()},
        {"days and time duration", Type::number(Unit::of("day"))},
        {"years and months duration", Type::number(Unit::of("month"))},
    };
    const auto found = kTypes.find(name);
    return found == kTypes.end() ? Type::nothing() : found->second;
}

Type declared_type(const Json& type) {
    if (type.contains("list")) {
        return Type::list(declared_type(type["list"]));
    }
    if (type.contains("record")) {
        std::vector<RecordField> fields;
        for (const auto& [name, field] : type["record"].items()) {
            fields.push_back({name, declared_type(field)});
        }
        return Type::record(std::move(fields));
    }
    return base_type(type["base"]);
}

/// Gives the type that a value shows, where none is declared.
Type shown_type(const Json& value) {
    if (value.is_boolean()) {
        return Type::boolean();
    }
    if (value.is_string()) {
        return Type::text();
    }
    if (value.is_array()) {
        return Type::list(value.empty() ? Type::nothing() : shown_type(value.front()));
    }
    return value.is_object() ? base_type(value.begin().key()) : Type::nothing();
}

void declare_inputs(const Json& one, TestNames& names) {
    for (const auto& [name, value] : one["context"].items()) {
        const bool typed = one["input_types"].contains(name);
        const Type type = typed ? declared_type(one["input_types"][name]) : Type::nothing();
        names.declare(name, type.is(TypeKind::nothing) ? shown_type(value) : type);
    }
}

CheckedExpression checked(const std::string& text, TestNames& names, Diagnostics& diagnostics) {
    const SyntaxTree tree = parse_expression(plain_text(text), {}, diagnostics);
    return check_expression(tree, names, std::nullopt, {}, diagnostics);
}

void check_table(const Json& table, TestNames& names, Diagnostics& diagnostics) {
    std::vector<Type> columns;
    for (const Json& input : table["inputs"]) {
        columns.push_back(checked(input["expression"], names, diagnostics).type());
    }
    for (const Json& rule : table["rules"]) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string cell = rule["when"][i];
            if (cell != "-") {
                const SyntaxTree tree = parse_cell(plain_text(cell), {}, diagnostics);
                static_cast<void>(check_cell(tree, names, 0, {{"?", columns[i]}}, diagnostics));
            }
        }
        for (const Json& output : rule["then"]) {
            static_cast<void>(checked(output, names, diagnostics));
        }
    }
}

Diagnostics check_case(const Json& one) {
    Diagnostics diagnostics;
    TestNames names;
    declare_inputs(one, names);
    for (const Json& let : one["let"]) {
        names.declare(let[0], checked(let[1], names, diagnostics).type());
    }
    if (one["kind"] == "table") {
        check_table(one["table"], names, diagnostics);
    } else {
        static_cast<void>(checked(one["expression"], names, diagnostics));
    }
    return diagnostics;
}

std::set<std::string> target_ids() {
    std::set<std::string> ids;
    std::ifstream file(kCases / "target.txt");
    for (std::string line; std::getline(file, line);) {
        ids.insert(line);
    }
    return ids;
}

TEST_CASE("every FEEL case of the target that has a value passes the checker") {
    const std::set<std::string> ids = target_ids();
    if (ids.empty()) {
        MESSAGE("skipped: the FEEL cases are not beside the project");
        return;
    }
    std::size_t count = 0;
    for (const char* name : {"expressions.jsonl", "tables.jsonl"}) {
        std::ifstream file(kCases / name);
        for (std::string line; std::getline(file, line);) {
            const Json one = Json::parse(line);
            const Diagnostics diagnostics = check_case(one);
            if (!ids.contains(one["id"]) || one["expected"].is_null()) {
                continue;  // checked all the same: no text may stop the program
            }
            ++count;
            CAPTURE(one["id"].get<std::string>());
            const std::string text = one.value("expression", "");
            CAPTURE(text);
            for (const Diagnostic& fault : diagnostics.all()) {
                FAIL_CHECK(fmt::format("{} {}", fault.code, fault.message.en));
            }
        }
    }
    CHECK(count > 300);
}

}  // namespace
}  // namespace huiqi
