#include "engine/io/number_texts.h"

#include <algorithm>

#include "engine/numeric/on_processor.h"

namespace huiqi {
namespace {

constexpr std::uint64_t kBelow = 100'000'000;   // eight digits
constexpr std::uint64_t kZeros = 0x3030'3030'3030'3030;

/// Lays the eight digits of a number below 10^8 into bytes, the first digit into the lowest: halves of four digits,
/// quarters of two, then single ones, each by a multiplication with a reciprocal that is exact for so few digits.
[[gnu::always_inline]] inline std::uint64_t eight_digits(std::uint64_t number) noexcept {
    const std::uint64_t high = (number * 109'951'163) >> 40U;   // / 10000
    const std::uint64_t halves = high | (number - high * 10'000) << 32U;
    const std::uint64_t hundreds = ((halves * 5'243) >> 19U) & 0x0000'007F'0000'007F;
    const std::uint64_t quarters = hundreds | (halves - hundreds * 100) << 16U;
    const std::uint64_t tens = ((quarters * 103) >> 10U) & 0x000F'000F'000F'000F;
    return tens | (quarters - tens * 10) << 8U;
}

/// Gives 1 where a < b, else 0, both below 2^63: the compiler makes jumps of a chain of comparisons.
[[gnu::always_inline]] inline std::uint64_t is_less(std::uint64_t a, std::uint64_t b) noexcept { return (a - b) >> 63U; }

/// Gives 1 for a lane from 0 to `bound` − 1, else 0.
[[gnu::always_inline]] inline std::uint64_t is_within(std::uint64_t lane, std::uint64_t bound) noexcept {
    return (~lane >> 63U) & is_less(lane, bound);
}

/// Gives how many digits a number below 10^8 has.
[[gnu::always_inline]] inline std::uint64_t length_of(std::uint64_t number) noexcept {
    return 8 - is_less(number, 10) - is_less(number, 100) - is_less(number, 1'000) - is_less(number, 10'000) -
           is_less(number, 100'000) - is_less(number, 1'000'000) - is_less(number, 10'000'000);
}

}  // namespace

void write_wholes(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept {
    on_processor(
        [](const std::int64_t* from, std::size_t count, std::uint64_t* digits, std::uint64_t* lengths)
            __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    const auto number = static_cast<std::uint64_t>(from[row]);
                    const std::uint64_t fits = is_within(number, kBelow);
                    const std::uint64_t whole = number & (0 - fits);
                    const std::uint64_t length = length_of(whole);
                    digits[row] = (eight_digits(whole) | kZeros) >> (64 - 8 * length);
                    lengths[row] = length & (0 - fits);
                }
            },
        numbers, rows, out.digits.data(), out.lengths.data());
    std::fill_n(out.tails.begin(), rows, static_cast<std::uint64_t>(behind));
}

void write_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept {
    on_processor(
        [](const std::int64_t* from, std::size_t count, std::uint64_t* digits, std::uint64_t* lengths,
           std::uint64_t* tails, std::uint64_t last) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < count; ++row) {
                const auto given = static_cast<std::uint64_t>(from[row]);
                const std::uint64_t fits = is_within(given, kBelow * 100);
                const std::uint64_t number = given & (0 - fits);
                // a quarter of it by 25: below 2^32 the rounded-up 2^37 / 25 is exact
                const std::uint64_t whole = ((number >> 2U) * 5'497'558'139) >> 37U;
                const std::uint64_t cents = number - whole * 100;
                const std::uint64_t ten_cents = (cents * 103) >> 10U;
                const std::uint64_t length = length_of(whole);
                digits[row] = (eight_digits(whole) | kZeros) >> (64 - 8 * length);
                lengths[row] = length & (0 - fits);
                tails[row] = last + (ten_cents << 8U) + ((cents - ten_cents * 10) << 16U);
            }
        },
        numbers, rows, out.digits.data(), out.lengths.data(), out.tails.data(),
        0x30'302E + (static_cast<std::uint64_t>(behind) << 24U));
}

}  // namespace huiqi
