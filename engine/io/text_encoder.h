#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// How a CSV file that leaves is written.
enum class OutputEncoding : std::uint8_t { utf8, utf8_mark, gbk };

/// Reads `utf-8`, `utf-8-bom`, `gbk`; nothing for another name.
[[nodiscard]] std::optional<OutputEncoding> parse_output_encoding(std::string_view name);

/// Appends a whole piece of UTF-8 text in GBK. False when a character has no place there, which is then in `missing`:
/// nothing is left out or replaced.
[[nodiscard]] bool append_gbk(std::string_view text, std::string& out, std::string& missing);

}  // namespace huiqi
