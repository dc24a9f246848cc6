#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// How a key that people typed is brought to one spelling.
enum class NormalForm : std::uint8_t {
    phone,     ///< digits only, without +86
    address,   ///< without province, blanks, brackets; building and room as numbers: 路389号8-1215
    site,      ///< an address up to its street number and park: 路18号软件园
    account,   ///< digits only
    patent,    ///< application number: digits, a dot, the check digit; without ZL or CN
    name,      ///< without blanks and punctuation
    id,        ///< a number with letters: capitals, without blanks
};

/// Reads 电话, phone … .
[[nodiscard]] std::optional<NormalForm> normal_form(std::string_view word) noexcept;

/// Tells whether a key stands in its one spelling, where that can be told at a glance; false where it takes a closer look.
[[nodiscard]] bool is_normalised(std::string_view text, NormalForm form) noexcept;

/// Gives the one spelling of a key. Full-width signs count as ASCII.
[[nodiscard]] std::string normalised(std::string_view text, NormalForm form);

}  // namespace huiqi
