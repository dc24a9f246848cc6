#pragma once

#include <vector>

#include "engine/rulebook/changes/mutants.h"

namespace huiqi {

/// Gives the mistakes that can be made in what a bundle settles: a limit, a budget a cent off, a quota one off, a share of a payer a point
/// off, a ranking the other way round.
[[nodiscard]] std::vector<Mutant> settlement_mutants(const Sources& sources, const Bundle& bundle);

}  // namespace huiqi
