#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/render.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A sample is one file, or a folder of files that are loaded together.
std::vector<fs::path> samples(const char* kind) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(testing::source_dir() / "tests/golden/rules" / kind)) {
        if (entry.is_directory() || entry.path().extension() == ".yaml") {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Loads a sample and draws what is said, with names relative to the folder of the samples.
std::string messages(const fs::path& sample, Language language, std::size_t* errors = nullptr) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook({sample.string()}, diagnostics);
    if (errors != nullptr) {
        *errors = diagnostics.error_count();
    }
    std::string text = render_text(diagnostics, *rulebook.sources, {.language = language});
    const std::string folder = sample.parent_path().string() + "/";
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
        text.erase(at, folder.size());
    }
    return text;
}

TEST_CASE("a broken rule file is told exactly what is wrong with it") {
    for (const fs::path& sample : samples("bad")) {
        CAPTURE(sample);
        for (const auto& [language, ending] : {std::pair{Language::zh, ".zh.txt"}, std::pair{Language::en, ".en.txt"}}) {
            fs::path expected = sample;
            expected.replace_extension(ending);
            REQUIRE(fs::exists(expected));
            CHECK(messages(sample, language) == read(expected));
        }
    }
}

TEST_CASE("a sound rule file loads without a word") {
    for (const fs::path& sample : samples("good")) {
        CAPTURE(sample);
        CHECK(messages(sample, Language::en) == "");
    }
}

TEST_CASE("the project's own rules and cases load without an error") {
    std::size_t errors = 0;
    CHECK_MESSAGE(messages(testing::source_dir() / "rules", Language::en, &errors) != "\n", "");
    CHECK(errors == 0);
}

TEST_CASE("the examples of the language load without an error") {
    const fs::path folder = testing::shared_dir() / "language-examples";
    if (!fs::exists(folder)) {
        MESSAGE("skipped: no folder " << folder);
        return;
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".yaml") {
            continue;
        }
        CAPTURE(entry.path());
        std::size_t errors = 0;
        const std::string text = messages(entry.path(), Language::en, &errors);
        CAPTURE(text);
        CHECK(errors == 0);
    }
}

}  // namespace
}  // namespace huiqi
