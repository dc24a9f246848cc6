#include "engine/numeric/decimal_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace huiqi {
namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Gives the digits at the front of the text and takes them off it.
constexpr std::string_view take_digits(std::string_view& text) noexcept {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) {
        ++length;
    }
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

/// Takes a sign off the front; gives true for a minus.
constexpr bool take_sign(std::string_view& text) noexcept {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    return negative;
}

/// The pieces of a number as written.
struct Written {
    bool negative = false;
    std::string_view whole;     ///< without leading zeros
    std::string_view fraction;  ///< as written
};

/// Takes sign, whole part and fraction off the front; nothing when there is no digit.
constexpr std::optional<Written> take_plain(std::string_view& text) noexcept {
    Written written;
    written.negative = take_sign(text);
    written.whole = take_digits(text);
    bool any = !written.whole.empty();
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        written.fraction = take_digits(text);
        any |= !written.fraction.empty();
    }
    if (!any) {
        return std::nullopt;
    }
    written.whole.remove_prefix(std::min(written.whole.find_first_not_of('0'), written.whole.size()));
    return written;
}

/// Reads what stands behind `e`. Any exponent past the bound reads as just past it.
constexpr std::optional<std::int32_t> read_exponent(std::string_view text, std::uint32_t bound) noexcept {
    const bool negative = take_sign(text);
    const std::string_view digits = take_digits(text);
    if (digits.empty() || !text.empty()) {
        return std::nullopt;
    }
    std::int32_t exponent = 0;
    const auto past = static_cast<std::int32_t>(bound) + 1;
    for (const char digit : digits) {
        exponent = std::min(exponent * 10 + (digit - '0'), past);
    }
    return negative ? -exponent : exponent;
}

/// Reads decimal digits, none of which means zero.
Integer read_digits(std::string digits) {
    constexpr std::size_t kFitsWord = 18;
    if (digits.size() <= kFitsWord) {
        std::int64_t value = 0;
        for (const char digit : digits) {
            value = value * 10 + (digit - '0');
        }
        return value;
    }
    // The library takes a leading 0 for octal.
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.empty() ? Integer(0) : Integer(digits);
}

/// Appends digits to a magnitude; false when it grows past the limit.
template <class M>
constexpr bool append_digits(M& value, std::string_view digits, M limit) noexcept {
    for (const char c : digits) {
        const auto digit = static_cast<M>(c - '0');
        if (value > (limit - digit) / 10) {
            return false;
        }
        value = static_cast<M>(value * 10 + digit);
    }
    return true;
}

/// Multiplies by a power of ten; false when the product grows past the limit.
template <class M>
constexpr bool append_zeros(M& value, std::size_t count, M limit) noexcept {
    for (std::size_t i = 0; i < count && value != 0; ++i) {
        if (value > limit / 10) {
            return false;
        }
        value = static_cast<M>(value * 10);
    }
    return true;
}

/// Reads any text for a lane, checking every step.
template <LaneInteger T>
Result<T, NumericFault> parse_scaled_slowly(std::string_view text, unsigned decimals) noexcept {
    std::string_view rest = text;
    const std::optional<Written> written = take_plain(rest);
    if (!written || !rest.empty()) {
        return Unexpected(NumericFault::malformed);
    }
    const std::string_view kept = written->fraction.substr(0, decimals);
    if (written->fraction.substr(kept.size()).find_first_not_of('0') != std::string_view::npos) {
        return Unexpected(NumericFault::too_many_decimals);
    }
    using M = Magnitude<T>;
    const M limit = static_cast<M>((static_cast<M>(~M{0}) >> 1) + static_cast<M>(written->negative));
    M value = 0;
    if (!append_digits(value, written->whole, limit) || !append_digits(value, kept, limit) ||
        !append_zeros(value, decimals - kept.size(), limit)) {
        return Unexpected(NumericFault::out_of_range);
    }
    return static_cast<T>(written->negative ? static_cast<M>(M{0} - value) : value);
}

/// Writes digits, at most 39 of them, and gives the end.
char* write_digits(char* out, UInt128 value) noexcept {
    constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;  // the greatest power of ten in 64 bits
    if (value < kChunk) {
        return std::to_chars(out, out + 20, static_cast<std::uint64_t>(value)).ptr;
    }
    char* const middle = write_digits(out, value / kChunk);
    std::array<char, 20> tail;
    const char* const tail_end =
        std::to_chars(tail.data(), tail.data() + tail.size(), static_cast<std::uint64_t>(value % kChunk)).ptr;
    char* const end = middle + 19;
    std::fill(middle, std::copy_backward(static_cast<const char*>(tail.data()), tail_end, end), '0');
    return end;
}

/// Writes digits with the point before the last `decimals` of them, and at least one digit before the point.
char* place_point(char* out, std::string_view digits, unsigned decimals) noexcept {
    const std::size_t whole = digits.size() > decimals ? digits.size() - decimals : 0;
    if (whole == 0) {
        *out++ = '0';
    }
    out = std::copy(digits.begin(), digits.begin() + static_cast<std::ptrdiff_t>(whole), out);
    if (decimals == 0) {
        return out;
    }
    *out++ = '.';
    out = std::fill_n(out, decimals - (digits.size() - whole), '0');
    return std::copy(digits.begin() + static_cast<std::ptrdiff_t>(whole), digits.end(), out);
}

/// Writes a sign and a magnitude with `decimals` decimals, and gives the number of bytes.
std::size_t write_fixed_magnitude(char* out, bool negative, UInt128 size, unsigned decimals) noexcept {
    char* end = out;
    if (negative) {
        *end++ = '-';
    }
    std::array<char, 40> digits;
    const char* const digits_end = size == 0 ? digits.data() : write_digits(digits.data(), size);
    const auto length = static_cast<std::size_t>(digits_end - digits.data());
    end = place_point(end, std::string_view(digits.data(), length), decimals);
    return static_cast<std::size_t>(end - out);
}

/// Takes every factor 2 out of a positive value and gives how many there were.
unsigned take_twos(Integer& value) {
    const auto count = static_cast<unsigned>(lsb(value));
    value >>= count;
    return count;
}

/// Takes every factor 5 out of a positive value and gives how many there were. It divides by 5, 25, 625 … as far as that
/// goes and then by the smaller ones, so that a number of n digits wants few divisions and not n.
unsigned take_fives(Integer& value) {
    std::vector<Integer> powers{Integer(5)};
    Integer quotient;
    Integer rest;
    const auto divides = [&](const Integer& power) {
        divide_qr(value, power, quotient, rest);
        if (rest.is_zero()) {
            value = quotient;
        }
        return rest.is_zero();
    };
    unsigned count = 0;
    while (powers.back() <= value && divides(powers.back())) {
        count += 1U << (powers.size() - 1);
        powers.push_back(powers.back() * powers.back());
    }
    for (std::size_t at = powers.size(); at-- > 0;) {
        count += powers[at] <= value && divides(powers[at]) ? 1U << at : 0U;
    }
    return count;
}

}  // namespace

Rational DecimalText::value() const {
    const Integer power = pow10(static_cast<unsigned>(scale < 0 ? -scale : scale));
    return scale < 0 ? Rational(coefficient * power) : ratio(coefficient, power);
}

Result<DecimalText, NumericFault> parse_decimal(std::string_view text, const DecimalLimits& limits) {
    expect(limits.digits <= 100'000 && limits.exponent <= 100'000, "limits on a decimal text are limits");
    std::string_view rest = text;
    const std::optional<Written> written = take_plain(rest);
    std::optional<std::int32_t> exponent = 0;
    if (rest.starts_with('e') || rest.starts_with('E')) {
        exponent = read_exponent(rest.substr(1), limits.exponent);
        rest = {};
    }
    if (!written || !exponent || !rest.empty()) {
        return Unexpected(NumericFault::malformed);
    }
    const auto bound = static_cast<std::int32_t>(limits.exponent);
    if (written->whole.size() + written->fraction.size() > limits.digits || *exponent > bound ||
        *exponent < -bound) {
        return Unexpected(NumericFault::too_large);
    }
    Integer coefficient = read_digits(std::string(written->whole).append(written->fraction));
    return DecimalText{.coefficient = written->negative ? Integer(-coefficient) : std::move(coefficient),
                       .scale = static_cast<std::int32_t>(written->fraction.size()) - *exponent};
}

Result<std::int64_t, NumericFault> parse_scaled64(std::string_view text, unsigned decimals) noexcept {
    // One pass over the texts that fill money columns: up to 18 digits cannot overflow on the way.
    std::string_view rest = text;
    const bool negative = take_sign(rest);
    if (rest.empty() || rest.size() > 18 || decimals > kPow10Limit64) {
        return parse_scaled_slowly<std::int64_t>(text, decimals);
    }
    std::int64_t value = 0;
    std::size_t point = rest.size();
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (is_digit(rest[i])) {
            value = value * 10 + (rest[i] - '0');
        } else if (rest[i] == '.' && point == rest.size()) {
            point = i;
        } else {
            return Unexpected(NumericFault::malformed);
        }
    }
    const std::size_t written = rest.size() - std::min(point + 1, rest.size());
    std::int64_t units = 0;
    if (rest == "." || written > decimals ||
        __builtin_mul_overflow(value, lane_pow10<std::int64_t>(decimals - static_cast<unsigned>(written)),
                               &units)) {
        return parse_scaled_slowly<std::int64_t>(text, decimals);
    }
    return negative ? -units : units;
}

std::string decimal_text(const Rational& value) {
    Integer rest = denominator(value);
    const unsigned twos = take_twos(rest);
    const unsigned fives = take_fives(rest);
    if (rest != 1) {
        return text(numerator(value)).append("/").append(text(denominator(value)));
    }
    // The decimals needed to clear the scarcer factor too; none of them ends in 0, as terms are lowest.
    const unsigned decimals = std::max(twos, fives);
    return fixed_text(numerator(Rational(value * Rational(pow10(decimals)))), decimals);
}

std::string fixed_text(const Integer& units, unsigned decimals) {
    const std::string digits =
        units.is_zero() ? std::string() : Integer(boost::multiprecision::abs(units)).str();
    std::string result(std::max<std::size_t>(digits.size(), decimals) + 3, '\0');
    char* out = result.data();
    if (units.sign() < 0) {
        *out++ = '-';
    }
    result.resize(static_cast<std::size_t>(place_point(out, digits, decimals) - result.data()));
    return result;
}

std::size_t write_fixed(char* out, std::int64_t units, unsigned decimals) noexcept {
    return write_fixed_magnitude(out, units < 0, magnitude(units), decimals);
}

std::size_t write_fixed(char* out, Int128 units, unsigned decimals) noexcept {
    return write_fixed_magnitude(out, units < 0, magnitude(units), decimals);
}

}  // namespace huiqi
