#pragma once

#include <optional>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives what a cell shows of a person, if anything, as the class that would mask it: the number of an identity card (18 digits, or
/// 15 as until 1999), of a mobile phone, of a bank card; however it is typed: in full width, with blanks or hyphens between its
/// digits, behind +86 or 0086.
[[nodiscard]] std::optional<Bilingual> personal_datum(std::string_view text);

/// Whether a text is the number of a mobile phone and nothing else, however it is typed.
[[nodiscard]] bool is_mobile_number(std::string_view text);

}  // namespace huiqi
