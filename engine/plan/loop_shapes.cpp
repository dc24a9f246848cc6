#include "engine/plan/loop_shapes.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace huiqi {
namespace {

using End = std::optional<Integer>;

/// How far back from a state's next value its making is looked at.
constexpr int kDeepest = 100;

/// What a value inside a loop may be: the state and something that lies within `grown`, or anything within `fresh`.
struct Reach {
    std::optional<Bounds> grown;
    std::optional<Bounds> fresh;
};

[[nodiscard]] std::optional<Bounds> joined(const std::optional<Bounds>& left, const std::optional<Bounds>& right) {
    return left && right ? std::optional(either(*left, *right)) : left ? left : right;
}

[[nodiscard]] Reach with(const Reach& value, const Bounds& more) {
    return {.grown = *value.grown + more, .fresh = value.fresh ? std::optional(*value.fresh + more) : std::nullopt};
}

/// Looks how the next value of a state is made of it: by sums, choices, minima and maxima.
class Growth {
public:
    Growth(const Builder& build, NodeIndex state) : build_(build), state_(state) {}

    [[nodiscard]] Reach of(NodeIndex index, int depth = 0) {
        if (index == state_) {
            return {.grown = Bounds::exactly(0), .fresh = std::nullopt};
        }
        const Reach plain{.grown = std::nullopt, .fresh = bounds_of(build_[index])};
        if (index < state_ || depth > kDeepest) {
            return plain;
        }
        const auto [at, fresh] = known_.try_emplace(index, plain);
        if (fresh) {
            Reach found = look(build_[index], plain, depth + 1);
            known_[index] = found;
            return found;
        }
        return at->second;
    }

private:
    [[nodiscard]] Reach look(const Node& node, const Reach& plain, int depth) {
        const auto side = [&](std::size_t at) { return of(node.operands[at], depth); };
        const auto bounds = [&](std::size_t at) { return bounds_of(build_[node.operands[at]]); };
        switch (node.op) {
            case Op::widen:
            case Op::narrow: return side(0);
            case Op::add: {
                const Reach left = side(0);
                if (left.grown) {
                    return with(left, bounds(1));
                }
                const Reach right = side(1);
                return right.grown ? with(right, bounds(0)) : plain;
            }
            case Op::subtract: {
                const Reach left = side(0);
                return left.grown ? with(left, negated(bounds(1))) : plain;
            }
            case Op::select: return either_of(side(1), side(2));
            case Op::minimum:
            case Op::maximum: return either_of(side(0), side(1));
            default: return plain;
        }
    }

    [[nodiscard]] static Reach either_of(const Reach& left, const Reach& right) {
        return {.grown = joined(left.grown, right.grown), .fresh = joined(left.fresh, right.fresh)};
    }

    const Builder& build_;
    NodeIndex state_;
    std::unordered_map<NodeIndex, Reach> known_;
};

/// Gives the bound that holds in every round by induction, when a round adds no more than it proves: the first value or a
/// fresh one, and what any number of rounds adds. `up` for the high end.
[[nodiscard]] End proven(const Reach& reach, const Bounds& first, const Integer& rounds, bool up) {
    const auto end = [up](const Bounds& bounds) { return up ? bounds.high : bounds.low; };
    const auto outer = [up](const Integer& left, const Integer& right) {
        return up ? std::max(left, right) : std::min(left, right);
    };
    End base = end(first);
    if (reach.fresh) {
        const End other = end(*reach.fresh);
        base = base && other ? End(outer(*base, *other)) : End();
    }
    const End step = reach.grown ? end(*reach.grown) : End(0);
    return base && step ? End(*base + rounds * outer(*step, 0)) : End();
}

/// Gives an end its next try: what was seen, what can be proven from it, the most of 64 and of 128 bits, no end.
[[nodiscard]] End wider(const Integer& end, const End& seen, const End& bound, int often, bool up) {
    const auto most = [&](unsigned bits) {
        const Integer reach = Integer(1) << bits;
        return End(up ? std::max(end, reach) : std::min(end, Integer(-reach)));
    };
    switch (often) {
        case 1: return seen ? seen : bound;
        case 2: return bound ? bound : most(62);
        case 3: return most(62);
        case 4: return most(126);
        default: return std::nullopt;
    }
}

}  // namespace

LoopShape LoopShapes::of(const PlanValue& value, const Type& type) {
    LoopShape shape;
    shape.type = type;
    if (!shape.number()) {
        shape.kind = lanes_of(type);
        return shape;
    }
    const PlanValue ready = values_.ready(values_.typed(value, type), 0);
    shape.scale = ready.scale;
    shape.bounds = either(bounds_of(build_[ready.node]), Bounds::exactly(0));
    shape.kind = lanes_for(shape.bounds);
    if (ready.denominator != kNoNode) {
        hold_anything(shape);
    }
    return shape;
}

LoopShape LoopShapes::narrowed(const LoopShape& shape) {
    LoopShape result = shape;
    if (shape.number() && !shape.quotient && shape.seen.low && shape.seen.high) {
        result.bounds = {std::max(*shape.bounds.low, *shape.seen.low), std::min(*shape.bounds.high, *shape.seen.high)};
        result.kind = lanes_for(result.bounds);
    }
    return result;
}

void LoopShapes::hold_anything(LoopShape& shape) {
    if (shape.number()) {
        shape.quotient = true;
        shape.kind = LaneKind::ratio;
        shape.scale = 1;
        shape.bounds = {};
    }
}

NodeIndex LoopShapes::node(const PlanValue& value, const LoopShape& shape) {
    const PlanValue ready = values_.ready(values_.typed(value, shape.type), 0);
    if (!shape.number()) {
        return ready.node;
    }
    if (!shape.quotient) {
        return build_.in_lanes(build_.scaled(ready.node, numerator(Rational(ready.scale / shape.scale))), shape.kind);
    }
    const TableIndex table = build_[ready.node].table;
    const NodeIndex below = ready.denominator == kNoNode ? build_.integer(1, table) : ready.denominator;
    return build_.add(Op::ratio_reduced, LaneKind::ratio, table,
                      {build_.in_lanes(build_.scaled(ready.node, numerator(ready.scale)), LaneKind::wide),
                       build_.in_lanes(build_.scaled(below, denominator(ready.scale)), LaneKind::wide)});
}

PlanValue LoopShapes::read(NodeIndex node, const LoopShape& shape) {
    if (!shape.quotient) {
        return shape.number() ? numbers_.of_node(node, shape.type, shape.scale) : values_.of_node(node, shape.type);
    }
    const auto part = [&](Op op, const End& low) {
        Node made;
        made.op = op;
        made.kind = LaneKind::wide;
        made.table = build_[node].table;
        made.operands = {node};
        made.low = low;
        return build_.add(std::move(made));
    };
    const NodeIndex above = part(Op::numerator, std::nullopt);
    return numbers_.of_quotient(above, part(Op::denominator, Integer(1)), shape.type);
}

NodeIndex LoopShapes::add(Op op, const LoopShape& shape, TableIndex table, std::vector<NodeIndex> operands) {
    Node made;
    made.op = op;
    made.kind = shape.kind;
    made.table = table;
    made.operands = std::move(operands);
    made.aux = op == Op::fold_result || op == Op::fold_next ? 0 : build_.fresh();
    made.low = shape.bounds.low;
    made.high = shape.bounds.high;
    return build_.add(std::move(made));
}

bool LoopShapes::holds_scale(LoopShape& shape, const Rational& scale) {
    if (is_integer(Rational(scale / shape.scale))) {
        return true;
    }
    // a scale that gets finer round after round never comes to an end
    constexpr std::uint8_t kOften = 2;
    if (++shape.finer > kOften) {
        hold_anything(shape);
        return false;
    }
    const Rational finer = common_scale(shape.scale, scale);
    shape.bounds = shape.bounds * Bounds::exactly(numerator(Rational(shape.scale / finer)));
    shape.scale = finer;
    shape.kind = lanes_for(shape.bounds);
    return false;
}

bool LoopShapes::holds_bounds(LoopShape& shape, NodeIndex state, const PlanValue& next, const Integer& rounds) {
    const Integer factor = numerator(Rational(next.scale / shape.scale));
    const Bounds direct = bounds_of(build_[next.node]) * Bounds::exactly(factor);
    const Bounds first = bounds_of(build_[build_[state].operands[0]]);
    const Reach reach = factor == 1 ? Growth(build_, state).of(next.node) : Reach{.grown = std::nullopt, .fresh = direct};
    shape.seen = either(either(direct, first), Bounds::exactly(0));
    bool fits = true;
    const auto settle = [&](End& end, const End& seen, bool up, std::uint8_t& often) {
        const auto beyond = [&](const End& value) { return !value || (up ? *value > *end : *value < *end); };
        const End bound = proven(reach, first, rounds, up);
        if (!end || !beyond(seen) || !beyond(bound)) {
            return;
        }
        fits = false;
        end = wider(*end, seen, bound, ++often, up);
    };
    settle(shape.bounds.low, direct.low, false, shape.lower);
    settle(shape.bounds.high, direct.high, true, shape.higher);
    if (shape.bounds.low && shape.bounds.high) {
        shape.kind = lanes_for(shape.bounds);
    } else if (!fits) {
        // without bounds as a fraction, whose size is that of its value whatever its scale would have been
        hold_anything(shape);
    }
    return fits;
}

bool LoopShapes::holds(LoopShape& shape, NodeIndex state, const PlanValue& next, const Integer& rounds) {
    if (!shape.number() || shape.quotient) {
        return true;
    }
    const PlanValue ready = values_.ready(values_.typed(next, shape.type), 0);
    if (ready.denominator != kNoNode) {
        hold_anything(shape);
        return false;
    }
    return holds_scale(shape, ready.scale) && holds_bounds(shape, state, ready, rounds);
}

}  // namespace huiqi
