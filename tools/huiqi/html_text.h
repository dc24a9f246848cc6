#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Gives text as it may stand between tags and in attributes.
[[nodiscard]] std::string html_text(std::string_view text);

/// Gives a page that prints on A4, with its style inside and nothing from elsewhere: no script, no address.
[[nodiscard]] std::string html_page(std::string_view title, std::string_view language, std::string_view body);

}  // namespace huiqi
