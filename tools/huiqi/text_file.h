#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/huiqi/program.h"

namespace huiqi {

/// Writes a whole text to a file, which appears whole or not at all, or to standard output where no path is given.
[[nodiscard]] Exit write_text_file(const Program& program, const std::string& path, bool replace, std::string_view text);

/// Reads a whole file that a person named; says what is wrong and gives nothing where it cannot be read, as of a folder.
[[nodiscard]] std::optional<std::string> read_text_file(const Program& program, const std::string& path);

}  // namespace huiqi
