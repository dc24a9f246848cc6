#include "engine/plan/numbers.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

using End = std::optional<Rational>;

[[nodiscard]] Integer multiple(const Rational& value, const Rational& of) {
    const Rational times = value / of;
    expect(is_integer(times), "a scale is a whole multiple of the common scale");
    return numerator(times);
}

[[nodiscard]] bool is_short(const Rational& value) {
    return value == 0 ||
           (msb(Integer(abs(numerator(value)))) < kMostKnownBits && msb(denominator(value)) < kMostKnownBits);
}

}  // namespace

Rational common_scale(const Rational& left, const Rational& right) {
    return ratio(gcd(Integer(numerator(left) * denominator(right)), Integer(numerator(right) * denominator(left))),
                 denominator(left) * denominator(right));
}

PlanValue Numbers::constant(const Rational& value, Type type) const {
    const Rational known = kept_small(value);
    PlanValue result;
    result.type = std::move(type);
    result.constant = Value::of(known);
    result.least = known;
    result.most = known;
    return result;
}

PlanValue Numbers::of_node(NodeIndex node, Type type, const Rational& scale) {
    PlanValue result;
    result.type = std::move(type);
    result.node = node;
    result.scale = scale;
    result.table = build_[node].table;
    return result;
}

PlanValue Numbers::of_quotient(NodeIndex numerator, NodeIndex denominator, Type type, const Rational& scale) {
    PlanValue result = of_node(numerator, std::move(type), scale);
    if (denominator != kNoNode) {
        result.table = build_.deeper(build_[numerator].table, build_[denominator].table);
        result.node = build_.in_table(numerator, result.table);
        result.denominator = build_.in_table(denominator, result.table);
    }
    return result;
}

PlanValue Numbers::with_range(PlanValue value, End least, End most) const {
    // a bound of so many digits says no more than none, and costs time to compute with
    value.least = least && is_short(*least) ? std::move(least) : std::nullopt;
    value.most = most && is_short(*most) ? std::move(most) : std::nullopt;
    return value;
}

std::pair<End, End> Numbers::range(const PlanValue& value) const {
    if (value.constant) {
        return {value.constant->number(), value.constant->number()};
    }
    End least = value.least;
    End most = value.most;
    if (value.denominator == kNoNode) {
        const Node& node = build_[value.node];
        const End low = node.low ? End(Rational(*node.low) * value.scale) : End();
        const End high = node.high ? End(Rational(*node.high) * value.scale) : End();
        least = least && low ? End(std::max(*least, *low)) : low ? low : least;
        most = most && high ? End(std::min(*most, *high)) : high ? high : most;
    }
    return {least, most};
}

PlanValue Numbers::materialised(const PlanValue& value, TableIndex table) {
    if (!value.constant) {
        return value;
    }
    const Rational number = value.constant->number();
    PlanValue result = of_node(build_.integer(numerator(number), table), value.type, ratio(1, denominator(number)));
    return with_range(std::move(result), number, number);
}

void Numbers::align(std::vector<PlanValue>& values) {
    NodeIndex denominator = kNoNode;
    bool alike = true;
    for (const PlanValue& value : values) {
        alike = alike && value.denominator == values.front().denominator;
    }
    if (!alike) {
        for (std::size_t at = 0; at < values.size(); ++at) {
            for (std::size_t other = 0; other < values.size(); ++other) {
                if (other != at && values[other].denominator != kNoNode) {
                    values[at].node = build_.product(values[at].node, values[other].denominator);
                }
            }
        }
        for (const PlanValue& value : values) {
            if (value.denominator != kNoNode) {
                denominator = denominator == kNoNode ? value.denominator
                                                     : build_.product(denominator, value.denominator);
            }
        }
        for (PlanValue& value : values) {
            value.denominator = denominator;
        }
    }
    align_apart(values, 0);
}

void Numbers::align_apart(std::vector<PlanValue>& values, TableIndex table) {
    Rational scale = values.front().scale;
    bool quotients = false;
    for (const PlanValue& value : values) {
        scale = kept_small(common_scale(scale, value.scale));
        quotients = quotients || value.denominator != kNoNode;
    }
    for (PlanValue& value : values) {
        // rules that are refused are lowered to their end, but no longer computed with
        value.node = build_.too_large() ? value.node : build_.scaled(value.node, multiple(value.scale, scale));
        value.scale = scale;
        if (quotients && value.denominator == kNoNode) {
            value.denominator = build_.integer(1, table);
        }
    }
}

PlanValue Numbers::add(const PlanValue& left, const PlanValue& right, Type type) {
    if (left.constant && right.constant) {
        return constant(left.constant->number() + right.constant->number(), std::move(type));
    }
    const auto [low_left, high_left] = range(left);
    const auto [low_right, high_right] = range(right);
    std::vector<PlanValue> both{materialised(left, 0), materialised(right, 0)};
    align(both);
    PlanValue result = of_quotient(build_.sum(both[0].node, both[1].node), both[0].denominator, std::move(type),
                                   both[0].scale);
    return with_range(std::move(result), low_left && low_right ? End(*low_left + *low_right) : End(),
                      high_left && high_right ? End(*high_left + *high_right) : End());
}

PlanValue Numbers::subtract(const PlanValue& left, const PlanValue& right, Type type) {
    if (left.constant || right.constant || left.denominator != kNoNode || right.denominator != kNoNode) {
        return add(left, negate(right), std::move(type));
    }
    std::vector<PlanValue> both{left, right};
    align(both);
    return of_node(build_.difference(both[0].node, both[1].node), std::move(type), both[0].scale);
}

PlanValue Numbers::negate(const PlanValue& value) {
    if (value.constant) {
        return constant(-value.constant->number(), value.type);
    }
    const auto [least, most] = range(value);
    PlanValue result = value;
    result.node = build_.negated(value.node);
    return with_range(std::move(result), most ? End(-*most) : End(), least ? End(-*least) : End());
}

PlanValue Numbers::absolute(const PlanValue& value) {
    if (value.constant) {
        return constant(abs(value.constant->number()), value.type);
    }
    const auto [least, most] = range(value);
    PlanValue result = value;
    result.node = build_.absolute(value.node);
    const End reach = least && most ? End(std::max(Rational(abs(*least)), Rational(abs(*most)))) : End();
    return with_range(std::move(result), Rational(0), reach);
}

/// Squares of squares soon have more digits than a machine: then the rules are refused.
Rational Numbers::kept_small(const Rational& known) const {
    if (is_short(known)) {
        return known;
    }
    build_.give_up();
    return 1;
}

PlanValue Numbers::multiply(const PlanValue& left, const PlanValue& right, Type type) {
    if (left.constant && right.constant) {
        return constant(left.constant->number() * right.constant->number(), std::move(type));
    }
    if (left.constant || right.constant) {
        const Rational factor = (left.constant ? left : right).constant->number();
        PlanValue value = left.constant ? right : left;
        if (factor == 0) {
            // not folded to a constant: an unknown or an error in the other factor must still show
            value.node = build_.scaled(value.node, 0);
            value.least = value.most = Rational(0);
        } else {
            value = factor < 0 ? negate(value) : value;
            const Rational size = abs(factor);
            value.scale = kept_small(value.scale * size);
            value.type = std::move(type);
            End least = value.least ? End(*value.least * size) : End();
            End most = value.most ? End(*value.most * size) : End();
            return with_range(std::move(value), std::move(least), std::move(most));
        }
        value.type = std::move(type);
        return value;
    }
    for (const auto& [quotient, factor] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
        if (auto value = cancelled(*quotient, *factor, type)) {
            return std::move(*value);
        }
    }
    const auto [low_left, high_left] = range(left);
    const auto [low_right, high_right] = range(right);
    const NodeIndex below = left.denominator == kNoNode    ? right.denominator
                            : right.denominator == kNoNode ? left.denominator
                                                           : build_.product(left.denominator, right.denominator);
    PlanValue result = of_quotient(build_.product(left.node, right.node), below, std::move(type),
                                   kept_small(left.scale * right.scale));
    if (low_left && high_left && low_right && high_right) {
        const auto [least, most] = std::minmax({Rational(*low_left * *low_right), Rational(*low_left * *high_right),
                                                Rational(*high_left * *low_right), Rational(*high_left * *high_right)});
        return with_range(std::move(result), least, most);
    }
    const bool positive = low_left && low_right && *low_left >= 0 && *low_right >= 0;
    return with_range(std::move(result), positive ? End(*low_left * *low_right) : End(), End());
}

NodeIndex Numbers::beside(NodeIndex value, NodeIndex other) {
    const TableIndex table = build_.deeper(build_[value].table, build_[other].table);
    Node made;
    made.op = Op::beside;
    made.kind = build_[value].kind;
    made.table = table;
    made.low = build_[value].low;
    made.high = build_[value].high;
    made.operands = {build_.in_table(value, table), build_.in_table(other, table)};
    return build_.add(std::move(made));
}

NodeIndex Numbers::stateless(NodeIndex value) {
    Node made;
    made.op = Op::stateless;
    made.kind = build_[value].kind;
    made.table = build_[value].table;
    made.low = build_[value].low;
    made.high = build_[value].high;
    made.operands = {value};
    return build_.add(std::move(made));
}

PlanValue Numbers::beside(const PlanValue& value, const PlanValue& other) {
    if (other.constant) {
        return value;
    }
    PlanValue result = materialised(value, 0);
    result.node = beside(result.node, other.node);
    result.table = build_[result.node].table;
    return result;
}

PlanValue Numbers::guarded(const PlanValue& value, NodeIndex test, RuntimeError error) {
    PlanValue result = materialised(value, 0);
    result.table = build_.deeper(result.table, build_[test].table);
    result.node = build_.guarded(build_.in_table(result.node, result.table), test, error);
    return result;
}

NodeIndex Numbers::near(NodeIndex whole, bool cut) {
    const Integer reach = Integer(1) << 40U;
    const Bounds bounds = bounds_of(build_[whole]);
    if (bounds.low && bounds.high && *bounds.low >= -reach && *bounds.high <= reach) {
        return build_.in_lanes(whole, LaneKind::int64);
    }
    const TableIndex table = build_[whole].table;
    const NodeIndex raised = build_.maximum(whole, build_.integer(-reach, table));
    const NodeIndex held = build_.in_lanes(build_.minimum(raised, build_.integer(reach, table)), LaneKind::int64);
    if (cut) {
        return held;
    }
    Node guarded;
    guarded.op = Op::guard;
    guarded.kind = LaneKind::int64;
    guarded.table = table;
    const NodeIndex high_enough = build_.compared_constant(whole, -reach, Relation::greater_equal);
    const NodeIndex inside = build_.both(high_enough, build_.compared_constant(whole, reach, Relation::less_equal));
    guarded.operands = {held, inside};
    guarded.error = RuntimeError::too_large;
    guarded.low = -reach;
    guarded.high = reach;
    return build_.add(std::move(guarded));
}

PlanValue Numbers::reciprocal(const PlanValue& value) {
    const auto [least, most] = range(value);
    const NodeIndex checked = build_.add_number(Op::divisor, build_[value.node].table, {value.node},
                                                either(bounds_of(build_[value.node]), Bounds::exactly(1)));
    NodeIndex top = value.denominator == kNoNode ? build_.integer(1, build_[checked].table) : value.denominator;
    NodeIndex below = checked;
    if (!(least && *least >= 0)) {
        const NodeIndex negative = build_.compared_constant(checked, 0, Relation::less);
        top = build_.selected(negative, build_.negated(top), top);
        below = build_.absolute(checked);
    }
    const NodeIndex above = beside(top, checked);
    PlanValue result = of_quotient(above, stateless(below), value.type, 1 / value.scale);
    // a divisor is a whole number of at least one step, unless it is a quotient itself
    const End reach = value.denominator == kNoNode ? End(1 / value.scale) : End();
    if (least && *least >= 0) {
        return with_range(std::move(result), Rational(0), *least > 0 ? End(1 / *least) : reach);
    }
    return with_range(std::move(result), reach ? End(-*reach) : End(), reach);
}

PlanValue Numbers::divide(const PlanValue& left, const PlanValue& right, Type type) {
    if (right.constant) {
        const Rational divisor = right.constant->number();
        if (divisor == 0) {
            return of_node(build_.fail(RuntimeError::division_by_zero, LaneKind::int64, 0), std::move(type));
        }
        return multiply(left, constant(1 / divisor, right.type), std::move(type));
    }
    const PlanValue inverse = reciprocal(right);
    return multiply(left, inverse, std::move(type));
}

std::optional<NodeIndex> Numbers::compare_constant(const PlanValue& left, const Rational& right, Relation relation) {
    if (left.denominator != kNoNode) {
        return std::nullopt;
    }
    const Rational steps = right / left.scale;
    switch (relation) {
        case Relation::less:
        case Relation::greater_equal: return build_.compared_constant(left.node, ceiling(steps), relation);
        case Relation::less_equal:
        case Relation::greater: return build_.compared_constant(left.node, floor(steps), relation);
        case Relation::equal:
        case Relation::not_equal: break;
    }
    return is_integer(steps) ? std::optional(build_.compared_constant(left.node, numerator(steps), relation))
                             : std::nullopt;
}

NodeIndex Numbers::compare(const PlanValue& left, const PlanValue& right, Relation relation) {
    if (left.constant && right.constant) {
        return build_.boolean(relation_holds(left.constant->number(), relation, right.constant->number()), 0);
    }
    if (right.constant) {
        if (const auto node = compare_constant(left, right.constant->number(), relation)) {
            return *node;
        }
    }
    if (left.constant) {
        if (const auto node = compare_constant(right, left.constant->number(), mirrored(relation))) {
            return *node;
        }
    }
    std::vector<PlanValue> both{materialised(left, 0), materialised(right, 0)};
    align(both);
    return build_.compared(both[0].node, both[1].node, relation);
}

PlanValue Numbers::extreme(const PlanValue& left, const PlanValue& right, bool smaller) {
    if (left.constant && right.constant) {
        const bool first = (left.constant->number() < right.constant->number()) == smaller;
        return first ? left : right;
    }
    const auto [low_left, high_left] = range(left);
    const auto [low_right, high_right] = range(right);
    const auto inner = [smaller](const End& a, const End& b) -> End {
        return a && b ? End(smaller ? std::min(*a, *b) : std::max(*a, *b)) : a ? a : b;
    };
    const auto outer = [smaller](const End& a, const End& b) -> End {
        return a && b ? End(smaller ? std::min(*a, *b) : std::max(*a, *b)) : End();
    };
    std::vector<PlanValue> both{materialised(left, 0), materialised(right, 0)};
    PlanValue result;
    if (both[0].denominator == both[1].denominator) {
        align(both);
        const NodeIndex node = smaller ? build_.minimum(both[0].node, both[1].node)
                                       : build_.maximum(both[0].node, both[1].node);
        result = of_quotient(node, both[0].denominator, left.type, both[0].scale);
    } else {
        const NodeIndex first = compare(left, right, smaller ? Relation::less_equal : Relation::greater_equal);
        result = select(first, both[0], both[1]);
    }
    return smaller ? with_range(std::move(result), outer(low_left, low_right), inner(high_left, high_right))
                   : with_range(std::move(result), inner(low_left, low_right), outer(high_left, high_right));
}

PlanValue Numbers::minimum(const PlanValue& left, const PlanValue& right) { return extreme(left, right, true); }
PlanValue Numbers::maximum(const PlanValue& left, const PlanValue& right) { return extreme(left, right, false); }

PlanValue Numbers::select(NodeIndex condition, const PlanValue& then, const PlanValue& otherwise) {
    const auto [low_then, high_then] = range(then);
    const auto [low_else, high_else] = range(otherwise);
    std::vector<PlanValue> both{materialised(then, 0), materialised(otherwise, 0)};
    align_apart(both, 0);
    const NodeIndex below = both[0].denominator == kNoNode
                                ? kNoNode
                                : build_.selected(condition, both[0].denominator, both[1].denominator);
    PlanValue result = of_quotient(build_.selected(condition, both[0].node, both[1].node), below, then.type,
                                   both[0].scale);
    return with_range(std::move(result), low_then && low_else ? End(std::min(*low_then, *low_else)) : End(),
                      high_then && high_else ? End(std::max(*high_then, *high_else)) : End());
}

PlanValue Numbers::rounded(const PlanValue& value, const Rational& step, Rounding rounding) {
    if (value.constant) {
        return constant(round_to_step(value.constant->number(), step, rounding), value.type);
    }
    const auto [least, most] = range(value);
    const Rational times = value.scale / step;
    const NodeIndex top = build_.scaled(value.node, numerator(times));
    NodeIndex steps = top;
    if (value.denominator == kNoNode) {
        steps = build_.divided_constant(top, denominator(times), rounding);
    } else {
        const Bounds bounds{least ? std::optional<Integer>(floor(*least / step)) : std::nullopt,
                            most ? std::optional<Integer>(ceiling(*most / step)) : std::nullopt};
        steps = build_.divided(top, build_.scaled(value.denominator, denominator(times)), rounding, bounds);
    }
    return of_node(steps, value.type, step);
}

NodeIndex Numbers::whole(const PlanValue& value) {
    if (value.constant && value.constant->state() == State::absent) {
        return build_.fail(RuntimeError::absent_value, LaneKind::int64, 0);
    }
    if (value.constant) {
        const Rational number = value.constant->number();
        return is_integer(number) ? build_.integer(numerator(number), 0)
                                  : build_.fail(RuntimeError::not_integer, LaneKind::int64, 0);
    }
    const NodeIndex top = build_.scaled(value.node, numerator(value.scale));
    if (value.denominator == kNoNode && denominator(value.scale) == 1) {
        return top;
    }
    const auto [least, most] = range(value);
    const Bounds bounds{least ? std::optional<Integer>(floor(*least)) : std::nullopt,
                        most ? std::optional<Integer>(ceiling(*most)) : std::nullopt};
    std::vector<NodeIndex> operands{top};
    TableIndex table = build_[top].table;
    if (value.denominator != kNoNode) {
        table = build_.deeper(table, build_[value.denominator].table);
        operands = {build_.in_table(top, table), build_.in_table(value.denominator, table)};
    }
    return build_.add_number(Op::whole, table, std::move(operands), bounds, denominator(value.scale));
}

bool Numbers::on_step(const PlanValue& value, const Rational& step) {
    if (value.constant) {
        return is_integer(value.constant->number() / step);
    }
    return value.denominator == kNoNode && is_integer(value.scale / step);
}

}  // namespace huiqi
