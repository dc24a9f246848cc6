#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/diagnostic/message_page.h"
#include "tests/support/project.h"
#include "tests/unit/language/syntax_shape.h"

namespace huiqi {
namespace {

std::string page_text(const std::string& code) {
    std::ifstream in(testing::source_dir() / "docs/messages" / (code + ".md"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST_CASE("the page of each fault of syntax shows it, and how it is mended") {
    for (int number = 101; number <= 113; ++number) {
        const std::string code = fmt::format("E{}", number);
        CAPTURE(code);
        const std::string text = page_text(code);
        const MessagePage page = parse_message_page(code, text);
        REQUIRE(page.failing.kind == "expression");
        REQUIRE(page.mended.kind == "expression");
        CHECK(testing::parsed(page.failing.text).codes() == code);
        CHECK(testing::parsed(page.mended.text).codes().empty());
    }
}

}  // namespace
}  // namespace huiqi
