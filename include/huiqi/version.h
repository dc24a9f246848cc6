#pragma once

#include <string_view>

namespace huiqi {

/// Gives the version of the library that is linked: `0.1.0`.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace huiqi
