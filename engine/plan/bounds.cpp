#include "engine/plan/bounds.h"

#include <algorithm>
#include <array>

namespace huiqi {
namespace {

using End = std::optional<Integer>;

[[nodiscard]] End plus(const End& left, const End& right) {
    return left && right ? End(*left + *right) : End();
}

[[nodiscard]] End negative(const End& end) {
    return end ? End(-*end) : End();
}

/// A bound beyond any lane says no more than none, and costs time to compute with.
[[nodiscard]] End kept_small(const Integer& end) {
    constexpr unsigned kMostBits = 4096;
    return end == 0 || msb(Integer(abs(end))) <= kMostBits ? End(end) : End();
}

/// The end that is known to bound both, or nothing.
template <class Pick>
[[nodiscard]] End outer(const End& left, const End& right, Pick pick) {
    return left && right ? End(pick(*left, *right)) : End();
}

/// The tighter end where one is enough.
template <class Pick>
[[nodiscard]] End inner(const End& left, const End& right, Pick pick) {
    if (left && right) {
        return pick(*left, *right);
    }
    return left ? left : right;
}

[[nodiscard]] Integer least(const Integer& left, const Integer& right) {
    return left < right ? left : right;
}
[[nodiscard]] Integer most(const Integer& left, const Integer& right) {
    return left < right ? right : left;
}

}  // namespace

Bounds operator+(const Bounds& left, const Bounds& right) {
    return {plus(left.low, right.low), plus(left.high, right.high)};
}

Bounds operator-(const Bounds& left, const Bounds& right) {
    return left + negated(right);
}

Bounds operator*(const Bounds& left, const Bounds& right) {
    if (left.low && left.high && right.low && right.high) {
        const std::array products{Integer(*left.low * *right.low), Integer(*left.low * *right.high),
                                  Integer(*left.high * *right.low), Integer(*left.high * *right.high)};
        const auto [low, high] = std::minmax_element(products.begin(), products.end());
        return {kept_small(*low), kept_small(*high)};
    }
    if (left.never_negative() && right.never_negative()) {
        const End low = kept_small(*left.low * *right.low);
        return {low ? low : End(0), End()};
    }
    return {};
}

Bounds negated(const Bounds& value) {
    return {negative(value.high), negative(value.low)};
}

Bounds absolute(const Bounds& value) {
    if (value.never_negative()) {
        return value;
    }
    if (value.high && *value.high <= 0) {
        return negated(value);
    }
    const End high = outer(negative(value.low), value.high, most);
    return {Integer(0), high};
}

Bounds minimum(const Bounds& left, const Bounds& right) {
    return {outer(left.low, right.low, least), inner(left.high, right.high, least)};
}

Bounds maximum(const Bounds& left, const Bounds& right) {
    return {inner(left.low, right.low, most), outer(left.high, right.high, most)};
}

Bounds either(const Bounds& left, const Bounds& right) {
    return {outer(left.low, right.low, least), outer(left.high, right.high, most)};
}

Bounds summed(const Bounds& value, const Integer& count) {
    const auto end = [&count](const End& one, bool low) -> End {
        if (one && (low ? *one >= 0 : *one <= 0)) {
            return Integer(0);
        }
        return one ? End(*one * count) : End();
    };
    return {end(value.low, true), end(value.high, false)};
}

LaneKind lanes_for(const Bounds& bounds) {
    if (!bounds.low || !bounds.high) {
        return LaneKind::wide;
    }
    static const Integer kMost64 = (Integer(1) << 63U) - 1;
    static const Integer kMost128 = (Integer(1) << 127U) - 1;
    const Integer reach = most(abs(*bounds.low), abs(*bounds.high));
    return reach <= kMost64 ? LaneKind::int64 : reach <= kMost128 ? LaneKind::int128 : LaneKind::wide;
}

Bounds bounds_of(const Node& node) {
    return {node.low, node.high};
}

}  // namespace huiqi
