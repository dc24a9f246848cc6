#pragma once

#include <optional>
#include <string>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives a rule file as `fmt` would write it. Nothing when it cannot be read as YAML, which is reported, or when what would be
/// written did not say the same, which is a bug of ours and is not reported.
[[nodiscard]] std::optional<std::string> laid_out(Sources& sources, SourceId id, Diagnostics& diagnostics);

}  // namespace huiqi
