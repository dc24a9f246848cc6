#pragma once

#include <vector>

#include "engine/language/checked.h"
#include "engine/plan/values.h"

namespace huiqi {

/// Turns calls of built-in functions into nodes: the one place that knows what each of them computes.
class Calls {
public:
    Calls(Builder& builder, Numbers& numbers, Values& values) : build_(builder), numbers_(numbers), values_(values) {}

    /// Lowers a call with its arguments in the order of the built-in's parameters.
    [[nodiscard]] PlanValue lower(BuiltinId id, const std::vector<PlanValue>& arguments, const Type& type);

    /// Tells whether `few` can compute it.
    [[nodiscard]] static bool takes_few(BuiltinId id) noexcept;
    /// Gives the least, the greatest, the sum of some values, or whether all or any of them hold.
    [[nodiscard]] PlanValue few(BuiltinId id, const std::vector<PlanValue>& values, const Type& type);

private:
    using Arguments = std::vector<PlanValue>;

    [[nodiscard]] PlanValue rounding(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue number(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue clamped(const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue aggregate(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue list(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue date(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue date_part(BuiltinId id, const PlanValue& date, const Type& type);
    [[nodiscard]] PlanValue months_touched(const PlanValue& from, const PlanValue& to, const Type& type);
    [[nodiscard]] PlanValue year_fraction(const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue text(BuiltinId id, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue text_of(const PlanValue& value);

    [[nodiscard]] PlanValue reduced(Op plain, Op quotient, const PlanValue& list, const Type& type);
    [[nodiscard]] PlanValue reduced_quotients(Op op, const PlanValue& list, const Type& type);
    [[nodiscard]] PlanValue extreme(bool smallest, const Arguments& arguments, const Type& type);
    [[nodiscard]] PlanValue truth(bool all, const Arguments& arguments);
    /// Gives the one list argument, or a list of several value arguments.
    [[nodiscard]] PlanValue as_list(const Arguments& arguments);
    /// Adds a node over dates, texts or whole numbers brought into one row space.
    [[nodiscard]] NodeIndex strict(Op op, LaneKind kind, std::vector<NodeIndex> operands, const Bounds& bounds = {},
                                   std::uint32_t aux = 0);
    [[nodiscard]] NodeIndex whole64(const PlanValue& value);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
};

}  // namespace huiqi
