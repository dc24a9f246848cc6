#pragma once

#include <cstdint>
#include <string_view>

#include "engine/numeric/int128.h"

namespace huiqi {

/// A plain number has at most so many characters: what it counts without its missing decimals fits 64 bits.
inline constexpr unsigned kMostPlainDigits = 18;

/// Reads `12.50` with two decimals as 1250: the form without a sign that programs write, nothing else. No zero in
/// front, no more decimals than declared, but zeros. Where it gives false, `count` means nothing.
[[nodiscard]] inline bool read_plain_number(std::string_view text, unsigned decimals,
                                            std::int64_t& count) noexcept {
    const auto is_digit = [](char c) { return static_cast<unsigned char>(c - '0') < 10; };
    const char* at = text.data();
    const char* const end = at + text.size();
    if (text.empty() || text.size() > kMostPlainDigits || !is_digit(*at) ||
        (*at == '0' && text.size() > 1 && at[1] != '.')) {
        return false;
    }
    std::int64_t value = 0;
    for (; at != end && is_digit(*at); ++at) {
        value = value * 10 + (*at - '0');
    }
    unsigned written = 0;
    if (at != end) {
        if (*at != '.' || at + 1 == end) {
            return false;
        }
        for (++at; at != end && is_digit(*at) && (written < decimals || *at == '0'); ++at) {
            if (written < decimals) {  // zeros behind the declared decimals say nothing
                value = value * 10 + (*at - '0');
                ++written;
            }
        }
        if (at != end) {
            return false;
        }
    }
    return !__builtin_mul_overflow(value, lane_pow10<std::int64_t>(decimals - written), &count);
}

}  // namespace huiqi
