#pragma once

#include <string_view>

namespace huiqi {

/// Gives the first of kUsualKeys that the first object among some lines has, or nothing. Requires Block::kPadding
/// readable bytes behind the text.
[[nodiscard]] std::string_view usual_json_key(std::string_view text);

}  // namespace huiqi
