#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Appends the text as a JSON string with its quotes. Malformed UTF-8 becomes U+FFFD, so that the result is
/// always valid JSON; Chinese stays as it is.
void append_json_string(std::string& out, std::string_view text);

}  // namespace huiqi
