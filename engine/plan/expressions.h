#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/language/checked.h"
#include "engine/plan/values.h"

namespace huiqi {

class TableUses;
class Watches;

/// What an expression's names stand for in a plan.
class SymbolSource {
public:
    SymbolSource() = default;
    SymbolSource(const SymbolSource&) = delete;
    SymbolSource& operator=(const SymbolSource&) = delete;
    virtual ~SymbolSource() = default;

    [[nodiscard]] virtual PlanValue symbol(SymbolKind kind, std::uint32_t index) = 0;
    [[nodiscard]] virtual PlanValue parameter_on(std::uint32_t index, const PlanValue& day) = 0;
    [[nodiscard]] virtual PlanValue table(std::uint32_t index, const std::vector<PlanValue>& arguments) = 0;
};

/// Turns checked expressions into nodes of a plan.
class Expressions {
public:
    Expressions(Builder& builder, Numbers& numbers, Values& values, SymbolSource& symbols)
        : build_(builder), numbers_(numbers), values_(values), symbols_(symbols) {}

    /// Says whether what follows is the body of a loop: there the bounds of states must be seen at once, so that aggregates
    /// of values that are written down one by one form no list. Elsewhere a pass does the same later. Gives what was said.
    bool in_loop(bool is) noexcept { return std::exchange(in_loop_, is); }
    /// Says who is told how the nodes of an expression come out; nullptr: nobody. Gives who was told before.
    Watches* watch(Watches* by) noexcept { return std::exchange(watches_, by); }
    /// Says who keeps the counts of days and months that expressions ask for, and which branches are taken around them and
    /// around dated values; nullptr: nobody. Gives who kept them before.
    TableUses* trace(TableUses* by) noexcept { return std::exchange(traces_, by); }
    /// Lowers an expression; `bound` are its first variables (the columns of a decision table).
    [[nodiscard]] PlanValue lower(const CheckedExpression& expression, const std::vector<PlanValue>& bound = {});
    /// Lowers a cell of a decision table.
    [[nodiscard]] PlanValue lower_cell(const CheckedExpression& cell, const std::vector<PlanValue>& columns);

private:
    struct Frame;   ///< one expression on its way down

    [[nodiscard]] PlanValue lower_node(Frame& frame, CoreId id);
    /// Tells how a node comes out, to who wants to know.
    void tell(const Frame& frame, CoreId id) const;
    [[nodiscard]] PlanValue lower_fresh(Frame& frame, CoreId id);
    /// Lowers an operand of a strict operation: a null there is the error R08.
    [[nodiscard]] PlanValue operand(Frame& frame, CoreId id);
    [[nodiscard]] PlanValue lower_call(Frame& frame, const CoreNode& node);
    /// Lowers an aggregate of values that are written down one by one, without forming their list.
    [[nodiscard]] std::optional<PlanValue> lower_few(Frame& frame, const CoreNode& node);
    [[nodiscard]] PlanValue lower_comparison(const CoreNode& node, const PlanValue& first, const PlanValue& second);
    [[nodiscard]] PlanValue lower_arithmetic(Frame& frame, const CoreNode& node);
    [[nodiscard]] PlanValue lower_logic(Frame& frame, const CoreNode& node);
    /// Lowers an `if` whose condition is at hand.
    [[nodiscard]] PlanValue lower_if(Frame& frame, const CoreNode& node, const PlanValue& condition);
    [[nodiscard]] PlanValue lower_list(Frame& frame, const CoreNode& node);
    [[nodiscard]] PlanValue lower_over(Frame& frame, const CoreNode& node);
    [[nodiscard]] PlanValue lower_dates(Frame& frame, const CoreNode& node);
    [[nodiscard]] PlanValue boolean(NodeIndex node) const { return values_.of_node(node, Type::boolean()); }

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
    SymbolSource& symbols_;
    bool in_loop_ = false;
    Watches* watches_ = nullptr;
    TableUses* traces_ = nullptr;
};

}  // namespace huiqi
