#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// A sample of a page: the text between the fences and the word behind the opening fence (`yaml`, `csv`,
/// `expression`, …), which says what kind of input it is.
struct MessageSample {
    std::string kind;
    std::string text;

    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};

/// The page of a code: what is wrong, why, how to mend, with the smallest input that gives the code and the
/// same input mended. A part that the page lacks is empty.
struct MessagePage {
    std::string_view code;
    Bilingual title;  ///< the first paragraph
    Bilingual body;   ///< the rest, Markdown, without blank lines around it
    MessageSample failing;
    MessageSample mended;
};

/// Reads a page: `# CODE`, then the sections `## zh`, `## en`, `## failing` and `## mended` in any order.
/// Fences begin with three or more backticks, and headings inside them are text.
[[nodiscard]] MessagePage parse_message_page(std::string_view code, std::string_view text);

/// Gives the page of a code, without regard to case, or nullptr when there is none.
[[nodiscard]] const MessagePage* find_message_page(std::string_view code);

}  // namespace huiqi
