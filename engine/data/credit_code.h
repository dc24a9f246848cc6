#pragma once

#include <string_view>

namespace huiqi {

/// Tells whether a text is a unified social credit code: 18 characters of 0-9 and A-Z without I O S V Z, the last one
/// the check character of GB 32100-2015 (weights 3^i mod 31).
[[nodiscard]] bool valid_credit_code(std::string_view text) noexcept;

}  // namespace huiqi
