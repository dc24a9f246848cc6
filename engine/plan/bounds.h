#pragma once

#include <optional>

#include "engine/numeric/integer.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Proven bounds of a whole number; a missing end is unbounded. Computed in `Integer`, so they never wrap.
struct Bounds {
    std::optional<Integer> low;
    std::optional<Integer> high;

    [[nodiscard]] static Bounds exactly(const Integer& value) { return {value, value}; }
    [[nodiscard]] bool never_negative() const { return low && *low >= 0; }
};

[[nodiscard]] Bounds operator+(const Bounds& left, const Bounds& right);
[[nodiscard]] Bounds operator-(const Bounds& left, const Bounds& right);
[[nodiscard]] Bounds operator*(const Bounds& left, const Bounds& right);
[[nodiscard]] Bounds negated(const Bounds& value);
[[nodiscard]] Bounds absolute(const Bounds& value);
[[nodiscard]] Bounds minimum(const Bounds& left, const Bounds& right);
[[nodiscard]] Bounds maximum(const Bounds& left, const Bounds& right);
/// Gives bounds that hold for values of either.
[[nodiscard]] Bounds either(const Bounds& left, const Bounds& right);
/// Gives bounds of a sum of 0 … `count` such values.
[[nodiscard]] Bounds summed(const Bounds& value, const Integer& count);

/// Gives the narrowest lanes that hold every value within the bounds, and its negative.
[[nodiscard]] LaneKind lanes_for(const Bounds& bounds);
[[nodiscard]] Bounds bounds_of(const Node& node);

}  // namespace huiqi
