#pragma once

#include <string_view>

namespace huiqi {

/// Tells whether the bytes are well-formed UTF-8; gigabytes a second, so that every block can be asked.
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

}  // namespace huiqi
