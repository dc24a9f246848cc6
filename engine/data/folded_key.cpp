#include "engine/data/folded_key.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

[[nodiscard]] constexpr bool stays(unsigned char c) noexcept {
    return c > 0x20 && c < 0x7F && (c < 'a' || c > 'z');
}

[[nodiscard]] constexpr bool is_ascii_blank(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Han characters of the first block, which no fold changes.
[[nodiscard]] constexpr bool is_plain_han(char32_t c) noexcept {
    return c >= 0x4E00 && c <= 0x9FFF;
}

/// Folds what needs no tables: ASCII and Han. False where anything else stands in it.
[[nodiscard]] bool fold_at_a_glance(std::string_view key, std::string& out) {
    out.clear();
    for (std::size_t at = 0; at < key.size();) {
        const char c = key[at];
        if (static_cast<unsigned char>(c) < 0x80) {
            if (!is_ascii_blank(c)) {
                out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            }
            ++at;
            continue;
        }
        const std::size_t begin = at;
        if (!is_plain_han(next_code_point(key, at))) {
            return false;
        }
        out += key.substr(begin, at - begin);
    }
    return true;
}

/// Blanks, and signs that nobody sees: joiners, marks of direction, soft hyphens, selectors of variants.
[[nodiscard]] bool is_unseen(UChar32 c) noexcept {
    return u_isUWhiteSpace(c) != 0 || u_charType(c) == U_FORMAT_CHAR ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

[[nodiscard]] std::string fold_by_tables(std::string_view key) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status) != 0) {
        return std::string(key);
    }
    const icu::StringPiece piece(key.data(), static_cast<std::int32_t>(key.size()));
    const icu::UnicodeString folded = normalizer->normalize(icu::UnicodeString::fromUTF8(piece), status);
    if (U_FAILURE(status) != 0) {
        return std::string(key);
    }
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
        const UChar32 c = folded.char32At(at);
        if (is_unseen(c)) {
            continue;
        }
        kept.append(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

}  // namespace

bool is_folded_key(std::string_view key) noexcept {
    return std::all_of(key.begin(), key.end(), [](char c) { return stays(static_cast<unsigned char>(c)); });
}

std::string folded_key(std::string_view key) {
    std::string out;
    if (is_folded_key(key)) {
        out = key;
    } else if (!fold_at_a_glance(key, out)) {
        out = fold_by_tables(key);
    }
    return out;
}

std::string_view folded_key(std::string_view key, std::string& kept) {
    if (is_folded_key(key)) {
        return key;
    }
    if (!fold_at_a_glance(key, kept)) {
        kept = fold_by_tables(key);
    }
    return kept;
}

}  // namespace huiqi
