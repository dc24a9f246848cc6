#pragma once

#include <span>
#include <string_view>

namespace huiqi {

/// One page of docs/messages as it stood when the program was built.
struct EmbeddedPage {
    /// The code the page explains, for instance `E204`; the file name without its ending.
    std::string_view code;
    /// The page, Markdown in UTF-8.
    std::string_view text;
};

/// Gives every page of docs/messages, sorted by code; empty when there was none at build time.
[[nodiscard]] std::span<const EmbeddedPage> embedded_pages();

}  // namespace huiqi
