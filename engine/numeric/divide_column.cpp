#include "engine/numeric/divide_column.h"

#include <bit>

#include "engine/numeric/division.h"
#include "engine/numeric/on_processor.h"

namespace huiqi {
namespace {

constexpr std::uint64_t kTwo52 = std::uint64_t{1} << 52U;
constexpr double kTwo52Double = 4503599627370496.0;
/// The bits of 2^52: or-ed with a whole number below it, those of the sum.
constexpr std::uint64_t kBits52 = 0x4330'0000'0000'0000;
/// The bits of 2^84, whose last place is worth 2^32.
constexpr std::uint64_t kBits84 = 0x4530'0000'0000'0000;
constexpr double kTwo84PlusTwo52 = 19342813118337666422669312.0;

static_assert(std::bit_cast<double>(kBits52) == kTwo52Double);
static_assert(kTwo84PlusTwo52 == std::bit_cast<double>(kBits84) + kTwo52Double);

/// Gives the nearest double. Conversions of 64 bits exist as vectors on few processors, these steps on all.
template <bool Narrow>
[[gnu::always_inline]] inline double as_double(std::uint64_t value) noexcept {
    if constexpr (Narrow) {
        return std::bit_cast<double>(value | kBits52) - kTwo52Double;
    } else {
        const double high = std::bit_cast<double>((value >> 32U) | kBits84);
        const double low = std::bit_cast<double>((value & 0xFFFF'FFFFU) | kBits52);
        return (high - kTwo84PlusTwo52) + low;
    }
}

template <bool Narrow, bool Signed, bool EvenTies, class Constants>
void divide(const std::int64_t* from, std::int64_t* to, std::size_t rows, const Constants& constants) noexcept {
    on_processor(
        [](const std::int64_t* numerators, std::int64_t* out, std::size_t count, Constants k)
            __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    const std::uint64_t sign = Signed ? static_cast<std::uint64_t>(numerators[row] >> 63) : 0;
                    const std::uint64_t size = (static_cast<std::uint64_t>(numerators[row]) ^ sign) - sign;
                    const std::uint64_t biased = size + k.bias + (sign & k.negative_bias);
                    const double estimate = as_double<Narrow>(biased) * k.reciprocal + kTwo52Double;
                    // The estimate was rounded to a whole number: the quotient, or one more.
                    std::uint64_t quotient = std::bit_cast<std::uint64_t>(estimate) & (kTwo52 - 1);
                    const std::uint64_t rest = biased - quotient * k.divisor;
                    const std::uint64_t over = rest >> 63U;
                    if constexpr (EvenTies) {
                        quotient -= static_cast<std::uint64_t>(rest == 0) & quotient & 1U;
                    }
                    quotient -= over;
                    out[row] = static_cast<std::int64_t>((quotient ^ sign) - sign);
                }
            },
        from, to, rows, constants);
}

/// What turns a rounding of magnitudes into cutting; `negative` where it differs for them.
struct Biases {
    std::uint64_t positive;
    std::uint64_t negative;
};

[[nodiscard]] Biases biases(Rounding rounding, std::uint64_t divisor) noexcept {
    switch (rounding) {
        case Rounding::half_up:
        case Rounding::half_even: return {divisor / 2, divisor / 2};
        case Rounding::half_down: return {(divisor - 1) / 2, (divisor - 1) / 2};
        case Rounding::up: return {divisor - 1, divisor - 1};
        case Rounding::down: return {0, 0};
        case Rounding::floor: return {0, divisor - 1};
        case Rounding::ceiling: return {divisor - 1, 0};
    }
    return {0, 0};
}

}  // namespace

ColumnDivision::ColumnDivision(std::int64_t divisor, Rounding rounding, std::uint64_t reach,
                               bool never_negative) noexcept
    : divisor_(divisor), rounding_(rounding), never_negative_(never_negative) {
    const auto below = static_cast<std::uint64_t>(divisor);
    const Biases bias = biases(rounding, below);
    constants_ = {.divisor = below,
                  .bias = bias.positive,
                  .negative_bias = bias.negative - bias.positive,
                  .reciprocal = 1.0 / static_cast<double>(below)};
    constexpr std::uint64_t kMost = (std::uint64_t{1} << 63U) - 1;
    const bool fits = below <= kMost / 2 && reach <= kMost - below;
    // The compiler knows no 64-bit vectors to multiply with on any processor at all: there the hardware divides.
    estimated_ = fits && (reach + below) / below < (std::uint64_t{1} << 50U) && processor() != Processor::baseline;
    narrow_ = fits && reach + below < kTwo52;
    even_ties_ = rounding == Rounding::half_even && below % 2 == 0;
}

void ColumnDivision::operator()(const std::int64_t* from, std::int64_t* to, std::size_t rows) const noexcept {
    if (!estimated_) {
        with_rounding(rounding_, [&]<Rounding Mode>() {
            for (std::size_t row = 0; row < rows; ++row) {
                to[row] = divide_rounded<Mode>(from[row], divisor_);
            }
        });
        return;
    }
    const auto choose = [&]<bool Narrow, bool Signed>() {
        if (even_ties_) {
            divide<Narrow, Signed, true>(from, to, rows, constants_);
        } else {
            divide<Narrow, Signed, false>(from, to, rows, constants_);
        }
    };
    if (narrow_) {
        never_negative_ ? choose.template operator()<true, false>() : choose.template operator()<true, true>();
    } else {
        never_negative_ ? choose.template operator()<false, false>() : choose.template operator()<false, true>();
    }
}

}  // namespace huiqi
