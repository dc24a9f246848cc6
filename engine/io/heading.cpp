#include "engine/io/heading.h"

#include <array>
#include <utility>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace huiqi {
namespace {

std::string normalized(std::string_view text, bool fold) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer =
        fold ? icu::Normalizer2::getNFKCCasefoldInstance(status) : icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status) != 0) {
        return std::string(text);
    }
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    const icu::UnicodeString result = normalizer->normalize(icu::UnicodeString::fromUTF8(piece), status);
    std::string utf8;
    result.toUTF8String(utf8);
    return U_FAILURE(status) != 0 ? std::string(text) : utf8;
}

std::string without_blanks(std::string_view text) {
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    const icu::UnicodeString all = icu::UnicodeString::fromUTF8(piece);
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
        const UChar32 c = all.char32At(at);
        if (u_isUWhiteSpace(c) == 0) {
            kept.append(c);
        }
    }
    std::string utf8;
    kept.toUTF8String(utf8);
    return utf8;
}

}  // namespace

std::string folded_heading(std::string_view heading) {
    return without_blanks(normalized(heading, true));
}

std::string plain_heading(std::string_view heading) {
    return without_blanks(normalized(heading, false));
}

HeadingParts heading_parts(std::string_view heading) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kBrackets{
        {{"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}}};
    const std::string text = plain_heading(heading);
    for (const auto& [open, close] : kBrackets) {
        const std::size_t at = text.rfind(open);
        if (text.ends_with(close) && at != std::string::npos && at != 0) {
            const std::size_t inside = at + open.size();
            return {.name = folded_heading(std::string_view(text).substr(0, at)),
                    .bracket = text.substr(inside, text.size() - close.size() - inside)};
        }
    }
    return {.name = folded_heading(heading), .bracket = std::nullopt};
}

std::optional<EntryUnit> heading_unit(std::string_view bracket, const Unit& field_unit) {
    constexpr std::array<std::string_view, 3> kPrefixes{"单位:", "单位", "unit:"};
    for (const std::string_view prefix : kPrefixes) {
        if (bracket.starts_with(prefix)) {
            bracket.remove_prefix(prefix.size());
            break;
        }
    }
    std::vector<std::string> declared;
    for (const Unit::Factor& factor : field_unit.factors()) {
        declared.push_back(factor.name);
    }
    return bracket.empty() ? std::nullopt : parse_entry_unit(bracket, declared);
}

bool shows_same_unit(std::string_view shown, const EntryUnit& column) {
    const std::optional<EntryUnit> unit = heading_unit(shown, column.unit);
    if (!unit || unit->unit == column.unit) {
        return !unit || unit->factor == column.factor;
    }
    // a number without a unit may be shown with one, as long as that makes it no other number
    return column.unit.factors().empty() && (!unit->unit.is_money() || unit->factor == 1);
}

}  // namespace huiqi
