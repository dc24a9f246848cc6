#pragma once

#include <cstddef>
#include <cstdint>

namespace huiqi {

/// Thrown where work on numbers beyond 128 bits passes what a `WorkLimit` leaves for it. Whoever sets the limit catches it.
struct WorkSpent {};

/// Limits, while it lives, what this thread does on numbers beyond 128 bits: in units of work, about a nanosecond each,
/// and in the bits of a number. Operations that fit 128 bits neither count nor look. The units follow from the lengths of
/// the operands alone, so that a limit is passed on every machine at the same step.
class WorkLimit {
public:
    /// Leaves `units` of work, and `bits` to each number.
    WorkLimit(std::uint64_t units, std::size_t bits) noexcept;
    WorkLimit(const WorkLimit&) = delete;
    WorkLimit& operator=(const WorkLimit&) = delete;
    /// Restores the limit that there was before.
    ~WorkLimit();

    /// Gives what was spent since the last call, and leaves `units` from here on.
    [[nodiscard]] static std::uint64_t renew(std::uint64_t units) noexcept;
    /// Gives what was spent since the last `renew`.
    [[nodiscard]] static std::uint64_t spent() noexcept;

private:
    std::uint64_t outer_spent_;
    std::uint64_t outer_units_;
    std::size_t outer_bits_;
};

/// Counts work; throws WorkSpent where the limit of this thread is passed.
void spend_work(std::uint64_t units);
/// Counts work where nothing may be thrown: the next `spend_work` looks at it.
void note_work(std::uint64_t units) noexcept;
/// Throws WorkSpent where a number of so many bits is longer than the limit of this thread allows.
void claim_bits(std::size_t bits);

/// What a new number of so many words costs: the block of memory and its words, which bounds memory too.
[[nodiscard]] constexpr std::uint64_t work_to_make(std::size_t words) noexcept { return 64 + 8 * std::uint64_t{words}; }
/// What a product costs besides its memory.
[[nodiscard]] constexpr std::uint64_t work_to_multiply(std::size_t left, std::size_t right) noexcept {
    return std::uint64_t{left} * right;
}
/// What a division costs besides its memory: the quotient's words times the divisor's.
[[nodiscard]] constexpr std::uint64_t work_to_divide(std::size_t top, std::size_t below) noexcept {
    const std::uint64_t quotient = top < below ? 1 : std::uint64_t{top} - below + 1;
    return 4 * quotient * below + 8 * std::uint64_t{top};
}
/// What a greatest common divisor costs: one division, then steps down to nothing.
[[nodiscard]] constexpr std::uint64_t work_for_gcd(std::size_t left, std::size_t right) noexcept {
    const std::uint64_t less = left < right ? left : right;
    const std::uint64_t more = left < right ? right : left;
    return 5 * less * less + 100 * less + 16 * more + 4 * (more - less) * less;
}
/// What the decimal digits of a number cost.
[[nodiscard]] constexpr std::uint64_t work_to_write(std::size_t words) noexcept {
    return 12 * std::uint64_t{words} * words + 64 * std::uint64_t{words};
}

}  // namespace huiqi
