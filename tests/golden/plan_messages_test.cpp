#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/render.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

[[nodiscard]] std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Loads and compiles a sample and draws what is said about it.
[[nodiscard]] std::string messages(const fs::path& sample, Language language) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text(sample.filename().string(), read(sample), diagnostics);
    for (const Incentive& incentive : rulebook.incentives) {
        static_cast<void>(compile(incentive, {}, diagnostics));
    }
    return render_text(diagnostics, *rulebook.sources, {.language = language});
}

}  // namespace

TEST_CASE("what only the plan can see is told exactly where it is") {
    std::vector<fs::path> samples;
    for (const auto& entry : fs::directory_iterator(testing::source_dir() / "tests/golden/plans/bad")) {
        if (entry.path().extension() == ".yaml") {
            samples.push_back(entry.path());
        }
    }
    std::sort(samples.begin(), samples.end());
    CHECK(samples.size() >= 2);
    for (const fs::path& sample : samples) {
        CAPTURE(sample);
        for (const auto& [language, ending] : {std::pair{Language::zh, ".zh.txt"}, std::pair{Language::en, ".en.txt"}}) {
            fs::path expected = sample;
            expected.replace_extension(ending);
            REQUIRE(fs::exists(expected));
            CHECK(messages(sample, language) == read(expected));
        }
    }
}

}  // namespace huiqi
