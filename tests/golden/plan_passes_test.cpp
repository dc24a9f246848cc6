#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "engine/plan/compile.h"
#include "engine/plan/passes.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Compares with what is written down, or writes it down when HUIQI_UPDATE_GOLDEN is set.
void check_golden(const std::string& name, const std::string& text) {
    const std::filesystem::path path = testing::source_dir() / "tests/golden/plan" / name;
    if (std::getenv("HUIQI_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text;
    }
    CAPTURE(name);
    CHECK(text_of(path) == text);
}

/// The lines of one text that the other lacks, each marked.
[[nodiscard]] std::string lines_apart(const std::string& text, const std::string& other, char mark) {
    std::string apart;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        const std::string line = text.substr(begin, end - begin);
        // numbers of nodes shift, so lines are compared from the operation on
        const std::string work = line.substr(std::min(line.find("= "), line.size()));
        apart += other.find(work + "\n") == std::string::npos ? mark + line + "\n" : "";
        begin = end + 1;
    }
    return apart;
}

}  // namespace

TEST_CASE("each pass, after those before it, makes of the sample what is written down") {
    Diagnostics diagnostics;
    const Rulebook rulebook =
        load_rulebook({(testing::source_dir() / "tests/golden/plan/rule.yaml").string()}, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    CompileOptions options;
    options.explain = false;
    options.passes.clear();
    std::string before = print(compile(rulebook.incentives.front(), options, diagnostics));
    check_golden("0-none.txt", before);
    int number = 0;
    for (const Pass pass : kPasses) {
        options.passes.push_back(pass);
        const std::string after = print(compile(rulebook.incentives.front(), options, diagnostics));
        const std::string name = std::to_string(++number) + "-" + std::string(pass_name(pass)) + ".txt";
        check_golden(name, after);
        CHECK(!lines_apart(before, after, '-').empty());  // or the sample has no work for the pass
        before = after;
    }
}

TEST_CASE("nodes stand in the order that is written down, whichever compiler built the program") {
    Diagnostics diagnostics;
    const Rulebook rulebook =
        load_rulebook({(testing::source_dir() / "tests/golden/plan/order.yaml").string()}, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    CompileOptions options;
    options.passes.clear();
    check_golden("order.txt", print(compile(rulebook.incentives.front(), options, diagnostics)));
}

}  // namespace huiqi
