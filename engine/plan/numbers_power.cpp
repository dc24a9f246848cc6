#include <cstdlib>
#include <utility>

#include "engine/plan/numbers.h"

namespace huiqi {

PlanValue Numbers::constant_power(const PlanValue& base, std::int64_t exponent, Type type) {
    if (exponent == 0) {   // one, but not of an unknown or an error
        return of_node(beside(build_.integer(1, build_[base.node].table), base.node), std::move(type));
    }
    PlanValue result = base;
    for (std::int64_t done = 1; done < std::abs(exponent); ++done) {
        result = multiply(result, base, type);
    }
    return exponent > 0 ? result : divide(constant(1, Type::number()), result, std::move(type));
}

/// Gives the magnitude of an exponent. Beyond 2^40, where all bases but 1 and -1 are too large, only whether it is odd counts.
NodeIndex Numbers::small_size(NodeIndex exponent) {
    const Integer reach = Integer(1) << 40U;
    const NodeIndex size = build_.absolute(exponent);
    const Bounds bounds = bounds_of(build_[size]);
    if (bounds.high && *bounds.high <= reach) {
        return build_.in_lanes(size, LaneKind::int64);
    }
    const NodeIndex even = build_.scaled(build_.divided_constant(size, 2, Rounding::floor), 2);
    const TableIndex table = build_[size].table;
    const NodeIndex rest = build_.difference(size, even);   // bounds do not see that it is 0 or 1
    const NodeIndex at_most_one = build_.minimum(rest, build_.integer(1, table));
    const NodeIndex odd = build_.maximum(at_most_one, build_.integer(0, table));
    const NodeIndex most = build_.sum(build_.integer(reach, table), odd);
    return build_.in_lanes(build_.minimum(size, most), LaneKind::int64);
}

PlanValue Numbers::power(const PlanValue& base, const PlanValue& exponent, Type type) {
    if (exponent.constant && is_integer(exponent.constant->number())) {
        const Integer times = numerator(exponent.constant->number());
        if (base.constant && fits_int64(times)) {
            const auto value = huiqi::power(base.constant->number(), to_int64(times), kMostKnownBits);
            return value ? constant(*value, std::move(type))
                         : of_node(build_.fail(value.error() == NumericFault::division_by_zero
                                                   ? RuntimeError::division_by_zero
                                                   : RuntimeError::too_large,
                                               LaneKind::int64, 0),
                                   std::move(type));
        }
        if (abs(times) <= 8) {
            return constant_power(base, to_int64(times), std::move(type));
        }
    }
    const NodeIndex times = whole(exponent);
    const PlanValue from = materialised(base, 0);
    const NodeIndex size = small_size(times);
    const auto raise = [&](NodeIndex node) {
        const TableIndex table = build_.deeper(build_[node].table, build_[size].table);
        Node made;
        made.op = Op::power;
        made.kind = LaneKind::wide;
        made.table = table;
        made.operands = {build_.in_table(build_.in_lanes(node, LaneKind::wide), table), build_.in_table(size, table)};
        return build_.add(std::move(made));
    };
    // the scale goes into numerator and denominator, since its power is no constant
    const NodeIndex below = build_.scaled(from.denominator == kNoNode ? build_.integer(1, 0) : from.denominator,
                                          denominator(from.scale));
    const NodeIndex above = raise(build_.scaled(from.node, numerator(from.scale)));
    const PlanValue up = of_quotient(above, raise(below), type);
    const NodeIndex downwards = build_.compared_constant(times, 0, Relation::less);
    // a negative power of zero is caught by the division
    const PlanValue upright = select(downwards, constant(1, Type::number()), up);
    const PlanValue inverse = divide(constant(1, Type::number()), select(downwards, up, constant(1, Type::number())), type);
    return select(downwards, inverse, upright);
}

}  // namespace huiqi
