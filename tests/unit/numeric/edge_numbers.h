#pragma once

#include <cstdint>
#include <random>

#include "engine/numeric/integer.h"

namespace huiqi {

/// Draws integers that crowd the edges of the lanes: within a few of +-2^31, 2^32, 2^63, 2^64, 2^96, 2^127,
/// 2^128, 2^200, or of any number of bits up to 200, or small.
class EdgeNumbers {
public:
    /// Draws the same numbers for the same seed.
    explicit EdgeNumbers(std::uint64_t seed) : random_(seed) {}

    /// Draws from the whole set.
    Integer any() {
        const Integer size = draw_size();
        return below(2) == 0 ? size : Integer(-size);
    }
    /// Draws one that fits 128 bits.
    Int128 int128() {
        for (;;) {
            const Integer value = any();
            if (fits_int128(value)) {
                return to_int128(value);
            }
        }
    }
    /// Draws one that fits 64 bits.
    std::int64_t int64() {
        for (;;) {
            const Integer value = any();
            if (fits_int64(value)) {
                return to_int64(value);
            }
        }
    }
    /// Draws from 0 up to, not including, the bound.
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

private:
    Integer draw_size() {
        static constexpr std::array<unsigned, 8> kEdges{31, 32, 63, 64, 96, 127, 128, 200};
        switch (below(4)) {
            case 0: return {below(20)};
            case 1:
            case 2: {
                const Integer edge = (Integer(1) << kEdges[below(kEdges.size())]) + below(5);
                return edge - 2;
            }
            default: {
                Integer value = 1;
                const std::uint64_t bits = below(200);
                for (std::uint64_t i = 0; i < bits; ++i) {
                    value = value * 2 + (random_() & 1);
                }
                return value;
            }
        }
    }

    std::mt19937_64 random_;
};

}  // namespace huiqi
