#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives a text as it must stand in HTML or SVG, so that nothing of it is taken for markup.
[[nodiscard]] std::string escaped_html(std::string_view text);

/// Gives a whole page that loads nothing from anywhere.
[[nodiscard]] std::string findings_page(std::string_view title, std::string_view body, Language language);

}  // namespace huiqi
