#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/yaml/report.h"

namespace huiqi {

/// A sign typed with a Chinese input method where YAML needs the ASCII one.
struct FullWidthSign {
    std::size_t at = 0;
    std::size_t length = 0;  ///< in bytes
    char ascii = ' ';        ///< what YAML needs; a blank also stands for U+3000 and U+00A0
};

/// Tells whether a byte may begin a full-width sign: ASCII and Chinese characters begin with others.
[[nodiscard]] constexpr bool begins_full_width(char byte) noexcept {
    const auto first = static_cast<unsigned char>(byte);
    return first == 0xEF || first == 0xE2 || first == 0xE3 || first == 0xC2;
}

/// Gives the full-width form of a sign of YAML at an offset, or nothing.
[[nodiscard]] std::optional<FullWidthSign> full_width_at(std::string_view text, std::size_t at);

/// Gives the first colon of full width that directly follows a key-like word at `at`, or nothing.
[[nodiscard]] std::optional<FullWidthSign> colon_after_word(std::string_view text, std::size_t at);

/// Gives the full-width signs in a plain key, where no name may have one: a colon, an indentation of
/// full-width blanks, a dash with a blank behind it.
[[nodiscard]] std::optional<FullWidthSign> full_width_in_key(std::string_view text, YamlRange key);

/// Gives the full-width signs that explain why the lines from `from` to `to` cannot be read: a colon after
/// the first word of a line, a full-width blank behind a colon or in an indentation, a full-width `#`.
[[nodiscard]] std::vector<FullWidthSign> full_width_in_lines(std::string_view text, std::size_t from,
                                                             std::size_t to);

/// Gives the full-width comma or bracket in a range between braces or brackets, or nothing.
[[nodiscard]] std::optional<FullWidthSign> full_width_in_flow(std::string_view text, YamlRange range);

/// Gives the last full-width closing bracket in the rest of a line, or nothing.
[[nodiscard]] std::optional<FullWidthSign> closing_bracket_of_line(std::string_view text, std::size_t from);

/// Reports E410 for a sign. `text` is the file.
void report_full_width(YamlReport& report, std::string_view text, const FullWidthSign& sign);

/// Puts the ASCII sign into the text that the library reads, blanks behind it, so that no offset moves. Gives
/// false for a sign in an indentation: how deep the author meant it cannot be told.
[[nodiscard]] bool mend_full_width(std::string& text, const FullWidthSign& sign);

}  // namespace huiqi
