#include "engine/language/letter_case.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace huiqi {
namespace {

[[nodiscard]] icu::UnicodeString read(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

}  // namespace

std::string upper_case(std::string_view utf8) {
    std::string out;
    read(utf8).toUpper(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

std::string lower_case(std::string_view utf8) {
    std::string out;
    read(utf8).toLower(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

}  // namespace huiqi
