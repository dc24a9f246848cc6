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

/// Shifts to the left; by 64 bits and more nothing is left.
[[gnu::always_inline]] inline std::uint64_t up(std::uint64_t word, std::uint64_t bits) noexcept {
    return bits < 64 ? word << bits : 0;
}

/// Shifts to the right; by 64 bits and more nothing is left.
[[gnu::always_inline]] inline std::uint64_t down(std::uint64_t word, std::uint64_t bits) noexcept {
    return bits < 64 ? word >> bits : 0;
}

/// Where the texts of numbers go.
struct Target {
    std::uint64_t* first;
    std::uint64_t* second;
    std::uint64_t* lengths;
    std::uint64_t* ends;   ///< the shortest and the longest length
};

/// Lays digits and what stands behind them into place.
[[gnu::always_inline]] inline void lay(const Target& to, std::size_t row, std::uint64_t digits, std::uint64_t length,
                                       std::uint64_t tail, std::uint64_t whole_length) noexcept {
    to.first[row] = digits | up(tail, 8 * length);
    to.second[row] = down(tail, 64 - 8 * length);
    to.lengths[row] = whole_length;
}

[[gnu::always_inline]] inline void find_ends(const Target& to, std::size_t rows) noexcept {
    std::uint64_t shortest = NumberTexts::kBytes;
    std::uint64_t longest = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        shortest = to.lengths[row] < shortest ? to.lengths[row] : shortest;
        longest = longest < to.lengths[row] ? to.lengths[row] : longest;
    }
    to.ends[0] = shortest;
    to.ends[1] = longest;
}

/// Calls a kernel for this processor with where the texts go, and notes their lengths.
template <class Kernel>
void write_texts(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out, Kernel kernel) noexcept {
    std::array<std::uint64_t, 2> ends{};
    const Target to{out.first.data(), out.second.data(), out.lengths.data(), ends.data()};
    on_processor(kernel, numbers, rows, static_cast<std::uint64_t>(static_cast<unsigned char>(behind)), to);
    out.whole = ends[0] != 0;
    out.longest = ends[1];
}

/// Whether all numbers have one digit.
[[nodiscard]] bool all_digits(const std::int64_t* numbers, std::size_t rows) noexcept {
    std::uint64_t bits = 0;
    on_processor(
        [](const std::int64_t* from, std::size_t count, std::uint64_t* any) __attribute__((always_inline)) {
            std::uint64_t over = 0;
            for (std::size_t row = 0; row < count; ++row) {
                over |= is_within(static_cast<std::uint64_t>(from[row]), 10) ^ 1U;
            }
            *any = over;
        },
        numbers, rows, &bits);
    return bits == 0;
}

/// Writes numbers of one digit.
void write_digits(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept {
    const std::uint64_t text = '0' + (static_cast<std::uint64_t>(static_cast<unsigned char>(behind)) << 8U);
    for (std::size_t row = 0; row < rows; ++row) {
        out.first[row] = text + static_cast<std::uint64_t>(numbers[row]);
    }
    std::fill_n(out.second.begin(), rows, 0U);
    std::fill_n(out.lengths.begin(), rows, 2U);
    out.whole = true;
    out.longest = 2;
}

}  // namespace

void write_wholes(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept {
    if (all_digits(numbers, rows)) {
        write_digits(numbers, rows, behind, out);
        return;
    }
    write_texts(numbers, rows, behind, out,
                [](const std::int64_t* from, std::size_t count, std::uint64_t tail, Target to)
                    __attribute__((always_inline)) {
                        for (std::size_t row = 0; row < count; ++row) {
                            const auto number = static_cast<std::uint64_t>(from[row]);
                            const std::uint64_t fits = is_within(number, kBelow);
                            const std::uint64_t whole = number & (0 - fits);
                            const std::uint64_t length = length_of(whole);
                            const std::uint64_t digits = (eight_digits(whole) | kZeros) >> (64 - 8 * length);
                            lay(to, row, digits, length, tail, (length + 1) & (0 - fits));
                        }
                        find_ends(to, count);
                    });
}

void write_hundredths(const std::int64_t* numbers, std::size_t rows, char behind, NumberTexts& out) noexcept {
    write_texts(numbers, rows, behind, out,
                [](const std::int64_t* from, std::size_t count, std::uint64_t last, Target to)
                    __attribute__((always_inline)) {
                        const std::uint64_t ending = 0x30'302E + (last << 24U);
                        for (std::size_t row = 0; row < count; ++row) {
                            const auto given = static_cast<std::uint64_t>(from[row]);
                            const std::uint64_t fits = is_within(given, kBelow * 100);
                            const std::uint64_t number = given & (0 - fits);
                            // a quarter of it by 25: below 2^32 the rounded-up 2^37 / 25 is exact
                            const std::uint64_t whole = ((number >> 2U) * 5'497'558'139) >> 37U;
                            const std::uint64_t cents = number - whole * 100;
                            const std::uint64_t ten_cents = (cents * 103) >> 10U;
                            const std::uint64_t length = length_of(whole);
                            const std::uint64_t digits = (eight_digits(whole) | kZeros) >> (64 - 8 * length);
                            const std::uint64_t tail =
                                ending + (ten_cents << 8U) + ((cents - ten_cents * 10) << 16U);
                            lay(to, row, digits, length, tail, (length + 4) & (0 - fits));
                        }
                        find_ends(to, count);
                    });
}

bool joined(NumberTexts& texts, const NumberTexts& more, std::size_t rows) noexcept {
    if (!texts.whole || !more.whole || texts.longest + more.longest > NumberTexts::kBytes) {
        return false;
    }
    on_processor(
        [](const NumberTexts* from, NumberTexts* to, std::size_t count) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < count; ++row) {
                const std::uint64_t bits = 8 * to->lengths[row];
                // what crosses from the first word into the second, and what lies in the second from the start
                const std::uint64_t crosses = down(from->first[row], 64 - bits) | up(from->first[row], bits - 64);
                to->second[row] |= crosses | up(from->second[row], bits);
                to->first[row] |= up(from->first[row], bits);
                to->lengths[row] += from->lengths[row];
            }
        },
        &more, &texts, rows);
    texts.longest += more.longest;
    return true;
}

}  // namespace huiqi
