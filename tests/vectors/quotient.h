#pragma once

#include <optional>

#include "engine/numeric/decimal_text.h"
#include "engine/numeric/division.h"
#include "engine/numeric/rounding.h"
#include "engine/numeric/wide.h"

namespace huiqi::vectors {

/// A lane's integer that remembers whether any step overflowed, as a guarded kernel does.
template <LaneInteger T>
struct Checked {
    T value = 0;
    bool fits = true;

    friend Checked operator+(Checked a, Checked b) {
        T out = 0;
        const bool over = __builtin_add_overflow(a.value, b.value, &out);
        return {out, a.fits && b.fits && !over};
    }
    friend Checked operator-(Checked a, Checked b) {
        T out = 0;
        const bool over = __builtin_sub_overflow(a.value, b.value, &out);
        return {out, a.fits && b.fits && !over};
    }
    friend Checked operator*(Checked a, Checked b) {
        T out = 0;
        const bool over = __builtin_mul_overflow(a.value, b.value, &out);
        return {out, a.fits && b.fits && !over};
    }
};

/// Each of the four kinds of integer a number can be computed with, under one set of names.
template <class T>
struct Lane;

template <>
struct Lane<Integer> {
    static Integer of(const Integer& value) { return value; }
    static int sign(const Integer& value) { return value.sign(); }
    static std::optional<Integer> divide(const Integer& a, const Integer& b, Rounding mode) {
        return divide_rounded(a, b, mode);
    }
    static bool fits(const Integer&) { return true; }
};

template <>
struct Lane<Wide> {
    static Wide of(const Integer& value) { return Wide(value); }
    static int sign(const Wide& value) { return value.sign(); }
    static std::optional<Integer> divide(const Wide& a, const Wide& b, Rounding mode) {
        return divide_rounded(a, b, mode).integer();
    }
    static bool fits(const Wide&) { return true; }
};

template <LaneInteger T>
struct Lane<Checked<T>> {
    static Checked<T> of(const Integer& value) {
        if constexpr (std::same_as<T, std::int64_t>) {
            return fits_int64(value) ? Checked<T>{to_int64(value), true} : Checked<T>{0, false};
        } else {
            return fits_int128(value) ? Checked<T>{to_int128(value), true} : Checked<T>{0, false};
        }
    }
    static int sign(const Checked<T>& value) { return value.value < 0 ? -1 : value.value > 0 ? 1 : 0; }
    static std::optional<Integer> divide(Checked<T> a, Checked<T> b, Rounding mode) {
        if (b.value < 0) {
            a = Checked<T>{} - a;
            b = Checked<T>{} - b;
        }
        if (!a.fits || !b.fits) {
            return std::nullopt;
        }
        return Integer(divide_rounded(a.value, b.value, mode));
    }
    static bool fits(const Checked<T>& value) { return value.fits; }
};

/// A deferred quotient in one lane: nothing is divided and no common factor is taken out before `rounded`.
template <class T>
struct Quotient {
    T top;
    T bottom;

    static Quotient of(const DecimalText& decimal) {
        const Integer power =
            pow10(static_cast<unsigned>(decimal.scale < 0 ? -decimal.scale : decimal.scale));
        return decimal.scale < 0 ? Quotient{Lane<T>::of(Integer(decimal.coefficient * power)), Lane<T>::of(1)}
                                 : Quotient{Lane<T>::of(decimal.coefficient), Lane<T>::of(power)};
    }
    static Quotient of(const Rational& value) {
        return {Lane<T>::of(numerator(value)), Lane<T>::of(denominator(value))};
    }

    friend Quotient operator+(const Quotient& a, const Quotient& b) {
        return {a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom};
    }
    friend Quotient operator-(const Quotient& a, const Quotient& b) {
        return {a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom};
    }
    friend Quotient operator*(const Quotient& a, const Quotient& b) {
        return {a.top * b.top, a.bottom * b.bottom};
    }
    friend Quotient operator/(const Quotient& a, const Quotient& b) {
        return {a.top * b.bottom, a.bottom * b.top};
    }

    /// Compares by cross multiplication; nothing when the lane is too narrow.
    friend std::optional<int> compare(const Quotient& a, const Quotient& b) {
        const T difference = a.top * b.bottom - b.top * a.bottom;
        if (!Lane<T>::fits(difference) || !Lane<T>::fits(a.bottom * b.bottom)) {
            return std::nullopt;
        }
        return Lane<T>::sign(difference) * Lane<T>::sign(a.bottom) * Lane<T>::sign(b.bottom);
    }

    /// Gives how many steps the rounded value is; nothing when the lane is too narrow.
    [[nodiscard]] std::optional<Integer> rounded(const Rational& step, Rounding mode) const {
        const Quotient steps = *this / of(step);
        return Lane<T>::divide(steps.top, steps.bottom, mode);
    }
};

/// Counts in how many vectors each lane was wide enough.
struct LaneCounts {
    int narrow = 0;
    int broad = 0;
    int unbounded = 0;
};

/// Computes in each lane what `compute` gives for the lane's kind of integer, and calls `judge` with every
/// answer of a lane that was wide enough.
template <class Compute, class Judge>
void on_every_lane(LaneCounts& counts, Compute&& compute, Judge&& judge) {
    if (const auto answer = compute.template operator()<Checked<std::int64_t>>()) {
        judge("64 bits", *answer);
        ++counts.narrow;
    }
    if (const auto answer = compute.template operator()<Checked<Int128>>()) {
        judge("128 bits", *answer);
        ++counts.broad;
    }
    if (const auto answer = compute.template operator()<Wide>()) {
        judge("wide", *answer);
        ++counts.unbounded;
    }
    if (const auto answer = compute.template operator()<Integer>()) {
        judge("integer", *answer);
    }
}

}  // namespace huiqi::vectors
