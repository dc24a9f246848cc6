#pragma once

#include <cstddef>
#include <optional>

#include "engine/evaluate/case_search.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// An application that two versions of an incentive decide otherwise.
struct CaseDifference {
    FoundCase before;          ///< with what the first comes to
    Outcome after;             ///< what the second comes to
};

/// Looks for such an application: the cases of the first with one input changed, then with two and three changed together, to what
/// either rule states, its neighbours and the ends of ranges. One on which both are certain and somebody gains or loses comes before one
/// that tells less. Looks at so many with one input changed, and again with more, for each set of parameters. Both have the same
/// inputs. Nothing when none was found, which proves nothing.
[[nodiscard]] std::optional<CaseDifference> find_difference(const Incentive& before, const Incentive& after, std::size_t effort);

}  // namespace huiqi
