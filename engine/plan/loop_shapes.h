#pragma once

#include <cstdint>

#include "engine/plan/numbers.h"
#include "engine/plan/values.h"

namespace huiqi {

/// How the register of a value is laid out that a loop carries or collects. A number is whole numbers of one scale within
/// bounds (which let the 0 of a lane that is not known), or, as a `quotient`, numerators and denominators in lowest terms.
/// A state without bounds is a quotient.
struct LoopShape {
    Type type;
    LaneKind kind = LaneKind::boolean;
    Rational scale = 1;
    Bounds bounds;
    Bounds seen;                     ///< of the first and the next value, when they were looked at last
    bool quotient = false;
    std::uint8_t finer = 0;          ///< how often its scale had to become finer
    std::uint8_t lower = 0;          ///< how often its bounds had to give way
    std::uint8_t higher = 0;

    [[nodiscard]] bool number() const { return type.is(TypeKind::number); }
};

/// Finds shapes that hold whatever a loop makes of its states.
class LoopShapes {
public:
    LoopShapes(Builder& builder, Numbers& numbers, Values& values)
        : build_(builder), numbers_(numbers), values_(values) {}

    /// Gives the shape of a value as it is.
    [[nodiscard]] LoopShape of(const PlanValue& value, const Type& type);
    /// Gives the node of a value in a shape that holds it.
    [[nodiscard]] NodeIndex node(const PlanValue& value, const LoopShape& shape);
    /// Gives the value that stands in a node of this shape.
    [[nodiscard]] PlanValue read(NodeIndex node, const LoopShape& shape);
    /// Adds a node of this shape.
    [[nodiscard]] NodeIndex add(Op op, const LoopShape& shape, TableIndex table, std::vector<NodeIndex> operands);

    /// Tells whether the shape of a state holds the state's next value too; else gives it room and tells that it did not.
    /// `rounds` is how often that can happen.
    [[nodiscard]] bool holds(LoopShape& shape, NodeIndex state, const PlanValue& next, const Integer& rounds);
    /// Gives a shape that holds with what was seen while the given one held; it may not hold itself.
    [[nodiscard]] static LoopShape narrowed(const LoopShape& shape);
    /// Makes a shape that holds any value.
    static void hold_anything(LoopShape& shape);

private:
    [[nodiscard]] bool holds_scale(LoopShape& shape, const Rational& scale);
    [[nodiscard]] bool holds_bounds(LoopShape& shape, NodeIndex state, const PlanValue& next, const Integer& rounds);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
};

}  // namespace huiqi
