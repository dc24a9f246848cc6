#pragma once

#include <optional>
#include <string>

#include "tools/huiqi/program.h"

namespace huiqi {

/// Gives where Chromium lies on the PATH, by the names that it goes by; empty when it is not installed.
[[nodiscard]] std::string find_browser();

/// Lets the browser print a page (an HTML file) on A4 and gives the bytes of the PDF file in `pdf`. The browser is kept from
/// every network. Gives what went wrong, or nothing.
[[nodiscard]] std::optional<Bilingual> print_to_pdf(const std::string& browser, const std::string& page, std::string& pdf);

}  // namespace huiqi
