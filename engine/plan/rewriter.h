#pragma once

#include <optional>
#include <vector>

#include "engine/plan/builder.h"
#include "engine/plan/day_bounds.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Rebuilds a plan node by node. Operands of the node in hand are new nodes already; they may have narrower lanes than
/// they had, so whoever builds on them brings them into the lanes that it wants.
class Rewriter {
public:
    /// Gives the node that takes the place of one, or nothing to leave it as it is.
    using Rule = std::optional<NodeIndex> (*)(Rewriter&, const Node& node);

    explicit Rewriter(Plan& plan);

    /// Rebuilds the whole plan by one rule.
    void run(Rule rule);

    [[nodiscard]] Builder& build() noexcept { return build_; }
    [[nodiscard]] const Node& operator[](NodeIndex node) const { return build_[node]; }
    /// Gives the value of a constant that is known, as a whole number; nothing for other nodes.
    [[nodiscard]] std::optional<Integer> whole_constant(NodeIndex node) const;
    /// Tells whether no lane of a new node is ever absent.
    [[nodiscard]] bool never_absent(NodeIndex node) const;
    /// Gives the days that the lanes of a new node of dates lie between, those that are not known too.
    [[nodiscard]] const Bounds& days(NodeIndex node) { return days_[node]; }

private:
    [[nodiscard]] NodeIndex kept(Node node, const std::vector<LaneKind>& wanted);
    [[nodiscard]] NodeIndex closed(Node step, const std::vector<NodeIndex>& old, const std::vector<LaneKind>& wanted);
    void place_tables(NodeIndex old, const std::vector<NodeIndex>& forming);

    Plan& plan_;
    std::vector<Node> old_;
    std::vector<Value> constants_;          ///< of the old plan
    std::vector<NodeIndex> place_;          ///< of each old node, in the new plan
    std::vector<TableIndex> table_place_;   ///< of each row space
    DayBounds days_;
    Builder build_;
};

// One rule a pass.
[[nodiscard]] std::optional<NodeIndex> unpair(Rewriter& rewriter, const Node& node);
[[nodiscard]] std::optional<NodeIndex> fold_constant(Rewriter& rewriter, const Node& node);
[[nodiscard]] std::optional<NodeIndex> merge_relation(Rewriter& rewriter, const Node& node);
[[nodiscard]] std::optional<NodeIndex> tighten(Rewriter& rewriter, const Node& node);

}  // namespace huiqi
