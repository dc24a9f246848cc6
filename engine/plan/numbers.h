#pragma once

#include "engine/plan/builder.h"

namespace huiqi {

/// Bits above and below the line that a number has at most which the rules alone give, without any data: some 2,400 digits.
inline constexpr unsigned kMostKnownBits = 8192;

/// Gives the greatest scale of which both are whole multiples.
[[nodiscard]] Rational common_scale(const Rational& left, const Rational& right);

/// Arithmetic on numbers of a plan: whole-number registers under exact scales. A division is deferred, a constant is
/// folded, and only `rounded` divides. Every function takes and gives a `PlanValue` that is a number; units are the
/// checker's business, so results carry the type they are given.
class Numbers {
public:
    explicit Numbers(Builder& builder) : build_(builder) {}

    [[nodiscard]] PlanValue constant(const Rational& value, Type type) const;
    [[nodiscard]] PlanValue add(const PlanValue& left, const PlanValue& right, Type type);
    [[nodiscard]] PlanValue subtract(const PlanValue& left, const PlanValue& right, Type type);
    [[nodiscard]] PlanValue multiply(const PlanValue& left, const PlanValue& right, Type type);
    /// Division by zero is the error R01.
    [[nodiscard]] PlanValue divide(const PlanValue& left, const PlanValue& right, Type type);
    [[nodiscard]] PlanValue negate(const PlanValue& value);
    [[nodiscard]] PlanValue absolute(const PlanValue& value);
    [[nodiscard]] PlanValue minimum(const PlanValue& left, const PlanValue& right);
    [[nodiscard]] PlanValue maximum(const PlanValue& left, const PlanValue& right);
    /// Gives a boolean node.
    [[nodiscard]] NodeIndex compare(const PlanValue& left, const PlanValue& right, Relation relation);
    [[nodiscard]] PlanValue select(NodeIndex condition, const PlanValue& then, const PlanValue& otherwise);
    /// Rounds to a whole number of steps; the only place where a quotient is carried out.
    [[nodiscard]] PlanValue rounded(const PlanValue& value, const Rational& step, Rounding rounding);
    /// Base to a whole power; a power that is no constant is checked at run time (R04, R09).
    [[nodiscard]] PlanValue power(const PlanValue& base, const PlanValue& exponent, Type type);

    /// Gives the value in the strict state of both.
    [[nodiscard]] PlanValue beside(const PlanValue& value, const PlanValue& other);
    /// Gives the value, or the error where the test is false.
    [[nodiscard]] PlanValue guarded(const PlanValue& value, NodeIndex test, RuntimeError error);
    /// Gives a whole number within ±2^40 as an int64 node; what lies outside is the error R09 or, of a place, cut.
    [[nodiscard]] NodeIndex near(NodeIndex whole, bool cut);
    /// Gives the whole number itself as a node of scale 1, or the error R04 where it is not whole.
    [[nodiscard]] NodeIndex whole(const PlanValue& value);
    /// Wraps a node of whole numbers.
    [[nodiscard]] PlanValue of_node(NodeIndex node, Type type, const Rational& scale = 1);
    /// Wraps a quotient of whole numbers, both brought into one row space; no denominator with kNoNode.
    [[nodiscard]] PlanValue of_quotient(NodeIndex numerator, NodeIndex denominator, Type type, const Rational& scale = 1);
    /// Gives nodes for a number even when it is a constant, in its own row space or 0.
    [[nodiscard]] PlanValue materialised(const PlanValue& value, TableIndex table);
    /// Brings numbers to one scale and one (perhaps no) denominator, without changing their values.
    void align(std::vector<PlanValue>& values);
    /// Brings numbers to one scale; each gets a denominator node where any of them has one.
    void align_apart(std::vector<PlanValue>& values, TableIndex table);
    /// Gives proven bounds of the value.
    [[nodiscard]] std::pair<std::optional<Rational>, std::optional<Rational>> range(const PlanValue& value) const;
    /// Tells whether every value is a whole multiple of `step` (proven, not rounded).
    [[nodiscard]] static bool on_step(const PlanValue& value, const Rational& step);

private:
    [[nodiscard]] NodeIndex small_size(NodeIndex exponent);
    [[nodiscard]] Rational kept_small(const Rational& known) const;
    [[nodiscard]] PlanValue with_range(PlanValue value, std::optional<Rational> least, std::optional<Rational> most) const;
    [[nodiscard]] std::optional<NodeIndex> compare_constant(const PlanValue& left, const Rational& right, Relation relation);
    [[nodiscard]] PlanValue extreme(const PlanValue& left, const PlanValue& right, bool smaller);
    [[nodiscard]] NodeIndex stateless(NodeIndex value);
    [[nodiscard]] NodeIndex beside(NodeIndex value, NodeIndex other);
    /// Gives the product of a quotient and the very column that it was divided by last: what was divided, an error where the
    /// column is zero. Nothing for other factors.
    [[nodiscard]] std::optional<PlanValue> cancelled(const PlanValue& quotient, const PlanValue& factor, const Type& type);
    [[nodiscard]] PlanValue reciprocal(const PlanValue& value);
    [[nodiscard]] PlanValue constant_power(const PlanValue& base, std::int64_t exponent, Type type);

    Builder& build_;
};

}  // namespace huiqi
