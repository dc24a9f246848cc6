#pragma once

#include "engine/anomaly/detector.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// Reads how a view is made, without its expressions. Numbers may be names of parameters. Reports A104.
[[nodiscard]] View read_view(LoadContext& context, const Fields& keys, const DetectorSource& source);

}  // namespace huiqi
