#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/numeric/rounding_mode.h"

namespace huiqi {

/// A division of many whole numbers by one, prepared: what depends on the divisor, the rounding and the greatest
/// numerator is worked out once. Exact like `divide_rounded`, which it falls back on where a quotient may pass 2^50.
///
/// Each magnitude gets a bias that turns the rounding into cutting. The quotient is estimated by one multiplication
/// with a rounded reciprocal, which is off by less than one half below 2^50; the remainder in integers corrects it.
class ColumnDivision {
public:
    /// Requires divisor > 0 and |numerator| <= reach; `never_negative` says that none of them is below 0.
    ColumnDivision(std::int64_t divisor, Rounding rounding, std::uint64_t reach, bool never_negative) noexcept;

    /// Divides `rows` numerators; `to` may be `from`.
    void operator()(const std::int64_t* from, std::int64_t* to, std::size_t rows) const noexcept;

private:
    struct Constants {
        std::uint64_t divisor;
        std::uint64_t bias;            ///< of numerators from 0 up
        std::uint64_t negative_bias;   ///< what numerators below 0 have beyond it
        double reciprocal;
    };

    Constants constants_;
    std::int64_t divisor_;
    Rounding rounding_;
    bool estimated_;        ///< quotients are small enough for the estimate
    bool narrow_;           ///< biased numerators are below 2^52
    bool never_negative_;
    bool even_ties_;        ///< ties exist, and go to the even neighbour
};

}  // namespace huiqi
