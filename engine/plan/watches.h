#pragma once

#include <utility>
#include <vector>

#include "engine/language/checked.h"
#include "engine/plan/numbers.h"
#include "engine/plan/table_uses.h"

namespace huiqi {

/// Says of the nodes of expressions how they come out, so that it can be seen what cases reach: the truth of each test, both
/// sides of each comparison, what each rounding is given. Adds nothing to what is computed but the registers that are kept.
class Watches {
public:
    Watches(Numbers& numbers, TableUses& uses) : numbers_(numbers), uses_(uses) {}

    /// Says whether what follows is a cell of a decision table or a day of validity: then only how near it is counts. Gives what
    /// was said.
    bool in_cell(bool is) noexcept { return std::exchange(in_cell_, is); }
    /// Takes in a node that was lowered, with its operands.
    void see(const CheckedExpression& expression, CoreId id, const PlanValue& result, const std::vector<PlanValue>& operands);
    /// Takes in a comparison of numbers or dates.
    void compare(const Span& place, Relation relation, const PlanValue& left, const PlanValue& right, const PlanValue& truth,
                 bool of_input = true);

private:
    void see_rounding(const CheckedExpression& expression, CoreId id, const std::vector<PlanValue>& operands);

    Numbers& numbers_;
    TableUses& uses_;
    bool in_cell_ = false;
};

/// Tells whether a rounding can meet a tie, of the modes that go to the nearest, or anything between two steps, of the others.
[[nodiscard]] bool can_cut(const PlanValue& value, const Rational& step, Rounding rounding);

}  // namespace huiqi
