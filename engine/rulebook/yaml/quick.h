#pragma once

#include <string_view>

#include "engine/rulebook/yaml/builder.h"

namespace huiqi {

/// Reads the YAML that people write as a rule and hands its events to the builder, as the library would.
/// Understands block mappings and lists, braces and brackets, scalars of one line, quoted or not, and block
/// scalars of evenly indented lines. Gives false as soon as it meets anything else, what is faulty included;
/// then what the builder has is of no use, and the library must read the text. May throw what the builder
/// throws, which means the same.
[[nodiscard]] bool read_quickly(std::string_view text, YamlBuilder& builder);

}  // namespace huiqi
