#pragma once

#include <string_view>
#include <unordered_set>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Looks a sound incentive over for what is allowed but hardly meant:
/// conditions and parameters without a source (W504), a rounding behind a cap that is no multiple of its step (W506).
void warn_about_rules(const Incentive& incentive, Diagnostics& diagnostics);

/// Warns of inputs that nothing depends on (W501), and of parameters, definitions and tables that the file declares and
/// nothing uses (W527). `elsewhere` are names that bundles of the incentive mention, whose
/// settlement may rank, cap or choose by them.
void warn_unused_names(const Incentive& incentive, const std::unordered_set<std::string_view>& elsewhere, Diagnostics& diagnostics);

}  // namespace huiqi
