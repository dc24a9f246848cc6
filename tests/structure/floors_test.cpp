#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/structure/tree_rules.h"
#include "tests/support/project.h"

namespace huiqi::structure {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Gives every C++ file of the project.
std::vector<SourceFile> project_files() {
    const fs::path root = testing::source_dir();
    std::vector<SourceFile> files;
    for (const char* folder : {"engine", "include", "tools", "tests"}) {
        if (!fs::exists(root / folder)) {
            continue;
        }
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string ending = entry.path().extension().string();
            if (entry.is_regular_file() && (ending == ".h" || ending == ".cpp")) {
                files.push_back({fs::relative(entry.path(), root).generic_string(), read(entry.path())});
            }
        }
    }
    return files;
}

const std::vector<SourceFile>& files() {
    static const std::vector<SourceFile> all = project_files();
    return all;
}

std::set<std::string> paths() {
    std::set<std::string> all;
    for (const SourceFile& file : files()) {
        all.insert(file.path);
    }
    return all;
}

void report(const Violations& violations) {
    for (const std::string& violation : violations) {
        FAIL_CHECK(violation);
    }
}

/// Reads `path: reason` lines.
std::map<std::string, std::string> floating_point_reasons() {
    std::ifstream in(testing::source_dir() / "tests/structure/floating_point_allowed.txt");
    REQUIRE(in);
    std::map<std::string, std::string> reasons;
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(": ");
        if (!line.starts_with('#') && colon != std::string::npos) {
            reasons[line.substr(0, colon)] = line.substr(colon + 2);
        }
    }
    return reasons;
}

TEST_CASE("the project has files to check") {
    CHECK(files().size() > 10);
    CHECK(paths().contains("tests/structure/floors_test.cpp"));
}

TEST_CASE("a floor includes itself and the floors before it") {
    for (const SourceFile& file : files()) {
        report(check_floor_order(file));
    }
}

TEST_CASE("each library is included only in its place") {
    for (const SourceFile& file : files()) {
        report(check_library_places(file));
    }
}

TEST_CASE("the oracle shares no code with the plan") {
    for (const SourceFile& file : files()) {
        report(check_oracle_independence(file));
    }
}

TEST_CASE("a public header includes the standard library and its neighbours only") {
    for (const SourceFile& file : files()) {
        report(check_public_header(file));
    }
}

TEST_CASE("there is no binary floating point on the way to money") {
    std::set<std::string> allowed;
    for (const auto& [path, reason] : floating_point_reasons()) {
        CAPTURE(path);
        CHECK_FALSE(reason.empty());
        allowed.insert(path);
    }
    for (const SourceFile& file : files()) {
        report(check_no_floating_point(file, allowed));
    }
}

TEST_CASE("each floating point exception is still needed") {
    for (const auto& [path, reason] : floating_point_reasons()) {
        CAPTURE(path);
        bool needed = false;
        for (const SourceFile& file : files()) {
            needed = needed || (file.path == path && !check_no_floating_point(file, {}).empty());
        }
        CHECK(needed);
    }
}

TEST_CASE("what follows an applicant's answers knows no file, thread, clock, locale or exception") {
    for (const SourceFile& file : files()) {
        report(check_no_machine(file));
    }
}

TEST_CASE("no file outgrows one subject") {
    for (const SourceFile& file : files()) {
        report(check_length(file));
    }
}

TEST_CASE("a source of the engine includes its own header first") {
    for (const SourceFile& file : files()) {
        report(check_own_header_first(file, paths()));
    }
}

TEST_CASE("every header guards itself") {
    for (const SourceFile& file : files()) {
        report(check_pragma_once(file));
    }
}

TEST_CASE("every class has a name of its own") {
    report(check_class_names(files()));
}

}  // namespace
}  // namespace huiqi::structure
