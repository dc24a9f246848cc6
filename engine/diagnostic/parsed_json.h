#pragma once

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

namespace huiqi {

/// Where a text has a zero byte, or its length. The library takes one for the end of the text and passes over all that follows.
[[nodiscard]] inline std::size_t zero_byte(std::string_view text) noexcept {
    return std::min(text.find('\0'), text.size());
}

/// Reads JSON that comes from outside; what is none is discarded, a text with a zero byte too.
template <class Json = nlohmann::json>
[[nodiscard]] Json parsed_json(std::string_view text) {
    return zero_byte(text) == text.size() ? Json::parse(text, nullptr, false) : Json(Json::value_t::discarded);
}

}  // namespace huiqi
