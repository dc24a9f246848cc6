#include "engine/numeric/wide.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "engine/numeric/division.h"
#include "engine/numeric/rounding.h"
#include "engine/numeric/work.h"

namespace huiqi {
namespace {

/// Gives the divisor with a positive sign, and the numerator with the sign it thereby gets; nothing when one
/// of them is too wide for a lane, or is the least value, which has no positive counterpart, or the divisor
/// is 0.
struct LaneDivision {
    Int128 numerator;
    Int128 denominator;
};

std::optional<LaneDivision> lane_division(const Wide& numerator, const Wide& denominator) {
    if (!numerator.fits_int128() || !denominator.fits_int128()) {
        return std::nullopt;
    }
    const Int128 top = numerator.int128();
    const Int128 bottom = denominator.int128();
    if (bottom > 0) {
        return LaneDivision{.numerator = top, .denominator = bottom};
    }
    if (bottom == 0 || bottom == kInt128Min || top == kInt128Min) {
        return std::nullopt;
    }
    return LaneDivision{.numerator = -top, .denominator = -bottom};
}

/// Gives the bits of a magnitude, by its words: no copy is made for a sign.
std::size_t bits_of(const Integer& value) noexcept {
    const auto& words = value.backend();
    const std::size_t below = words.size() - 1;
    return below * sizeof(*words.limbs()) * 8 + static_cast<std::size_t>(std::bit_width(words.limbs()[below]));
}

/// Gives the outcome of an operation, which may be too long for the thread's limit.
Wide claimed(const Integer& value) {
    claim_bits(bits_of(value));
    return Wide(value);
}

}  // namespace

Wide::Wide(const Integer& value) {
    if (huiqi::fits_int128(value)) {
        *this = Wide(to_int128(value));
        return;
    }
    big_ = new Integer(value);
    high_ = value.sign();
}

Integer Wide::integer() const {
    return big_ != nullptr ? *big_ : to_integer(small());
}

std::size_t Wide::big_bits() const noexcept {
    return bits_of(*big_);
}

void Wide::copy_big(const Wide& other) {
    spend_work(work_to_make(other.words()));
    big_ = new Integer(*other.big_);
}

void Wide::assign_big(const Wide& other) {
    if (this == &other) {
        return;
    }
    if (other.big_ != nullptr) {
        spend_work(work_to_make(other.words()));
    }
    // The copy is made before anything is given up, so that running out of memory leaves this as it was.
    const Integer* copy = other.big_ != nullptr ? new Integer(*other.big_) : nullptr;
    drop_big();
    low_ = other.low_;
    high_ = other.high_;
    big_ = copy;
}

void Wide::free_big() noexcept {
    delete big_;
}

Wide Wide::add_big(const Wide& left, const Wide& right) {
    spend_work(work_to_make(std::max(left.words(), right.words()) + 1));
    return claimed(left.integer() + right.integer());
}

Wide Wide::subtract_big(const Wide& left, const Wide& right) {
    spend_work(work_to_make(std::max(left.words(), right.words()) + 1));
    return claimed(left.integer() - right.integer());
}

Wide Wide::multiply_big(const Wide& left, const Wide& right) {
    const std::size_t a = left.words();
    const std::size_t b = right.words();
    spend_work(work_to_multiply(a, b) + work_to_make(a + b));
    return claimed(left.integer() * right.integer());
}

int Wide::compare_big(const Wide& left, const Wide& right) noexcept {
    const int order = left.sign() - right.sign();
    if (order != 0) {
        return order;
    }
    // Beyond 128 bits on one side only, the sign of that side decides.
    if (left.big_ == nullptr) {
        return -right.sign();
    }
    if (right.big_ == nullptr) {
        return left.sign();
    }
    note_work(std::min(left.words(), right.words()));
    return left.big_->compare(*right.big_);
}

Wide divide_rounded(const Wide& numerator, const Wide& denominator, Rounding mode) {
    if (const auto lane = lane_division(numerator, denominator)) [[likely]] {
        return divide_rounded(lane->numerator, lane->denominator, mode);
    }
    const std::size_t top = numerator.words();
    spend_work(work_to_divide(top, denominator.words()) + work_to_make(top));
    return Wide(divide_rounded(numerator.integer(), denominator.integer(), mode));
}

Wide floor_div(const Wide& a, const Wide& b) {
    return divide_rounded(a, b, Rounding::floor);
}

Wide modulo(const Wide& a, const Wide& b) {
    return a - b * floor_div(a, b);
}

Wide gcd(const Wide& a, const Wide& b) {
    if (a.fits_int128() && b.fits_int128() && a.int128() != kInt128Min && b.int128() != kInt128Min)
        [[likely]] {
        return gcd(a.int128(), b.int128());
    }
    spend_work(work_for_gcd(a.words(), b.words()) + work_to_make(std::min(a.words(), b.words())));
    return Wide(gcd(a.integer(), b.integer()));
}

std::string text(const Wide& value) {
    return value.fits_int128() ? text(value.int128()) : text(value.integer());
}

}  // namespace huiqi
