#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Gives a page that prints on A4, with its style inside and nothing from elsewhere: no script, no address.
[[nodiscard]] std::string printed_page(std::string_view title, std::string_view language, std::string_view body);

}  // namespace huiqi
