#pragma once

#include <vector>

#include "engine/plan/bounds.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Between which days the dates of a growing plan lie, by the declared ranges of its inputs. Lanes that are not known
/// hold 0, so every bounds let it.
class DayBounds {
public:
    /// The plan must outlive it.
    explicit DayBounds(const Plan& plan) : plan_(plan) {}

    /// Gives the bounds of a node of dates; of others nothing of use.
    [[nodiscard]] const Bounds& operator[](NodeIndex node);

private:
    [[nodiscard]] Bounds bounds(const Node& node) const;
    [[nodiscard]] Bounds of_input(const Node& node) const;

    const Plan& plan_;
    std::vector<Bounds> known_;   ///< of the nodes so far
};

}  // namespace huiqi
