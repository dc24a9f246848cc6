#include "engine/diagnostic/text.h"

#include <algorithm>
#include <array>

namespace huiqi {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// A range of code points, both ends inside.
struct Range {
    char32_t first;
    char32_t last;
};

/// Combining marks, joiners and direction marks that take no column.
constexpr std::array kZeroWidth{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x06D6, 0x06DD}, Range{0x0900, 0x0902}, Range{0x093C, 0x093C},
    Range{0x0941, 0x0948}, Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x202A, 0x202E},
    Range{0x2060, 0x206F}, Range{0x20D0, 0x20F0}, Range{0x302A, 0x302D}, Range{0x3099, 0x309A},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF},
};

/// East Asian wide and full-width characters and the emoji that terminals draw wide.
constexpr std::array kWide{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x2329, 0x232A},   Range{0x23E9, 0x23EC},
    Range{0x23F0, 0x23F0},   Range{0x23F3, 0x23F3},   Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x267F, 0x267F},   Range{0x2693, 0x2693},   Range{0x26A1, 0x26A1},
    Range{0x26AA, 0x26AB},   Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},   Range{0x26CE, 0x26CE},
    Range{0x26D4, 0x26D4},   Range{0x26EA, 0x26EA},   Range{0x26F2, 0x26F3},   Range{0x26F5, 0x26F5},
    Range{0x26FA, 0x26FA},   Range{0x26FD, 0x26FD},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},
    Range{0x2728, 0x2728},   Range{0x274C, 0x274C},   Range{0x274E, 0x274E},   Range{0x2753, 0x2755},
    Range{0x2757, 0x2757},   Range{0x2795, 0x2797},   Range{0x27B0, 0x27B0},   Range{0x27BF, 0x27BF},
    Range{0x2B1B, 0x2B1C},   Range{0x2B50, 0x2B50},   Range{0x2B55, 0x2B55},   Range{0x2E80, 0x303E},
    Range{0x3041, 0x3247},   Range{0x3250, 0x4DBF},   Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97F},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},
    Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18DFF}, Range{0x1AFF0, 0x1B2FF},
    Range{0x1F004, 0x1F004}, Range{0x1F0CF, 0x1F0CF}, Range{0x1F18E, 0x1F18E}, Range{0x1F191, 0x1F19A},
    Range{0x1F200, 0x1F320}, Range{0x1F32D, 0x1F335}, Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393},
    Range{0x1F3A0, 0x1F3CA}, Range{0x1F3CF, 0x1F3D3}, Range{0x1F3E0, 0x1F3F0}, Range{0x1F3F4, 0x1F3F4},
    Range{0x1F3F8, 0x1F43E}, Range{0x1F440, 0x1F440}, Range{0x1F442, 0x1F4FC}, Range{0x1F4FF, 0x1F53D},
    Range{0x1F54B, 0x1F54E}, Range{0x1F550, 0x1F567}, Range{0x1F57A, 0x1F57A}, Range{0x1F595, 0x1F596},
    Range{0x1F5A4, 0x1F5A4}, Range{0x1F5FB, 0x1F64F}, Range{0x1F680, 0x1F6C5}, Range{0x1F6CC, 0x1F6CC},
    Range{0x1F6D0, 0x1F6D2}, Range{0x1F6D5, 0x1F6D7}, Range{0x1F6DD, 0x1F6DF}, Range{0x1F6EB, 0x1F6EC},
    Range{0x1F6F4, 0x1F6FC}, Range{0x1F7E0, 0x1F7EB}, Range{0x1F7F0, 0x1F7F0}, Range{0x1F90C, 0x1F93A},
    Range{0x1F93C, 0x1F945}, Range{0x1F947, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}, Range{0x20000, 0x2FFFD},
    Range{0x30000, 0x3FFFD},
};

template <std::size_t N>
constexpr bool rising(const std::array<Range, N>& ranges) {
    for (std::size_t i = 0; i < N; ++i) {
        if (ranges[i].last < ranges[i].first || (i != 0 && ranges[i].first <= ranges[i - 1].last)) {
            return false;
        }
    }
    return true;
}
static_assert(rising(kZeroWidth) && rising(kWide), "a binary search needs rising ranges");

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t code_point) noexcept {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), code_point,
                         [](char32_t value, const Range& range) { return value < range.first; });
    return after != ranges.begin() && code_point <= std::prev(after)->last;
}

/// What a lead byte announces: the length of its character and the smallest code point of that length.
struct Lead {
    std::size_t length = 0;  ///< 0: not a lead byte
    char32_t bits = 0;
    char32_t smallest = 0;
};

constexpr Lead lead_of(unsigned char byte) noexcept {
    if (byte < 0x80) {
        return {.length = 1, .bits = byte, .smallest = 0};
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {.length = 2, .bits = byte & 0x1FU, .smallest = 0x80};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {.length = 3, .bits = byte & 0x0FU, .smallest = 0x800};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {.length = 4, .bits = byte & 0x07U, .smallest = 0x10000};
    }
    return {};
}

/// A code point and its length; length 0 where the bytes are malformed.
struct Decoded {
    char32_t code_point = kReplacement;
    std::size_t length = 0;
};

Decoded decode(std::string_view utf8, std::size_t offset) noexcept {
    const Lead lead = lead_of(static_cast<unsigned char>(utf8[offset]));
    if (lead.length == 0 || lead.length > utf8.size() - offset) {
        return {};
    }
    char32_t code_point = lead.bits;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(utf8[offset + i]);
        if ((byte & 0xC0U) != 0x80U) {
            return {};
        }
        code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < lead.smallest || code_point > 0x10FFFF || surrogate) {
        return {};
    }
    return {.code_point = code_point, .length = lead.length};
}

}  // namespace

std::size_t display_width(char32_t code_point) noexcept {
    if (code_point < 0x300) {
        return 1;
    }
    if (contains(kZeroWidth, code_point)) {
        return 0;
    }
    return contains(kWide, code_point) ? 2 : 1;
}

std::size_t display_width(std::string_view utf8) noexcept {
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        width += display_width(next_code_point(utf8, at));
    }
    return width;
}

char32_t next_code_point(std::string_view utf8, std::size_t& offset) noexcept {
    if (offset >= utf8.size()) {
        return kReplacement;
    }
    const Decoded decoded = decode(utf8, offset);
    offset += std::max<std::size_t>(decoded.length, 1);
    return decoded.code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
    const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (code_point < 0x80) {
        out += byte(code_point);
    } else if (code_point < 0x800) {
        out += {byte(0xC0U | (code_point >> 6U)), byte(0x80U | (code_point & 0x3FU))};
    } else if (code_point < 0x10000) {
        out += {byte(0xE0U | (code_point >> 12U)), byte(0x80U | ((code_point >> 6U) & 0x3FU)),
                byte(0x80U | (code_point & 0x3FU))};
    } else {
        out += {byte(0xF0U | (code_point >> 18U)), byte(0x80U | ((code_point >> 12U) & 0x3FU)),
                byte(0x80U | ((code_point >> 6U) & 0x3FU)), byte(0x80U | (code_point & 0x3FU))};
    }
}

std::size_t code_point_count(std::string_view utf8) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size(); ++count) {
        at += std::max<std::size_t>(decode(utf8, at).length, 1);
    }
    return count;
}

std::optional<std::size_t> first_malformed(std::string_view utf8) noexcept {
    for (std::size_t at = 0; at < utf8.size();) {
        if (static_cast<unsigned char>(utf8[at]) < 0x80) {
            ++at;
            continue;
        }
        const Decoded decoded = decode(utf8, at);
        if (decoded.length == 0) {
            return at;
        }
        at += decoded.length;
    }
    return std::nullopt;
}

char32_t visible_form(char32_t code_point) noexcept {
    if (code_point < 0x20) {
        return 0x2400 + code_point;
    }
    if (code_point == 0x7F) {
        return 0x2421;
    }
    const bool c1 = code_point >= 0x80 && code_point < 0xA0;
    const bool line_end = code_point == 0x2028 || code_point == 0x2029;
    const bool direction =
        (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
    const bool unseen =
        code_point == 0xAD || code_point == 0x200B || code_point == 0x2060 || code_point == 0xFEFF;
    return c1 || line_end || direction || unseen ? kReplacement : code_point;
}

std::string excerpt(std::string_view utf8, std::size_t limit) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size(); ++count) {
        if (count == limit) {
            out += "…";
            break;
        }
        append_utf8(out, visible_form(next_code_point(utf8, at)));
    }
    return out;
}

}  // namespace huiqi
