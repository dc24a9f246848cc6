#include <algorithm>

#include <doctest/doctest.h>

#include "engine/diagnostic/embedded_pages.h"
#include "engine/diagnostic/message_page.h"
#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

/// Checks a sample alone, without names.
Diagnostics check_alone(const std::string& text) {
    Diagnostics diagnostics;
    TestNames names;
    const SyntaxTree tree = parse_expression(plain_text(text), {}, diagnostics);
    static_cast<void>(check_expression(tree, names, std::nullopt, {}, diagnostics));
    return diagnostics;
}

TEST_CASE("the page of a checker's code shows an expression that gives it, and one that does not") {
    std::size_t count = 0;
    for (const EmbeddedPage& embedded : embedded_pages()) {
        const MessagePage page = parse_message_page(embedded.code, embedded.text);
        if (!page.code.starts_with("E2")) {
            continue;
        }
        CAPTURE(std::string(page.code));
        ++count;
        CHECK(!page.title.zh.empty());
        CHECK(!page.title.en.empty());
        CHECK(!page.body.zh.empty());
        CHECK(!page.body.en.empty());
        CHECK(page.failing.kind == page.mended.kind);
        if (page.failing.kind != "expression") {
            continue;  // a whole rulebook: its floor checks it
        }
        const Diagnostics failing = check_alone(page.failing.text);
        REQUIRE(failing.error_count() == 1);
        CHECK(failing.all().front().code == page.code);
        CHECK(!check_alone(page.mended.text).has_errors());
    }
    CHECK(count == 14);
}

}  // namespace
}  // namespace huiqi
