#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Gives a text in capital letters, by Unicode's rules that depend on no locale.
[[nodiscard]] std::string upper_case(std::string_view utf8);
/// Gives a text in small letters likewise.
[[nodiscard]] std::string lower_case(std::string_view utf8);

}  // namespace huiqi
