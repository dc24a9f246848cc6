#pragma once

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Checks that an incentive follows the one that it replaces: both are decided by one date (E345), the older one ends
/// before the newer begins (E346), and no day lies between them (W561).
void check_versions(const Incentive& newer, const Incentive& older, Diagnostics& diagnostics);

}  // namespace huiqi
