#pragma once

#include <optional>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/language/checked.h"
#include "engine/numeric/rational.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What the numbers of an incentive come to by themselves on a day: literals, parameters with the value of that day,
/// definitions and steps that are made of nothing else. Nothing for what depends on an application.
class StatedNumbers {
public:
    /// `incentive` must outlive it.
    explicit StatedNumbers(const Incentive& incentive) : incentive_(incentive) {}

    /// Gives the first day of each stretch of days in force in which no parameter changes; one day where none ever does.
    [[nodiscard]] std::vector<Date> days() const;
    /// Goes to a day: what follows is of it.
    void go_to(Date day);

    /// Gives what an expression, or a part of it, comes to.
    [[nodiscard]] std::optional<Rational> value(const CheckedExpression& expression);
    [[nodiscard]] std::optional<Rational> value(const CheckedExpression& expression, CoreId part);
    /// Gives what steps come to, from an amount before them where they have no base.
    [[nodiscard]] std::optional<Rational> value(const std::vector<AwardStep>& steps, std::optional<Rational> amount = std::nullopt);

    /// Gives whether a condition holds, as far as parameters settle it.
    [[nodiscard]] std::optional<bool> truth(const CheckedExpression& condition);

    /// Gives the values of parameters that an expression takes on this day, those of definitions too.
    [[nodiscard]] std::vector<const Parameter::Version*> taken(const CheckedExpression& expression) const;

private:
    [[nodiscard]] std::optional<Rational> leaf(const CheckedExpression& expression, CoreId id);
    [[nodiscard]] std::optional<Rational> symbol(const CoreNode& node);
    /// Computes the definitions of this day, each after those that it uses.
    void compute_definitions();
    [[nodiscard]] std::optional<bool> truth(const CheckedExpression& condition, CoreId id, unsigned depth);
    [[nodiscard]] std::optional<bool> compared(const CheckedExpression& condition, const CoreNode& node);
    /// Gives a value that stands at a node as it is: a constant or a parameter.
    [[nodiscard]] const Value* stated(const CoreNode& node) const;
    /// Gives what one step makes of an amount; nothing where that is not known.
    [[nodiscard]] std::optional<Rational> after(const AwardStep& step, const std::optional<Rational>& amount);

    const Incentive& incentive_;
    Date day_;
    std::vector<std::optional<Rational>> definitions_;   ///< on this day, as far as they are computed
    bool computing_ = false;
};

}  // namespace huiqi
