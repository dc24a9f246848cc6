#include <fstream>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/support/project.h"
#include "tests/unit/language/syntax_shape.h"

namespace huiqi {
namespace {

using nlohmann::json;

void check_expression(const std::string& text) {
    CAPTURE(text);
    CHECK(testing::parsed(text).codes().empty());
}

void check_cell(const std::string& text) {
    CAPTURE(text);
    CHECK(testing::parsed_cell(text).codes().empty());
}

void check_table(const json& table) {
    for (const json& input : table.at("inputs")) {
        check_expression(input.at("expression"));
        if (!input.at("allowed").is_null()) {
            check_cell(input.at("allowed"));
        }
    }
    for (const json& rule : table.at("rules")) {
        for (const json& cell : rule.at("when")) {
            check_cell(cell);
        }
        for (const json& output : rule.at("then")) {
            check_expression(output);
        }
    }
}

/// Checks the cases of one file that are to be answered with a value, and gives how many there were.
std::size_t check_cases(const std::filesystem::path& path, const std::set<std::string>& wanted) {
    std::ifstream in(path);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line);) {
        const json test = json::parse(line);
        if (!wanted.contains(test.at("id")) || test.at("expected").is_null()) {
            continue;
        }
        ++count;
        for (const json& binding : test.value("let", json::array())) {
            check_expression(binding.at(1));
        }
        if (test.at("kind") == "table") {
            check_table(test.at("table"));
        } else {
            check_expression(test.at("expression"));
        }
    }
    return count;
}

TEST_CASE("every FEEL case that the language answers with a value can be read") {
    const std::filesystem::path folder = testing::shared_dir() / "feel";
    std::ifstream target(folder / "target.txt");
    if (!target) {
        MESSAGE("skipped: the FEEL cases do not lie in " << folder.string());
        return;
    }
    std::set<std::string> wanted;
    for (std::string id; std::getline(target, id);) {
        wanted.insert(id);
    }
    const std::size_t count =
        check_cases(folder / "expressions.jsonl", wanted) + check_cases(folder / "tables.jsonl", wanted);
    CHECK(count > 300);
}

}  // namespace
}  // namespace huiqi
