#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// What is enough to say that a cell shows something of a person.
enum class Suspicion : std::uint8_t { certain, likely };

/// Gives what a cell shows of a person, if anything, as the class that would mask it: the number of an identity card (18 digits, or
/// 15 as until 1999), of a mobile phone, of a bank card; however it is typed: in full width, with blanks or hyphens between its
/// digits, behind 0, +86 or 0086. What only looks like one (a wrong check digit, a land line, a passport, 16 to 19 digits) counts where
/// suspicion is enough; numbers that state a day of these years are codes.
[[nodiscard]] std::optional<Bilingual> personal_datum(std::string_view text, Suspicion suspicion);

/// Whether a text is the number of a mobile phone and nothing else, however it is typed.
[[nodiscard]] bool is_mobile_number(std::string_view text);

}  // namespace huiqi
