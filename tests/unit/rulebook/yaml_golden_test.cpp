#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "engine/diagnostic/render.h"
#include "engine/rulebook/yaml/document.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), path);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The bad files in the order of their names.
std::set<fs::path> bad_files() {
    std::set<fs::path> files;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(testing::source_dir() / "tests/golden/yaml/bad")) {
        if (entry.path().extension() == ".yaml") {
            files.insert(entry.path());
        }
    }
    return files;
}

}  // namespace

TEST_CASE("each bad file gives exactly the messages that stand beside it") {
    const std::set<fs::path> files = bad_files();
    REQUIRE(files.size() >= 20);
    for (const fs::path& path : files) {
        CAPTURE(path);
        Sources sources;
        const SourceId id = sources.add(path.filename().string(), text_of(path));
        Diagnostics diagnostics;
        static_cast<void>(read_yaml(sources, id, diagnostics));
        fs::path expected = path;
        CHECK(render_text(diagnostics, sources, {.language = Language::zh}) ==
              text_of(expected.replace_extension(".zh.txt")));
        expected = path;
        CHECK(render_text(diagnostics, sources, {.language = Language::en}) ==
              text_of(expected.replace_extension(".en.txt")));
    }
}

}  // namespace huiqi
