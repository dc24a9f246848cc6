#pragma once

#include "engine/plan/values.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Turns the result of one incentive into the input of another.
class Feeds {
public:
    Feeds(Builder& builder, Numbers& numbers, Values& values) : build_(builder), numbers_(numbers), values_(values) {}

    /// Gives what a feed takes of an incentive that is compiled. A value that the input does not allow, by its range
    /// or its decimals, is the error R18: what was proven of the input must hold of every value that it gets.
    [[nodiscard]] PlanValue taken(const Input& input, const IncentivePlan& source);

private:
    [[nodiscard]] PlanValue fitted(const PlanValue& value, const FieldSchema& field);
    [[nodiscard]] bool always_inside(const PlanValue& value, const AllowedRange& range) const;
    [[nodiscard]] NodeIndex inside(const PlanValue& value, const std::vector<AllowedRange>& ranges);
    [[nodiscard]] NodeIndex inside(const PlanValue& value, const AllowedRange& range);
    [[nodiscard]] PlanValue end(const Rational& at, const Type& type);
    [[nodiscard]] PlanValue guarded(const PlanValue& value, NodeIndex test);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
};

}  // namespace huiqi
