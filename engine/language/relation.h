#pragma once

#include <cstdint>

namespace huiqi {

/// The comparison of a test; also of 以上 (greater_equal) 以下 以内 (less_equal) 超过 (greater) 不满 不足 (less).
enum class Relation : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

/// Tells whether two values compare so.
template <class Number>
[[nodiscard]] constexpr bool relation_holds(const Number& left, Relation relation, const Number& right) {
    switch (relation) {
        case Relation::equal: return left == right;
        case Relation::not_equal: return left != right;
        case Relation::less: return left < right;
        case Relation::less_equal: return left <= right;
        case Relation::greater: return left > right;
        case Relation::greater_equal: return left >= right;
    }
    return false;
}

/// Gives the comparison that says the same with its sides exchanged: 3 < x is x > 3.
[[nodiscard]] constexpr Relation mirrored(Relation relation) {
    switch (relation) {
        case Relation::less: return Relation::greater;
        case Relation::less_equal: return Relation::greater_equal;
        case Relation::greater: return Relation::less;
        case Relation::greater_equal: return Relation::less_equal;
        case Relation::equal:
        case Relation::not_equal: return relation;
    }
    return relation;
}

}  // namespace huiqi
