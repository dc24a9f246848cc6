#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/plan/plan.h"

namespace huiqi {

/// The rewritings of a plan that change its cost and nothing else. Each has a name, a golden test that prints a plan
/// before and after it, and may be left out: outcomes are the same with any of them, and with none.
enum class Pass : std::uint8_t {
    pairs,       ///< a reduction over a list that is written out becomes operations on its parts
    constants,   ///< what is known when compiled is not computed again for each chunk
    relations,   ///< `not (a < b)` becomes `a >= b`
    bounds,      ///< bounds of dates narrow what is computed from them, and lanes follow
};

/// All passes, in the order in which they run.
inline constexpr Pass kPasses[] = {Pass::pairs, Pass::constants, Pass::relations, Pass::bounds};

/// Gives the name of a pass, as `huiqi explain --plan` and tests spell it.
[[nodiscard]] std::string_view pass_name(Pass pass) noexcept;

/// Rewrites a plan by these passes. What the plan gives out keeps its meaning, and each node the place in the rules
/// that asked for it.
void rewrite(Plan& plan, std::span<const Pass> passes);

}  // namespace huiqi
