#pragma once

#include <optional>

#include "engine/rulebook/yaml/document.h"

namespace huiqi {

// The two halves of `read_yaml`. Where the quick one gives a document it is the same as the library's, which
// then reports nothing; tests hold the one to the other.

/// Reads one file with the YAML library, and reports what is wrong with it.
[[nodiscard]] Document read_yaml_by_library(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                                            const YamlLimits& limits = {});
/// Reads one file without the library; nothing when anything in it is faulty, or not written in the usual
/// ways.
[[nodiscard]] std::optional<Document> read_yaml_quickly(const Sources& sources, SourceId source,
                                                        const YamlLimits& limits = {});

}  // namespace huiqi
