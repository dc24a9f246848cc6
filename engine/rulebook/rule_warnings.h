#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Looks a sound incentive over for what is allowed but hardly meant: inputs that nothing depends on (W501),
/// conditions and parameters without a source (W504), a rounding behind a cap that is no multiple of its step (W506).
void warn_about_rules(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
