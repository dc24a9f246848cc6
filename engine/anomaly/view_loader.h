#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/anomaly/detector.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// Reads how a view is made, without its expressions. Numbers may be names of parameters. Reports A104.
[[nodiscard]] View read_view(LoadContext& context, const Fields& keys, const DetectorSource& source);

/// Gives the whole number that a parameter of a file, or of what it uses, has; nothing when there is none or it is none.
[[nodiscard]] std::optional<std::int64_t> whole_parameter(const DetectorSource& source, std::string_view name);

}  // namespace huiqi
