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

/// Looks for such an application: the cases of the first with one input changed, and applications beside the boundaries of its
/// rule. Both have the same inputs. Nothing when none was found, which proves nothing.
[[nodiscard]] std::optional<CaseDifference> find_difference(const Incentive& before, const Incentive& after, std::size_t effort);

}  // namespace huiqi
