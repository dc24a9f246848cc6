#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "huiqi/huiqi.h"
#include "tests/support/project.h"

namespace huiqi {

TEST_CASE("the library has the version of the project") {
    std::ifstream in(testing::source_dir() / "CMakeLists.txt");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    CHECK(text.find("project(huiqi VERSION " + std::string(version()) + " ") != std::string::npos);
}

}  // namespace huiqi
