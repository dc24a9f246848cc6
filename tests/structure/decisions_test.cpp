#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/project.h"

namespace huiqi {
namespace {

TEST_CASE("decisions are numbered one by one, in their names and in their headings") {
    std::vector<std::filesystem::path> pages;
    for (const auto& entry : std::filesystem::directory_iterator(testing::source_dir() / "docs/adr")) {
        pages.push_back(entry.path());
    }
    std::sort(pages.begin(), pages.end());
    REQUIRE(pages.size() >= 16);
    for (std::size_t at = 0; at < pages.size(); ++at) {
        const std::string name = pages[at].filename().string();
        CAPTURE(name);
        std::ifstream page(pages[at]);
        std::string heading;
        std::getline(page, heading);
        CHECK(name.starts_with(fmt::format("{:04}-", at + 1)));
        CHECK(heading.starts_with(fmt::format("# {}. ", at + 1)));
    }
}

}  // namespace
}  // namespace huiqi
