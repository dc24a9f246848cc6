#pragma once

#include <optional>
#include <string_view>

#include "engine/rulebook/yaml/report.h"
#include "engine/rulebook/yaml/syntax.h"

namespace huiqi {

/// Reports E407 for a fault in the author's words, at the place where the author has to do something. Gives
/// the value that has to be put in quotes or mended, when the fault is confined to one: with a mask over it,
/// the rest of the file can be read.
[[nodiscard]] std::optional<YamlMask> explain_fault(const YamlFault& fault, const YamlProgress& progress,
                                                    std::string_view text, YamlReport& report);

}  // namespace huiqi
