#pragma once

#include <cstdint>
#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Accounts for the work on numbers beyond 128 bits (`WorkLimit`) that the nodes of a plan do in a run. What counts is the
/// work of a value: of its node and all that it is made of. So it does not matter what else a plan gives out, what stands
/// beside an application, or where the nodes are shared. A run that does no such work pays one comparison a node.
class WorkAccount {
public:
    /// Accounts for this plan; requires it to outlive the account.
    explicit WorkAccount(const Plan& plan) : plan_(plan) {}

    /// Begins a run.
    void begin();
    /// Opens the account of a node that is about to run, for the last time or another time: it may do what its limit leaves.
    void open(NodeIndex node) noexcept;
    /// Closes it; true where the node worked.
    bool close(NodeIndex node);
    /// Tells whether all nodes of the run together did more than a single value may.
    [[nodiscard]] bool much() const noexcept { return total_ > plan_.limits.work; }
    /// Tells whether a node and all that it is made of did more than a value may. It costs a walk over the plan only where
    /// all nodes together did.
    [[nodiscard]] bool too_much(NodeIndex node);
    /// Gives the work of all nodes of the run.
    [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

private:
    /// Gives the work of a node and of all that it is made of.
    [[nodiscard]] std::uint64_t work_behind(NodeIndex node);

    const Plan& plan_;
    std::uint64_t total_ = 0;
    std::vector<std::uint64_t> work_;        ///< by node; empty while none worked
    std::vector<std::uint64_t> looked_at_;   ///< by node: up to this total it need not be looked at again
    std::vector<std::uint32_t> seen_;        ///< by node: the walk that came by last
    std::vector<NodeIndex> ahead_;           ///< where the walk has yet to go
    std::uint32_t walk_ = 0;
};

}  // namespace huiqi
