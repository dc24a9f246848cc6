#include "tests/structure/tree_rules.h"

#include <array>

#include <doctest/doctest.h>

namespace huiqi::structure {
namespace {

/// A file and the number of violations a rule must find in it.
struct Row {
    const char* path;
    const char* text;
    std::size_t violations;
};

TEST_CASE("a floor that includes a later one is found") {
    constexpr std::array rows{
        Row{"engine/numeric/money.h", "#include \"engine/plan/plan.h\"\n", 1},
        Row{"engine/numeric/money.h", "#include \"engine/diagnostic/source.h\"\n", 0},
        Row{"engine/numeric/money.h", "#include \"engine/numeric/rate.h\"\n", 0},
        Row{"engine/diagnostic/text.h", "# include  \"engine/numeric/money.h\"\n", 1},
        // io stands on data, beside language; ledger and anomaly do not see each other.
        Row{"engine/io/csv.h", "#include \"engine/language/lexer.h\"\n", 1},
        Row{"engine/io/csv.h", "#include \"engine/data/batch.h\"\n", 0},
        Row{"engine/evaluate/run.h", "#include \"engine/io/csv.h\"\n", 1},
        Row{"engine/ledger/chain.h", "#include \"engine/anomaly/path.h\"\n", 1},
        Row{"engine/api/rulebook.cpp", "#include \"engine/io/csv.h\"\n#include \"huiqi/huiqi.h\"\n", 0},
        Row{"engine/plan/plan.h", "#include \"huiqi/huiqi.h\"\n", 1},
        Row{"engine/plan/plan.h", "#include \"tools/huiqi/run.h\"\n#include \"tests/x.h\"\n", 2},
        Row{"engine/odds_and_ends/x.h", "", 1},
        Row{"tools/huiqi/decide/run.cpp", "#include \"engine/io/csv.h\"\n", 0},
        // What is commented out or quoted is not an include.
        Row{"engine/numeric/money.h", "// #include \"engine/plan/plan.h\"\n", 0},
        Row{"engine/numeric/money.h", "/*\n#include \"engine/plan/plan.h\"\n*/\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        CAPTURE(row.text);
        CHECK(check_floor_order({row.path, row.text}).size() == row.violations);
    }
}

TEST_CASE("a violation names its file, its line and what is wrong") {
    const SourceFile file{"engine/numeric/money.h", "#pragma once\n\n#include \"engine/plan/plan.h\"\n"};
    const Violations found = check_floor_order(file);
    REQUIRE(found.size() == 1);
    CHECK(found.front() ==
          "engine/numeric/money.h:3: the floor `numeric` includes `engine/plan/plan.h`, "
          "which does not stand below it");
}

TEST_CASE("a library outside its place is found") {
    constexpr std::array rows{
        Row{"engine/rulebook/yaml/reader.cpp", "#include <yaml-cpp/yaml.h>\n", 0},
        Row{"engine/rulebook/yaml/reader.h", "#include <yaml-cpp/yaml.h>\n", 1},
        Row{"tests/unit/rulebook/reader_test.cpp", "#include \"yaml-cpp/eventhandler.h\"\n", 1},
        Row{"engine/plan/plan.cpp", "#include <spdlog/spdlog.h>\n", 1},
        Row{"tools/huiqi/main.cpp", "#include <spdlog/spdlog.h>\n#include <CLI/CLI.hpp>\n", 0},
        Row{"engine/data/batch.cpp", "#include <simdjson.h>\n", 1},
        Row{"engine/io/json_lines.cpp", "#include <simdjson.h>\n", 0},
        Row{"engine/numeric/number.h", "#include <boost/multiprecision/cpp_int.hpp>\n", 0},
        Row{"engine/numeric/number.h", "#include <boost/multiprecision/cpp_dec_float.hpp>\n", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        CAPTURE(row.text);
        CHECK(check_library_places({row.path, row.text}).size() == row.violations);
    }
}

TEST_CASE("an oracle that leans on the plan is found") {
    constexpr std::array rows{
        Row{"tests/oracle/oracle.cpp", "#include \"engine/plan/plan.h\"\n", 1},
        Row{"tests/oracle/states.h", "#include \"engine/evaluate/evaluator.h\"\n", 1},
        Row{"tests/oracle/oracle.cpp", "#include \"engine/rulebook/rulebook.h\"\n", 0},
        Row{"tests/oracle/agreement_test.cpp", "#include \"engine/evaluate/evaluator.h\"\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        CHECK(check_oracle_independence({row.path, row.text}).size() == row.violations);
    }
}

TEST_CASE("a public header that includes the engine or a library is found") {
    constexpr std::array rows{
        Row{"include/huiqi/huiqi.h", "#include <string_view>\n#include <cstdint>\n", 0},
        Row{"include/huiqi/huiqi.h", "#include \"huiqi/version.h\"\n#include <huiqi/version.h>\n", 0},
        Row{"include/huiqi/huiqi.h", "#include \"engine/numeric/money.h\"\n", 1},
        Row{"include/huiqi/huiqi.h", "#include <fmt/format.h>\n", 1},
        Row{"include/huiqi/huiqi.h", "#include <simdjson.h>\n", 1},
        Row{"engine/io/csv.cpp", "#include <simdjson.h>\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(check_public_header({row.path, row.text}).size() == row.violations);
    }
}

TEST_CASE("binary floating point on the way to money is found, in code only") {
    constexpr std::array rows{
        Row{"engine/numeric/money.h", "double x = 0;\n", 1},
        Row{"engine/plan/bounds.cpp", "std::vector<float> a; double b;\n", 2},
        Row{"engine/numeric/money.h", "// a double is never a value\nint doubled = 2;\n", 0},
        Row{"engine/language/lexer.cpp", "auto s = \"double\"; auto r = R\"x(float \" double)x\"; int y;\n",
            0},
        // A digit separator does not open a character.
        Row{"engine/evaluate/kernel.h", "int n = 1'000; double d; int m = 2'000;\n", 1},
        Row{"engine/evaluate/kernel.h", "char c = '\"'; double d; char e = '\\'';\n", 1},
        // Boost's rationals take a double without a word, so the literals matter as much as the types.
        Row{"engine/numeric/rates.cpp", "Rational a = 0.05; Rational b = .5; Rational c = 1e9;\n", 3},
        Row{"engine/numeric/rates.cpp", "int a = 0xbeef; int b = x1.e5; int c = v[0].size; int d = 1'0;\n",
            0},
        Row{"engine/io/csv.cpp", "double seconds = 0.5;\n", 0},
        Row{"engine/numeric/estimate.h", "double estimate;\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(check_no_floating_point({row.path, row.text}, {"engine/numeric/estimate.h"}).size() ==
              row.violations);
    }
}

TEST_CASE("a machine below the question engine is found, in code only") {
    constexpr std::array rows{
        Row{"engine/evaluate/self_check.cpp", "#include <thread>\n#include <sys/mman.h>\n", 2},
        Row{"engine/plan/compile.cpp", "try { f(); } catch (...) { throw; }\n", 3},
        Row{"engine/data/value.cpp", "auto home = std::getenv(name);\n", 1},
        Row{"engine/evaluate/machine.cpp", "// the next try of a thread\nint retry = 0; auto s = \"throw\";\n", 0},
        Row{"engine/numeric/on_processor.cpp", "std::getenv(name);\n", 0},
        Row{"engine/io/csv.cpp", "#include <fstream>\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(check_no_machine({row.path, row.text}).size() == row.violations);
    }
}

TEST_CASE("a file of more than 600 lines is found") {
    const std::string line = "int x;\n";
    std::string text;
    for (int i = 0; i < 600; ++i) {
        text += line;
    }
    CHECK(check_length({"engine/plan/plan.cpp", text}).empty());
    CHECK(check_length({"engine/plan/plan.cpp", text + line}).size() == 1);
}

TEST_CASE("a source that does not begin with its own header is found") {
    const std::set<std::string> paths{"engine/plan/plan.h"};
    constexpr std::array rows{
        Row{"engine/plan/plan.cpp", "#include \"engine/plan/plan.h\"\n#include <map>\n", 0},
        Row{"engine/plan/plan.cpp", "#include <map>\n#include \"engine/plan/plan.h\"\n", 1},
        Row{"engine/plan/plan.cpp", "", 1},
        Row{"engine/plan/pass.cpp", "#include <map>\n", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(check_own_header_first({row.path, row.text}, paths).size() == row.violations);
    }
}

TEST_CASE("a header without its guard is found") {
    CHECK(check_pragma_once({"engine/plan/plan.h", "// why\n#pragma once\n"}).empty());
    CHECK(check_pragma_once({"engine/plan/plan.h", "#include <map>\n#pragma once\n"}).size() == 1);
    CHECK(check_pragma_once({"engine/plan/plan.h", ""}).size() == 1);
    CHECK(check_pragma_once({"engine/plan/plan.cpp", "#include <map>\n"}).empty());
}

TEST_CASE("two classes of one name are found") {
    const SourceFile view{"engine/author/view.h", "struct View {\n    struct Row {};\n};\nstruct View::Row {\n};\n"};
    CHECK(check_class_names({view, {"tools/web/page.h", "struct View;\nclass Page {\n};\n"}}).empty());
    CHECK(check_class_names({view, {"tools/web/view.h", "class View final : public Page {\n};\n"}}).size() == 1);
    CHECK(check_class_names({view, {"tests/support/view.h", "struct View {\n};\n"}}).empty());
}

}  // namespace
}  // namespace huiqi::structure
