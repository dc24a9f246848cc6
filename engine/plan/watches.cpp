#include "engine/plan/watches.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/plan/calls.h"

namespace huiqi {
namespace {

using Watch = IncentivePlan::Watch;

[[nodiscard]] std::optional<Relation> relation_of(CoreOp op) {
    switch (op) {
        case CoreOp::less: return Relation::less;
        case CoreOp::less_equal: return Relation::less_equal;
        case CoreOp::greater: return Relation::greater;
        case CoreOp::greater_equal: return Relation::greater_equal;
        default: return std::nullopt;
    }
}

/// Tells whether a node is a test by itself, and neither made of tests nor a value at hand.
[[nodiscard]] bool is_test(const CoreNode& node) {
    if (!node.type.without_optional().is(TypeKind::boolean)) {
        return false;
    }
    switch (node.op) {
        case CoreOp::constant:
        case CoreOp::variable:
        case CoreOp::and_:
        case CoreOp::or_:
        case CoreOp::not_:
        case CoreOp::if_: return false;
        default: return true;
    }
}

[[nodiscard]] std::optional<Rounding> rounding_of(BuiltinId id) {
    switch (id) {
        case BuiltinId::round_half_up: return Rounding::half_up;
        case BuiltinId::round_half_down: return Rounding::half_down;
        case BuiltinId::round_half_even: return Rounding::half_even;
        case BuiltinId::round_up: return Rounding::up;
        case BuiltinId::round_down: return Rounding::down;
        case BuiltinId::floor: return Rounding::floor;
        case BuiltinId::ceiling: return Rounding::ceiling;
        default: return std::nullopt;
    }
}

/// Gives the least by which people tell such numbers apart: a cent, a day, a hundredth of a percent.
[[nodiscard]] Rational usual_step(const Type& type) {
    if (type.unit().is_money()) {
        return Rational(1) / 100;
    }
    return type.unit() == Unit::of("day") || type.unit() == Unit::of("month") ? Rational(1) : Rational(1) / 10'000;
}

/// Gives the least by which the sides can differ. Of an answer it is one of its last declared decimals; what is computed can
/// differ by less than anybody tells apart.
[[nodiscard]] Rational step_between(const PlanValue& left, const PlanValue& right, bool of_input) {
    const Rational usual = usual_step(left.constant ? right.type.without_optional() : left.type.without_optional());
    if (left.denominator != kNoNode || right.denominator != kNoNode) {
        return usual;
    }
    const Rational exact = left.constant    ? abs(right.scale)
                           : right.constant ? abs(left.scale)
                                            : common_scale(left.scale, right.scale);
    return exact == 0 ? usual : of_input ? exact : std::max(exact, usual);
}

}  // namespace

bool can_cut(const PlanValue& value, const Rational& step, Rounding rounding) {
    if (value.constant || value.denominator != kNoNode) {
        return !value.constant;
    }
    // whole numbers k of scale a/b steps: some k·a/b lies halfway when b is even, between two steps when b is not 1
    const Integer parts = denominator(Rational(value.scale / step));
    const bool nearest = rounding == Rounding::half_up || rounding == Rounding::half_down || rounding == Rounding::half_even;
    return nearest ? parts % 2 == 0 : parts != 1;
}

void Watches::compare(const Span& place, Relation relation, const PlanValue& left, const PlanValue& right, const PlanValue& truth,
                      bool of_input) {
    const auto unknown = [](const PlanValue& side) { return side.constant && !side.constant->known(); };
    if ((left.constant && right.constant) || unknown(left) || unknown(right)) {
        return;
    }
    Watch watch{.kind = Watch::Kind::comparison, .place = place, .of_cell = in_cell_, .seen = {}};
    watch.upper = relation == Relation::less || relation == Relation::less_equal;
    watch.above = relation == Relation::greater || relation == Relation::less_equal;
    if (left.type.without_optional().is(TypeKind::number)) {
        watch.step = step_between(left, right, of_input);
        const auto [left_least, left_most] = numbers_.range(left);
        const auto [right_least, right_most] = numbers_.range(right);
        const std::optional<Rational> least = left_least && right_most ? std::optional<Rational>(*left_least - *right_most) : std::nullopt;
        const std::optional<Rational> most = left_most && right_least ? std::optional<Rational>(*left_most - *right_least) : std::nullopt;
        watch.on = (!least || *least < watch.step) && (!most || *most > -watch.step) && (!watch.above || !least || *least <= 0) &&
                   (watch.above || !most || *most >= 0);
        watch.beside = watch.above ? !most || *most > 0 : !least || *least < 0;
    }
    uses_.add(std::move(watch), {truth, left, right});
}

void Watches::see_rounding(const CheckedExpression& expression, CoreId id, const std::vector<PlanValue>& operands) {
    const CoreNode& node = expression[id];
    const std::optional<Rounding> mode = rounding_of(node.builtin);
    if (!mode || operands.size() != 2 || operands[0].constant || operands[0].type.optional() || !operands[1].constant ||
        !operands[1].constant->known()) {
        return;
    }
    Rational step = operands[1].constant->number();
    if (operands[1].type.unit().plain()) {
        const bool fraction = step < 0;   // a scale of a plain number counts decimals
        Rational power = 1;
        for (Integer at = 0; at < floor(Rational(abs(step))); ++at) {
            power *= 10;
        }
        step = fraction ? power : Rational(1 / power);
    }
    if (step == 0) {
        return;
    }
    Watch watch{.kind = Watch::Kind::rounding, .place = expression.span(id), .of_cell = in_cell_, .seen = {}};
    watch.rounding = *mode;
    watch.step = step;
    watch.can_cut = can_cut(operands[0], step, *mode);
    uses_.add(std::move(watch), {operands[0]});
}

void Watches::see(const CheckedExpression& expression, CoreId id, const PlanValue& result, const std::vector<PlanValue>& operands) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::call) {
        see_rounding(expression, id, operands);
    }
    if (result.constant || !is_test(node)) {
        return;
    }
    const auto relation = relation_of(node.op);
    const bool ordered = relation && (operands[0].type.without_optional().is(TypeKind::number) ||
                                      operands[0].type.without_optional().is(TypeKind::date));
    if (ordered) {
        const auto asked = [&](std::size_t side) {
            const CoreNode& operand = expression[node.children[side]];
            return operand.op == CoreOp::symbol && operand.symbol_kind == SymbolKind::input;
        };
        compare(expression.span(id), *relation, operands[0], operands[1], result, asked(0) || asked(1));
    } else {
        uses_.add({.kind = Watch::Kind::test, .place = expression.span(id), .of_cell = in_cell_, .seen = {}}, {result});
    }
}

}  // namespace huiqi
