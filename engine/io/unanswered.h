#pragma once

#include <string_view>

namespace huiqi {

/// Whether a text is one of the words by which a person says that a question was not answered: `未答`, `unanswered`.
[[nodiscard]] bool is_unanswered(std::string_view text);

}  // namespace huiqi
