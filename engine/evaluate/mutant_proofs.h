#pragma once

#include <optional>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/changes/mutants.h"

namespace huiqi {

/// Proves by the bounds of the plan that a mistake in the steps of an amount changes nothing, and says why: amounts between which a
/// rounding is not asked, a limit that nothing reaches, steps that come to the same in either order. Nothing when it proves nothing.
[[nodiscard]] std::optional<Bilingual> why_the_same(const Mutant& mutant);

}  // namespace huiqi
