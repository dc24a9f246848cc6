#include "engine/numeric/money.h"

#include <array>

#include "engine/numeric/decimal_text.h"

namespace huiqi {

Result<Money, NumericFault> Money::parse(std::string_view text) noexcept {
    const auto minor = parse_scaled64(text, kDecimals);
    if (!minor) {
        return Unexpected(minor.error());
    }
    return Money(*minor);
}

std::string Money::text() const {
    std::array<char, fixed_room64(kDecimals)> buffer;
    return {buffer.data(), write_fixed(buffer.data(), minor_, kDecimals)};
}

Result<Rate, NumericFault> Rate::parse(std::string_view text) noexcept {
    const auto scaled = parse_scaled64(text, kDecimals);
    if (!scaled) {
        return Unexpected(scaled.error());
    }
    return Rate(*scaled);
}

}  // namespace huiqi
