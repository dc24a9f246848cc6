#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/rulebook/yaml/report.h"

namespace huiqi {

/// A blank and `#` between braces or brackets: for YAML a comment, which hides what closes them.
struct HiddenRest {
    std::size_t sign = 0;  ///< where the `#` stands
    YamlRange value;       ///< the value that holds it, as its author meant it
};

/// Looks for the first comment behind an open bracket that begins in the same line as a value and hides more closing
/// brackets than opening ones. A comment that hides none is what it looks like. Nothing when the bracket closes first.
[[nodiscard]] std::optional<HiddenRest> hidden_rest(std::string_view text, std::size_t open);

}  // namespace huiqi
