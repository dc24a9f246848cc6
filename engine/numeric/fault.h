#pragma once

#include <cstdint>

namespace huiqi {

/// Says why a text or an operation gives no number.
enum class NumericFault : std::uint8_t {
    malformed,          ///< the text is not a number as written here
    too_large,          ///< more digits or a larger exponent than the caller allows
    too_many_decimals,  ///< a digit other than 0 stands behind the last decimal the column may have
    out_of_range,       ///< the number does not fit the type asked for
    division_by_zero,   ///< a divisor, or the base of a negative power, is zero
};

}  // namespace huiqi
