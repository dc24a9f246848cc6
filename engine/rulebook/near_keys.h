#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/rulebook/keys.h"

namespace huiqi {

/// Gives the spelling of a key that was probably meant: a near miss, the usual word for it elsewhere (`requirements`,
/// 公式), or a word of the same stem (`definitions`).
[[nodiscard]] std::optional<std::string_view> nearest_key(std::string_view written, const std::vector<const Spelling*>& keys);

}  // namespace huiqi
