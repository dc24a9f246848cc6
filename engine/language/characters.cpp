#include "engine/language/characters.h"

#include <algorithm>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr bool is_ascii_letter(char32_t c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The unified ideographs of the two common blocks: letters, and in form C whatever stands beside them but a
/// mark.
constexpr bool is_common_ideograph(char32_t c) noexcept {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

std::uint32_t category(char32_t c) noexcept {
    return U_GET_GC_MASK(static_cast<UChar32>(c));
}

const icu::Normalizer2& form_c() noexcept {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
    expect(U_SUCCESS(status) != 0 && normalizer != nullptr, "the ICU library has the data of form C");
    return *normalizer;
}

icu::StringPiece piece(std::string_view utf8) noexcept {
    return {utf8.data(), static_cast<std::int32_t>(utf8.size())};
}

/// Gives what a character folds to, or 0 when it stays.
constexpr char fold(char32_t c) noexcept {
    constexpr char32_t kFirst = 0xFF01;
    constexpr char32_t kQuote = 0xFF02;
    constexpr char32_t kLast = 0xFF5E;
    if (c >= kFirst && c <= kLast && c != kQuote) {
        return static_cast<char>(c - kFirst + '!');
    }
    if (c == 0x3000 || c == 0xA0) {
        return ' ';
    }
    return c == 0x3001 ? ',' : '\0';
}

/// Most texts have nothing to fold; their bytes say so without decoding: C2 A0, E3 80 80, E3 80 81, EF BC, EF
/// BD.
bool may_fold(std::string_view utf8) noexcept {
    for (std::size_t i = 0; i + 1 < utf8.size(); ++i) {
        const char lead = utf8[i];
        const char next = utf8[i + 1];
        if ((lead == '\xEF' && (next == '\xBC' || next == '\xBD')) || (lead == '\xE3' && next == '\x80') ||
            (lead == '\xC2' && next == '\xA0')) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool is_name_start(char32_t c) noexcept {
    if (c < 0x80) {
        return is_ascii_letter(c) || c == '_';
    }
    return is_common_ideograph(c) || (category(c) & U_GC_L_MASK) != 0;
}

bool is_name_part(char32_t c) noexcept {
    if (c < 0x80) {
        return is_ascii_letter(c) || c == '_' || is_ascii_digit(c);
    }
    return is_common_ideograph(c) || (category(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

std::size_t end_of_name(std::string_view utf8, std::size_t offset) noexcept {
    while (offset < utf8.size()) {
        std::size_t next = offset;
        if (!is_name_part(next_code_point(utf8, next))) {
            break;
        }
        offset = next;
    }
    return offset;
}

std::string to_nfc(std::string_view utf8) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    form_c().normalizeUTF8(0, piece(utf8), sink, nullptr, status);
    return U_SUCCESS(status) != 0 ? out : std::string(utf8);
}

bool is_nfc(std::string_view utf8) noexcept {
    // Below U+0300 everything is in form C, and so are the common ideographs.
    for (std::size_t offset = 0; offset < utf8.size();) {
        const char32_t c = next_code_point(utf8, offset);
        if (c >= 0x300 && !is_common_ideograph(c)) {
            UErrorCode status = U_ZERO_ERROR;
            return form_c().isNormalizedUTF8(piece(utf8), status) != 0;
        }
    }
    return true;
}

FoldedText::FoldedText(std::string_view original) : original_(original) {
    if (!may_fold(original)) {
        return;
    }
    folded_.reserve(original.size());
    origins_.reserve(original.size() + 1);
    for (std::size_t offset = 0; offset < original.size();) {
        const std::size_t begin = offset;
        const char folded = fold(next_code_point(original, offset));
        if (folded != '\0') {
            folded_ += folded;
            origins_.push_back(static_cast<std::uint32_t>(begin));
            continue;
        }
        for (std::size_t i = begin; i < offset; ++i) {
            folded_ += original[i];
            origins_.push_back(static_cast<std::uint32_t>(i));
        }
    }
    origins_.push_back(static_cast<std::uint32_t>(original.size()));
}

std::uint32_t FoldedText::origin(std::size_t offset) const noexcept {
    return origins_.empty() ? static_cast<std::uint32_t>(offset) : origins_[offset];
}

std::size_t FoldedText::folded_offset(std::size_t original_offset) const noexcept {
    if (origins_.empty()) {
        return original_offset;
    }
    const auto found = std::lower_bound(origins_.begin(), origins_.end(), original_offset);
    return static_cast<std::size_t>(found - origins_.begin());
}

}  // namespace huiqi
