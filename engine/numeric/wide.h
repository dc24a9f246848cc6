#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/numeric/division.h"
#include "engine/numeric/int128.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/rounding_mode.h"

namespace huiqi {

/// An exact integer without bounds, the element of an unbounded column. It costs about a checked 128-bit
/// operation while it fits 128 bits, and a heap block beyond that; no value is visibly different for it. What
/// operations on heap blocks cost counts towards the `WorkLimit` of the thread, if it has one: they may throw
/// WorkSpent, and copies may too.
///
/// Invariant: `big_` is null exactly when the value fits Int128, so small values are equal when their two
/// words are. A moved-from Wide holds some value, nobody says which.
class Wide {
public:
    /// Is zero.
    constexpr Wide() noexcept = default;
    /// Holds a built-in integer; implicit, since nothing can be lost.
    template <class T>
        requires((std::integral<T> && !std::same_as<T, bool>) || std::same_as<T, Int128>)
    // NOLINTNEXTLINE(google-explicit-constructor): as said
    constexpr Wide(T value) noexcept : Wide(Small{}, static_cast<Int128>(value)) {}
    Wide(bool) = delete;
    /// Holds an Integer.
    explicit Wide(const Integer& value);

    constexpr Wide(const Wide& other) : low_(other.low_), high_(other.high_) {
        if (other.big_ != nullptr) [[unlikely]] {
            copy_big(other);
        }
    }
    constexpr Wide(Wide&& other) noexcept
        : low_(other.low_), high_(other.high_), big_(std::exchange(other.big_, nullptr)) {}
    // NOLINTNEXTLINE(bugprone-unhandled-self-assignment): two words copy onto themselves, assign_big looks
    constexpr Wide& operator=(const Wide& other) {
        if (big_ != nullptr || other.big_ != nullptr) [[unlikely]] {
            assign_big(other);
        } else {
            low_ = other.low_;
            high_ = other.high_;
        }
        return *this;
    }
    constexpr Wide& operator=(Wide&& other) noexcept {
        low_ = other.low_;
        high_ = other.high_;
        if (big_ != nullptr || other.big_ != nullptr) [[unlikely]] {
            std::swap(big_, other.big_);
            other.drop_big();
        }
        return *this;
    }
    constexpr ~Wide() {
        if (big_ != nullptr) [[unlikely]] {
            free_big();
        }
    }

    /// Tells whether the value fits 128 bits.
    [[nodiscard]] constexpr bool fits_int128() const noexcept { return big_ == nullptr; }
    /// Tells whether the value fits 64 bits.
    [[nodiscard]] constexpr bool fits_int64() const noexcept {
        return big_ == nullptr && huiqi::fits_int64(small());
    }
    /// Gives the value; requires fits_int128().
    [[nodiscard]] constexpr Int128 int128() const noexcept {
        expect(big_ == nullptr, "the wide integer fits 128 bits");
        return small();
    }
    /// Gives the value; requires fits_int64().
    [[nodiscard]] constexpr std::int64_t int64() const noexcept { return to_int64(int128()); }
    /// Gives the value as an Integer.
    [[nodiscard]] Integer integer() const;
    /// Gives the bits of the magnitude where the value does not fit 128 bits, else 0: what tells long numbers from others.
    [[nodiscard]] std::size_t long_bits() const noexcept { return big_ == nullptr ? 0 : big_bits(); }
    /// Gives the 64-bit words that work on the value is reckoned by.
    [[nodiscard]] std::size_t words() const noexcept { return big_ == nullptr ? 2 : (big_bits() + 63) / 64; }

    /// Gives -1, 0 or 1.
    [[nodiscard]] constexpr int sign() const noexcept {
        // A big value keeps its sign in the high word, so no path has to look at the heap.
        return high_ < 0 ? -1 : (high_ != 0 || low_ != 0) ? 1 : 0;
    }

    [[nodiscard]] friend constexpr Wide operator+(const Wide& left, const Wide& right) {
        Int128 sum = 0;
        if (left.both_small(right) && !__builtin_add_overflow(left.small(), right.small(), &sum)) [[likely]] {
            return Wide(Small{}, sum);
        }
        return add_big(left, right);
    }
    [[nodiscard]] friend constexpr Wide operator-(const Wide& left, const Wide& right) {
        Int128 difference = 0;
        if (left.both_small(right) && !__builtin_sub_overflow(left.small(), right.small(), &difference))
            [[likely]] {
            return Wide(Small{}, difference);
        }
        return subtract_big(left, right);
    }
    [[nodiscard]] friend constexpr Wide operator*(const Wide& left, const Wide& right) {
        if (left.both_small(right)) [[likely]] {
            const Int128 a = left.small();
            const Int128 b = right.small();
            // Most factors fit 64 bits, and a product of such cannot overflow: one multiplication, no test.
            if (huiqi::fits_int64(a) && huiqi::fits_int64(b)) [[likely]] {
                return Wide(Small{},
                            static_cast<Int128>(static_cast<std::int64_t>(a)) * static_cast<std::int64_t>(b));
            }
            Int128 product = 0;
            if (!__builtin_mul_overflow(a, b, &product)) {
                return Wide(Small{}, product);
            }
        }
        return multiply_big(left, right);
    }
    [[nodiscard]] friend constexpr Wide operator-(const Wide& value) { return Wide() - value; }
    constexpr Wide& operator+=(const Wide& other) { return *this = *this + other; }
    constexpr Wide& operator-=(const Wide& other) { return *this = *this - other; }
    constexpr Wide& operator*=(const Wide& other) { return *this = *this * other; }

    [[nodiscard]] friend constexpr bool operator==(const Wide& left, const Wide& right) noexcept {
        if (left.both_small(right)) [[likely]] {
            return left.low_ == right.low_ && left.high_ == right.high_;
        }
        return compare_big(left, right) == 0;
    }
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const Wide& left,
                                                                    const Wide& right) noexcept {
        if (left.both_small(right)) [[likely]] {
            const Int128 a = left.small();
            const Int128 b = right.small();
            return a < b   ? std::strong_ordering::less
                   : b < a ? std::strong_ordering::greater
                           : std::strong_ordering::equal;
        }
        return compare_big(left, right) <=> 0;
    }

    /// Gives the absolute value.
    [[nodiscard]] friend constexpr Wide abs(const Wide& value) { return value.sign() < 0 ? -value : value; }

private:
    struct Small {};

    constexpr Wide(Small, Int128 value) noexcept
        : low_(static_cast<std::uint64_t>(value)), high_(static_cast<std::int64_t>(value >> 64)) {}

    [[nodiscard]] constexpr Int128 small() const noexcept {
        return static_cast<Int128>(static_cast<UInt128>(static_cast<std::uint64_t>(high_)) << 64 | low_);
    }
    [[nodiscard]] constexpr bool both_small(const Wide& other) const noexcept {
        return big_ == nullptr && other.big_ == nullptr;
    }
    constexpr void drop_big() noexcept {
        if (big_ != nullptr) {
            free_big();
            big_ = nullptr;
        }
    }

    // The rare side, out of line so that the common side inlines.
    void copy_big(const Wide& other);
    void assign_big(const Wide& other);
    void free_big() noexcept;
    [[nodiscard]] static Wide add_big(const Wide& left, const Wide& right);
    [[nodiscard]] static Wide subtract_big(const Wide& left, const Wide& right);
    [[nodiscard]] static Wide multiply_big(const Wide& left, const Wide& right);
    [[nodiscard]] static int compare_big(const Wide& left, const Wide& right) noexcept;
    [[nodiscard]] std::size_t big_bits() const noexcept;

    // Two words and not an Int128: 24 bytes instead of 32, so that a chunk of a column stays in the first
    // cache.
    std::uint64_t low_ = 0;
    std::int64_t high_ = 0;  // sign of the value when big_ is set
    const Integer* big_ = nullptr;
};

/// Gives numerator / denominator rounded to an integer. Either may be negative; requires denominator != 0.
[[nodiscard]] Wide divide_rounded(const Wide& numerator, const Wide& denominator, Rounding mode);
/// As above, by a mode known when the kernel is compiled, and inline while both fit 128 bits.
template <Rounding Mode>
[[nodiscard]] constexpr Wide divide_rounded(const Wide& numerator, const Wide& denominator) {
    if (numerator.fits_int128() && denominator.fits_int128() && denominator.sign() > 0) [[likely]] {
        return divide_rounded<Mode>(numerator.int128(), denominator.int128());
    }
    return divide_rounded(numerator, denominator, Mode);
}
/// Gives the greatest integer not above a / b; requires b != 0.
[[nodiscard]] Wide floor_div(const Wide& a, const Wide& b);
/// Gives a - b * floor_div(a, b), which has the sign of b; requires b != 0.
[[nodiscard]] Wide modulo(const Wide& a, const Wide& b);
/// Gives the greatest common divisor, never negative; gcd(0, 0) is 0.
[[nodiscard]] Wide gcd(const Wide& a, const Wide& b);
/// Writes the integer in decimal: no plus sign, no grouping.
[[nodiscard]] std::string text(const Wide& value);

}  // namespace huiqi
