#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/language/builtins.h"
#include "engine/rulebook/keys.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

/// Tells whether the page names a word by itself: no letter of a name stands before or behind it.
[[nodiscard]] bool names(std::string_view page, std::string_view word) {
    const auto ascii_letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    };
    for (std::size_t at = page.find(word); at != std::string_view::npos; at = page.find(word, at + 1)) {
        const std::size_t behind = at + word.size();
        const bool begins = at == 0 || !ascii_letter(word.front()) || !ascii_letter(page[at - 1]);
        const bool ends = behind == page.size() || !ascii_letter(word.back()) || !ascii_letter(page[behind]);
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("the language page names every function, key and fixed word in both spellings") {
    std::ifstream file(testing::source_dir() / "docs/language.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (const Builtin& function : builtins()) {
        CAPTURE(std::string(function.name));
        CHECK(names(page, function.name));
        for (const std::string_view alias : function.aliases) {
            CAPTURE(std::string(alias));
            CHECK(names(page, alias));
        }
    }
    for (const Spelling& one : spellings()) {
        CAPTURE(std::string(one.en));
        CAPTURE(std::string(one.zh));
        CHECK(names(page, one.en));
        CHECK(names(page, one.zh));
    }
}

TEST_CASE("a word inside another is not named") {
    CHECK(names("| `sum` |", "sum"));
    CHECK_FALSE(names("running_sum", "sum"));
    CHECK(names("合计(付款)", "合计"));
}

}  // namespace huiqi
