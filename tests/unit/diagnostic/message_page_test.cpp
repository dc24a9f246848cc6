#include "engine/diagnostic/message_page.h"

#include <doctest/doctest.h>

#include "engine/diagnostic/embedded_pages.h"

namespace huiqi {

TEST_CASE("a page gives its title, body and samples") {
    const MessagePage page = parse_message_page("E401",
                                                "# E401\n## zh\n同一个键写了两次\n\n为什么\n\n怎么改\n"
                                                "## en\na key is written twice\n\nwhy\n"
                                                "## failing\n```yaml\na: 1\n## no heading\na: 2\n```\n"
                                                "## mended\n````csv run\na: ```\n````\nprose behind\n");
    CHECK(page.code == "E401");
    CHECK(page.title == Bilingual{"同一个键写了两次", "a key is written twice"});
    CHECK(page.body == Bilingual{"为什么\n\n怎么改", "why"});
    CHECK(page.failing.kind == "yaml");
    CHECK(page.failing.text == "a: 1\n## no heading\na: 2\n");
    CHECK(page.mended.kind == "csv run");
    CHECK(page.mended.text == "a: ```\n");
}

TEST_CASE("a broken page has empty parts") {
    for (const char* text :
         {"", "# E401\n", "# E401\n## zh", "## zh\n## en\n## failing\nno fence\n", "## failing\n```"}) {
        CAPTURE(text);
        const MessagePage page = parse_message_page("E401", text);
        CHECK(page.title.empty());
        CHECK(page.failing.empty());
        CHECK(page.mended.empty());
    }
    CHECK(parse_message_page("E401", "## failing\n```yaml\nleft open").failing.text == "left open");
}

TEST_CASE("every page has all its parts in both languages") {
    for (const EmbeddedPage& embedded : embedded_pages()) {
        CAPTURE(embedded.code);
        CHECK(embedded.text.starts_with("# " + std::string(embedded.code) + "\n"));
        const MessagePage* page = find_message_page(embedded.code);
        REQUIRE(page != nullptr);
        CHECK_FALSE(page->title.zh.empty());
        CHECK_FALSE(page->title.en.empty());
        CHECK_FALSE(page->body.zh.empty());
        CHECK_FALSE(page->body.en.empty());
        CHECK_FALSE(page->failing.kind.empty());
        CHECK_FALSE(page->failing.empty());
        CHECK_FALSE(page->mended.empty());
        // What is no workbook at all is mended by being one.
        CHECK((page->failing.kind == page->mended.kind || page->mended.kind == "workbook"));
        CHECK(page->failing.text != page->mended.text);
    }
}

TEST_CASE("a page is found without regard to case") {
    CHECK(find_message_page("e401") == find_message_page("E401"));
    CHECK(find_message_page("E401") != nullptr);
    CHECK(find_message_page("E4") == nullptr);
    CHECK(find_message_page("") == nullptr);
}

}  // namespace huiqi
