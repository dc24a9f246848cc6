#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/render.h"
#include "engine/diagnostic/side_by_side.h"
#include "engine/evaluate/rule_lints.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/project.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

/// Gives all that is said of rules, and which incentives they come to with how many cases each.
[[nodiscard]] std::string told(const std::filesystem::path& folder, std::size_t threads) {
    set_most_threads(threads);
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook({folder.string()}, diagnostics);
    if (!diagnostics.has_errors()) {
        check_plans(rulebook, diagnostics);
    }
    set_most_threads(0);
    std::string text = render_json(diagnostics, *rulebook.sources, Language::en);
    for (const Incentive& incentive : rulebook.incentives) {
        text += "\n" + incentive.id + " " + std::to_string(incentive.cases.size());
    }
    return text;
}

/// Spoils a text in a way of its number: a line left out, a colon of full width, a number that is none, a word in place of another.
[[nodiscard]] std::string spoilt(std::string text, std::size_t number) {
    const std::size_t at = text.find('\n', text.size() * (number % 7 + 1) / 9);
    if (at == std::string::npos) {
        return text;
    }
    const std::size_t end = text.find('\n', at + 1);
    const std::size_t colon = text.find(':', at);
    switch (number % 4) {
        case 0: return text.erase(at, end == std::string::npos ? end : end - at);
        case 1: return colon == std::string::npos ? text : text.replace(colon, 1, "：");
        case 2: return colon == std::string::npos ? text : text.replace(colon, 1, ": 12万x");
        default: return text.insert(at, "\n不明: 甲");
    }
}

/// Copies rules into a folder, every third file spoilt when that is wanted.
void copy_rules(const testing::TemporaryFolder& folder, bool spoil) {
    std::size_t number = 0;
    for (const std::string_view part : {"rules/jiangsu", "rules/benchmark", "rules/ankang", "rules/shanghai", "rules/library"}) {
        const std::filesystem::path from = testing::source_dir() / part;
        std::set<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(from)) {
            if (entry.is_regular_file()) {
                files.insert(entry.path());
            }
        }
        for (const std::filesystem::path& path : files) {
            std::ifstream file(path, std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
            const bool change = spoil && path.extension() == ".yaml" && ++number % 3 == 0;
            folder.write((std::filesystem::path(part) / path.lexically_relative(from)).string(), change ? spoilt(text, number) : text);
        }
    }
}

TEST_CASE("what is said of rules does not depend on threads") {
    for (const bool spoil : {false, true}) {
        CAPTURE(spoil);
        const testing::TemporaryFolder folder;
        copy_rules(folder, spoil);
        const std::string alone = told(folder.path(), 1);
        CHECK((alone.find("\"error\"") != std::string::npos) == spoil);
        for (const std::size_t threads : {2U, 3U, 8U}) {
            CAPTURE(threads);
            CHECK(told(folder.path(), threads) == alone);
        }
    }
}

}  // namespace
}  // namespace huiqi
