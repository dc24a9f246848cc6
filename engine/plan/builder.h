#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/language/relation.h"
#include "engine/plan/bounds.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Grows a plan node by node. Equal nodes become one; a node's lanes are as narrow as its bounds allow; operands are
/// brought into the row space of their user.
class Builder {
public:
    Builder(Plan& plan, PlanLimits limits);

    [[nodiscard]] const Node& operator[](NodeIndex node) const { return plan_.nodes[node]; }
    [[nodiscard]] Plan& plan() noexcept { return plan_; }
    [[nodiscard]] const PlanLimits& limits() const noexcept { return limits_; }
    /// True once the plan grew past its limit; nodes added later are not kept apart and the caller reports E609.
    [[nodiscard]] bool too_large() const noexcept { return gave_up_ || plan_.nodes.size() > limits_.nodes; }
    /// Says that a number known when compiled outgrows all sense, where the rule asks for it.
    void give_up() noexcept {
        outgrown_ = gave_up_ ? outgrown_ : origin_;
        gave_up_ = true;
    }
    /// Gives the place of the first such number; nothing when there is none.
    [[nodiscard]] std::optional<Span> outgrown() const noexcept { return gave_up_ ? std::optional(outgrown_) : std::nullopt; }

    /// Says which part of a rule asks for the nodes that follow.
    void set_origin(Span origin) noexcept { origin_ = origin; }
    [[nodiscard]] Span origin() const noexcept { return origin_; }

    /// Lets tests of what is known beforehand be decided at once, so that the bounds behind them are those of the part that is taken.
    void fold_known() noexcept { folds_ = true; }
    /// Gives the answer of a boolean node that is known, when such are folded.
    [[nodiscard]] std::optional<bool> decided(NodeIndex node) const;

    /// Gives a number that no one was given before, for nodes that must stay apart.
    [[nodiscard]] std::uint32_t fresh() noexcept { return ++fresh_; }
    /// Gives the number of nodes so far: the index of the next new one.
    [[nodiscard]] NodeIndex next_index() const noexcept { return static_cast<NodeIndex>(plan_.nodes.size()); }
    /// Lets later nodes be no equal of those from `first` to `last`: what runs in a loop is not there outside of it.
    void forget(NodeIndex first, NodeIndex last);

    /// Adds a node, or finds the equal one. Operands must stand in `node.table` already where the operation wants it.
    NodeIndex add(Node node);
    /// Adds a node that is no number.
    NodeIndex add(Op op, LaneKind kind, TableIndex table, std::vector<NodeIndex> operands, std::uint32_t aux = 0);
    /// Adds a number of these bounds, then narrows it where they allow.
    NodeIndex add_number(Op op, TableIndex table, std::vector<NodeIndex> operands, const Bounds& bounds,
                         const Integer& immediate = 0, std::uint32_t aux = 0);

    [[nodiscard]] TableIndex add_table(TableIndex parent, NodeIndex segments);
    /// Gives the one of two row spaces that lies below the other. Requires one to be an ancestor of the other.
    [[nodiscard]] TableIndex deeper(TableIndex left, TableIndex right) const;
    /// Brings a node of an ancestor row space into `table`.
    [[nodiscard]] NodeIndex in_table(NodeIndex node, TableIndex table);
    /// Gives the most elements that any list of a node of segments can have.
    [[nodiscard]] Integer longest(NodeIndex segments) const;
    /// Gives for each row of `table` its row in the ancestor.
    [[nodiscard]] NodeIndex row_in(TableIndex table, TableIndex ancestor);

    [[nodiscard]] NodeIndex constant(const Value& value, LaneKind kind, TableIndex table);
    [[nodiscard]] NodeIndex integer(const Integer& value, TableIndex table);
    [[nodiscard]] NodeIndex boolean(bool value, TableIndex table);
    [[nodiscard]] NodeIndex fail(RuntimeError error, LaneKind kind, TableIndex table);

    /// Gives the same number in these lanes (wider or, when bounds allow, narrower).
    [[nodiscard]] NodeIndex in_lanes(NodeIndex node, LaneKind kind);

    // Whole numbers in one row space; bounds and lanes follow.
    [[nodiscard]] NodeIndex sum(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex difference(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex product(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex scaled(NodeIndex value, const Integer& factor);
    [[nodiscard]] NodeIndex negated(NodeIndex value);
    [[nodiscard]] NodeIndex absolute(NodeIndex value);
    [[nodiscard]] NodeIndex minimum(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex maximum(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex compared(NodeIndex left, NodeIndex right, Relation relation);
    [[nodiscard]] NodeIndex compared_constant(NodeIndex left, const Integer& right, Relation relation);
    /// Rounds numerator / denominator; `result` are proven bounds of the outcome (or none).
    [[nodiscard]] NodeIndex divided(NodeIndex numerator, NodeIndex denominator, Rounding rounding, const Bounds& result);
    [[nodiscard]] NodeIndex divided_constant(NodeIndex numerator, const Integer& denominator, Rounding rounding);
    [[nodiscard]] NodeIndex selected(NodeIndex condition, NodeIndex then, NodeIndex otherwise);
    /// Gives a value where `test` holds, else the error; in the deeper of their row spaces.
    [[nodiscard]] NodeIndex guarded(NodeIndex value, NodeIndex test, RuntimeError error);

    [[nodiscard]] NodeIndex both(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex either(NodeIndex left, NodeIndex right);
    [[nodiscard]] NodeIndex negation(NodeIndex value);

private:
    /// Gives the node without changes of lanes around it.
    [[nodiscard]] NodeIndex bare(NodeIndex node) const;
    /// Brings whole-number operands into one row space and into lanes that hold them and the outcome.
    NodeIndex arithmetic(Op op, NodeIndex left, NodeIndex right, const Bounds& bounds);
    [[nodiscard]] std::size_t hash(const Node& node) const;
    [[nodiscard]] std::uint32_t constant_index(const Value& value, LaneKind kind);

    Plan& plan_;
    bool gave_up_ = false;
    bool folds_ = false;
    PlanLimits limits_;
    Span origin_;
    Span outgrown_;
    std::unordered_multimap<std::size_t, NodeIndex> known_;
    std::unordered_map<std::string, std::uint32_t> constants_;
    std::uint32_t fresh_ = 0;
};

/// Tells whether the lanes hold numbers.
[[nodiscard]] constexpr bool is_number(LaneKind kind) noexcept {
    return kind == LaneKind::int64 || kind == LaneKind::int128 || kind == LaneKind::wide;
}

}  // namespace huiqi
