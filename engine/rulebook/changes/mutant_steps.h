#pragma once

#include <vector>

#include "engine/rulebook/changes/mutants.h"

namespace huiqi {

/// Gives the mistakes that can be made with the steps of an award and the rows of a table as a whole: one that is left out, two in
/// the wrong order, another rounding, a step that always applies, an edge that belongs to the other side.
[[nodiscard]] std::vector<Mutant> step_mutants(const Sources& sources, const Incentive& incentive);

}  // namespace huiqi
