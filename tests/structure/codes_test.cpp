#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/support/project.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Tells whether a literal is a code: `E204`, or `R06`.
bool is_code(std::string_view literal) {
    const std::size_t digits = literal.size() - 1;
    const bool series = literal[0] == 'R' ? digits == 2 : digits == 3;
    return std::string_view("EWRDSLA").find(literal[0]) != std::string_view::npos && series &&
           literal.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// Adds the codes that stand between quotes in a text.
void collect_codes(std::string_view text, const std::string& file,
                   std::map<std::string, std::string>& codes) {
    for (std::size_t open = text.find('"'); open != std::string_view::npos; open = text.find('"', open + 1)) {
        const std::size_t close = text.find('"', open + 1);
        const std::size_t length = close - open - 1;
        if (close != std::string_view::npos && (length == 3 || length == 4) &&
            is_code(text.substr(open + 1, length))) {
            codes.emplace(text.substr(open + 1, length), file);
        }
    }
}

/// Adds the codes of all sources below a folder, each with a file that holds it.
void collect_codes(const fs::path& folder, std::map<std::string, std::string>& codes) {
    if (!fs::exists(folder)) {
        return;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string ending = entry.path().extension().string();
        if (ending == ".cpp" || ending == ".h") {
            collect_codes(text_of(entry.path()), entry.path().string(), codes);
        }
    }
}

std::map<std::string, std::string> used_codes() {
    std::map<std::string, std::string> codes;
    collect_codes(testing::source_dir() / "engine", codes);
    collect_codes(testing::source_dir() / "tools", codes);
    return codes;
}

std::set<std::string> codes_with_pages() {
    std::set<std::string> codes;
    for (const fs::directory_entry& entry : fs::directory_iterator(testing::source_dir() / "docs/messages")) {
        if (entry.path().extension() == ".md") {
            codes.insert(entry.path().stem().string());
        }
    }
    return codes;
}

}  // namespace

TEST_CASE("every code that the program can give has a page") {
    const std::set<std::string> pages = codes_with_pages();
    for (const auto& [code, file] : used_codes()) {
        CHECK_MESSAGE(pages.contains(code),
                      file << " gives " << code << ", and docs/messages/" << code << ".md is missing");
    }
}

TEST_CASE("every page is about a code that the program can give") {
    const std::map<std::string, std::string> used = used_codes();
    REQUIRE(used.contains("E401"));
    for (const std::string& code : codes_with_pages()) {
        CHECK_MESSAGE(used.contains(code),
                      "docs/messages/" << code << ".md explains a code that nothing gives");
    }
}

}  // namespace huiqi
