#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "engine/evaluate/machine.h"
#include "engine/numeric/on_processor.h"

namespace huiqi {

/// Lanes that vectors hold: loops over them are compiled for each kind of processor. Others run as for any.
template <class T>
inline constexpr bool kVectorLanes =
    std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::int32_t> || std::is_same_v<T, std::uint8_t>;

/// Gives a whole number that a plan holds as a lane; texts have none to compare with.
template <class T>
[[nodiscard]] T whole_constant(const Integer& value) {
    if constexpr (std::is_same_v<T, Wide>) {
        return Wide(value);
    } else if constexpr (std::is_same_v<T, Int128>) {
        return to_int128(value);
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return {};
    } else {
        return static_cast<T>(to_int64(value));
    }
}

/// Sets to[row] = combine(left[row], right[row]). Reads only one lane of a uniform operand. `combine` takes and gives
/// lanes by value and keeps no state; it is inlined always.
template <class T, class To, class Combine>
void combine_lanes(const Register& left, const Register& right, To* to, std::size_t rows, Combine combine) {
    const T* const a = lanes<T>(left);
    const T* const b = lanes<T>(right);
    if constexpr (!kVectorLanes<T>) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = combine(a[row], b[row]);
        }
    } else if (rows != 0 && right.uniform) {
        on_processor(
            [](const T* x, T y, To* out, std::size_t count, Combine work) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = work(x[row], y);
                }
            },
            a, b[0], to, rows, combine);
    } else if (rows != 0 && left.uniform) {
        on_processor(
            [](T x, const T* y, To* out, std::size_t count, Combine work) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = work(x, y[row]);
                }
            },
            a[0], b, to, rows, combine);
    } else {
        on_processor(
            [](const T* x, const T* y, To* out, std::size_t count, Combine work) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = work(x[row], y[row]);
                }
            },
            a, b, to, rows, combine);
    }
}

/// Sets to[row] = change(from[row], constant), like `combine_lanes`.
template <class From, class To, class Change>
void change_lanes(const From* from, const From& constant, To* to, std::size_t rows, Change change) {
    if constexpr (!kVectorLanes<From>) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = change(from[row], constant);
        }
    } else {
        on_processor(
            [](const From* x, From y, To* out, std::size_t count, Change work) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = work(x[row], y);
                }
            },
            from, constant, to, rows, change);
    }
}

}  // namespace huiqi
