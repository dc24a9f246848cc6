#include "engine/language/builtins.h"

#include <set>

#include <doctest/doctest.h>

#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

TEST_CASE("the table of built-ins stands in the order of the ids, and each row is complete") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < builtins().size(); ++i) {
        const Builtin& entry = builtins()[i];
        CAPTURE(entry.name);
        CHECK(static_cast<std::size_t>(entry.id) == i);
        CHECK(&builtin(entry.id) == &entry);
        CHECK(names.insert(entry.name).second);
        CHECK(entry.signature.starts_with(entry.name));
        CHECK(entry.signature.find("->") != std::string_view::npos);
        CHECK(!entry.sentence_zh.empty());
        CHECK(!entry.sentence_en.empty());
        CHECK(entry.least_arguments <= entry.most_arguments);
        CHECK((entry.most_arguments == kAnyNumber || entry.parameters.size() == entry.most_arguments));
    }
    CHECK(builtins().back().id == BuiltinId::not_);
}

TEST_CASE("a built-in is found by its name and by its aliases, ASCII letters in either case") {
    struct Row {
        const char* name;
        BuiltinId id;
    };
    const Row rows[] = {
        {"round half up", BuiltinId::round_half_up},
        {"ROUND", BuiltinId::round_half_up},
        {"Round", BuiltinId::round_half_up},
        {"四舍五入", BuiltinId::round_half_up},
        {"SUM", BuiltinId::sum},
        {"合计", BuiltinId::sum},
        {"孰早", BuiltinId::min},
        {"非", BuiltinId::not_},
        {"EDATE", BuiltinId::add_months},
        {"信用代码有效", BuiltinId::valid_uscc},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        REQUIRE(find_builtin(row.name) != nullptr);
        CHECK(find_builtin(row.name)->id == row.id);
    }
    CHECK(find_builtin("now") == nullptr);
    CHECK(find_builtin("") == nullptr);
    CHECK(find_builtin("round  half up") == nullptr);
}

TEST_CASE("the examples of built-ins are expressions of one type with their values") {
    for (const Builtin& entry : builtins()) {
        CAPTURE(entry.name);
        const CheckedText example = check_text(std::string(entry.example));
        const CheckedText value = check_text(std::string(entry.example_value));
        CHECK(example.codes() == "");
        CHECK(value.codes() == "");
        CHECK(type_name(example.expression.type(), false) == type_name(value.expression.type(), false));
    }
}

}  // namespace
}  // namespace huiqi
