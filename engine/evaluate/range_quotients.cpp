#include <algorithm>
#include <array>

#include "engine/evaluate/range_run.h"

namespace huiqi {
namespace {

using End = std::optional<Rational>;

/// How deep numerators and denominators are looked into side by side.
constexpr unsigned kDeep = 12;

/// An end of very many digits says little and costs much.
[[nodiscard]] End kept(const Rational& end) {
    constexpr unsigned kMostBits = 4096;
    return end == 0 || (msb(Integer(abs(numerator(end)))) < kMostBits && msb(denominator(end)) < kMostBits) ? End(end) : End();
}

[[nodiscard]] QuotientBounds exactly(const Rational& value) { return {value, value}; }

[[nodiscard]] QuotientBounds of_bounds(const Bounds& bounds) {
    return {bounds.low ? End(Rational(*bounds.low)) : End(), bounds.high ? End(Rational(*bounds.high)) : End()};
}

[[nodiscard]] bool is_single(const QuotientBounds& one) { return one.low && one.high && *one.low == *one.high; }

/// What holds by both ways of looking.
[[nodiscard]] QuotientBounds both(const QuotientBounds& left, const QuotientBounds& right) {
    return {left.low && right.low ? End(std::max(*left.low, *right.low)) : left.low ? left.low : right.low,
            left.high && right.high ? End(std::min(*left.high, *right.high)) : left.high ? left.high : right.high};
}

[[nodiscard]] QuotientBounds either(const QuotientBounds& left, const QuotientBounds& right) {
    return {left.low && right.low ? End(std::min(*left.low, *right.low)) : End(),
            left.high && right.high ? End(std::max(*left.high, *right.high)) : End()};
}

[[nodiscard]] QuotientBounds sum(const QuotientBounds& left, const QuotientBounds& right) {
    return {left.low && right.low ? kept(*left.low + *right.low) : End(),
            left.high && right.high ? kept(*left.high + *right.high) : End()};
}

[[nodiscard]] QuotientBounds negated(const QuotientBounds& one) {
    return {one.high ? End(-*one.high) : End(), one.low ? End(-*one.low) : End()};
}

[[nodiscard]] QuotientBounds absolute(const QuotientBounds& one) {
    if (one.low && *one.low >= 0) {
        return one;
    }
    if (one.high && *one.high <= 0) {
        return negated(one);
    }
    return {Rational(0), one.low && one.high ? End(std::max(Rational(-*one.low), *one.high)) : End()};
}

[[nodiscard]] QuotientBounds lesser(const QuotientBounds& left, const QuotientBounds& right) {
    return {either(left, right).low, both(left, right).high};
}

[[nodiscard]] QuotientBounds greater(const QuotientBounds& left, const QuotientBounds& right) {
    return {both(left, right).low, either(left, right).high};
}

[[nodiscard]] QuotientBounds product(const QuotientBounds& left, const QuotientBounds& right) {
    for (const auto& [one, other] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
        if (is_single(*one) && *one->low == 0) {
            return exactly(0);
        }
        if (is_single(*one) && *one->low > 0) {
            return {other->low ? kept(*other->low * *one->low) : End(), other->high ? kept(*other->high * *one->low) : End()};
        }
    }
    if (left.low && left.high && right.low && right.high) {
        const std::array ends{Rational(*left.low * *right.low), Rational(*left.low * *right.high),
                              Rational(*left.high * *right.low), Rational(*left.high * *right.high)};
        const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
        return {kept(*low), kept(*high)};
    }
    if (left.low && right.low && *left.low >= 0 && *right.low >= 0) {
        const End low = kept(*left.low * *right.low);
        return {low ? low : End(Rational(0)), End()};
    }
    return {};
}

/// Operations that leave the value of their first operand as it is.
[[nodiscard]] bool leaves_value(Op op) {
    return op == Op::widen || op == Op::narrow || op == Op::beside || op == Op::guard || op == Op::present;
}

}  // namespace

QuotientBounds RangeRun::plain_quotient(NodeIndex above, NodeIndex below, std::size_t lane) const {
    const auto of = [&](NodeIndex node) -> const Bounds& {
        return lanes_[node][std::min(lane, lanes_[node].size() - 1)].bounds;
    };
    const Bounds& top = of(above);
    const Bounds& divisor = of(below);
    if (!divisor.low || *divisor.low < 1) {
        return {};
    }
    const auto by = [&](const Integer& end, bool outward) -> Rational {
        // far from zero by the least divisor, near to it by the greatest, or just zero
        return outward        ? huiqi::ratio(end, *divisor.low)
               : divisor.high ? huiqi::ratio(end, *divisor.high)
                              : Rational(0);
    };
    return {top.low ? End(by(*top.low, *top.low < 0)) : End(), top.high ? End(by(*top.high, *top.high > 0)) : End()};
}

QuotientBounds RangeRun::quotient(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth) {
    const Node* top = &plan_.nodes[above];
    while (leaves_value(top->op)) {
        above = top->operands[0];
        top = &plan_.nodes[above];
    }
    while (leaves_value(plan_.nodes[below].op)) {
        below = plan_.nodes[below].operands[0];
    }
    if (above == below) {
        return exactly(1);
    }
    const auto key = std::tuple(above, below, lane);
    if (const auto known = quotients_.find(key); known != quotients_.end()) {
        return known->second;
    }
    QuotientBounds made = plain_quotient(above, below, lane);
    if (!is_single(made) && depth < kDeep) {
        made = both(made, quotient_made(above, below, lane, depth + 1));
        quotients_.emplace(key, made);
    }
    return made;
}

QuotientBounds RangeRun::quotient_made(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth) {
    const Node& top = plan_.nodes[above];
    const Node& divisor = plan_.nodes[below];
    if (top.op == Op::numerator && divisor.op == Op::denominator && top.operands[0] == divisor.operands[0]) {
        return ratio(plan_.nodes[top.operands[0]], lane, depth);
    }
    if (top.op == Op::scale_by) {
        return product(exactly(Rational(top.immediate)), quotient(top.operands[0], below, lane, depth));
    }
    if (divisor.op == Op::scale_by && divisor.immediate > 0) {
        return product(exactly(1 / Rational(divisor.immediate)), quotient(above, divisor.operands[0], lane, depth));
    }
    if ((top.op == Op::assemble || top.op == Op::gather) && top.op == divisor.op) {
        return quotient_moved(top, divisor, lane, depth);
    }
    if (top.op == Op::select || divisor.op == Op::select) {
        return quotient_chosen(above, below, lane, depth);
    }
    return quotient_above(top, below, lane, depth);
}

QuotientBounds RangeRun::quotient_above(const Node& above, NodeIndex below, std::size_t lane, unsigned depth) {
    const auto part = [&](std::size_t at) { return quotient(above.operands[at], below, lane, depth); };
    switch (above.op) {
        case Op::negate: return negated(part(0));
        case Op::absolute: return absolute(part(0));
        case Op::minimum: return lesser(part(0), part(1));
        case Op::maximum: return greater(part(0), part(1));
        case Op::add: return sum(part(0), part(1));
        case Op::subtract: return sum(part(0), negated(part(1)));
        case Op::multiply: return quotient_of_product(above, below, lane, depth);
        default: return {};
    }
}

/// (a · b) / (c · d) is a/c · b/d and a/d · b/c; (a · b) / c is a/c · b and b/c · a.
QuotientBounds RangeRun::quotient_of_product(const Node& above, NodeIndex below, std::size_t lane, unsigned depth) {
    const Node& divisor = plan_.nodes[below];
    const NodeIndex left = above.operands[0];
    const NodeIndex right = above.operands[1];
    if (divisor.op == Op::multiply) {
        const NodeIndex first = divisor.operands[0];
        const NodeIndex second = divisor.operands[1];
        return both(product(quotient(left, first, lane, depth), quotient(right, second, lane, depth)),
                    product(quotient(left, second, lane, depth), quotient(right, first, lane, depth)));
    }
    const auto alone = [&](std::size_t at) { return of_bounds(operand(above, at, lane).bounds); };
    return both(product(quotient(left, below, lane, depth), alone(1)), product(alone(0), quotient(right, below, lane, depth)));
}

QuotientBounds RangeRun::quotient_chosen(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth) {
    const Node& top = plan_.nodes[above];
    const Node& divisor = plan_.nodes[below];
    const Node& chooser = top.op == Op::select ? top : divisor;
    const auto branch = [&](std::size_t at) {
        const bool of_top = top.op == Op::select;
        const bool of_divisor = divisor.op == Op::select && divisor.operands[0] == chooser.operands[0];
        return quotient(of_top ? top.operands[at] : above, of_divisor ? divisor.operands[at] : below, lane, depth);
    };
    const Possible& test = operand(chooser, 0, lane);
    if (!test.may_be_true() || !test.may_be_false()) {
        return test.may_be_true() ? branch(1) : test.may_be_false() ? branch(2) : QuotientBounds{};
    }
    return either(branch(1), branch(2));
}

/// Both from the same row elsewhere.
QuotientBounds RangeRun::quotient_moved(const Node& above, const Node& below, std::size_t lane, unsigned depth) {
    if (exact_[above.table] == 0) {
        return {};
    }
    if (above.op == Op::assemble && above.operands[0] == below.operands[0]) {
        const SegmentLanes& rows = (*evaluator_)[above.operands[0]].segments;
        if (lane < rows.parts.size()) {
            const std::size_t part = 1 + rows.parts[lane];
            return quotient(above.operands[part], below.operands[part], rows.sources[lane], depth);
        }
    }
    if (above.op == Op::gather && above.operands[1] == below.operands[1] && tainted_[above.operands[1]] == 0) {
        return quotient(above.operands[0], below.operands[0], (*evaluator_)[above.operands[1]].lanes<std::uint32_t>()[lane], depth);
    }
    return {};
}

/// What a fold of quotients comes to, of a list that is known; of another one nothing is said.
QuotientBounds RangeRun::ratio(const Node& node, std::size_t lane, unsigned depth) {
    if (node.op == Op::ratio_reduced) {
        return quotient(node.operands[0], node.operands[1], lane, depth);
    }
    const bool folds = node.op == Op::ratio_sum || node.op == Op::ratio_minimum || node.op == Op::ratio_maximum || node.op == Op::ratio_median;
    if (!folds || exact_[node.table] == 0 || exact_[plan_.nodes[node.operands[0]].table] == 0 || !operand(node, 2, lane).settled()) {
        return {};
    }
    const SegmentLanes& rows = (*evaluator_)[node.operands[2]].segments;
    QuotientBounds made = node.op == Op::ratio_sum ? exactly(0) : QuotientBounds{};
    for (std::uint32_t at = 0; at < rows.lengths[lane]; ++at) {
        const QuotientBounds one = quotient(node.operands[0], node.operands[1], rows.starts[lane] + at, depth);
        made = node.op == Op::ratio_sum     ? sum(made, one)
               : at == 0                    ? one
               : node.op == Op::ratio_minimum ? lesser(made, one)
               : node.op == Op::ratio_maximum ? greater(made, one)
                                              : either(made, one);
    }
    return made;
}

}  // namespace huiqi
