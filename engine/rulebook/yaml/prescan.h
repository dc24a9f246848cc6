#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/rulebook/yaml/report.h"

namespace huiqi {

/// What the library is given to read: the source byte by byte, with blanks for tabs and `?` for characters
/// that nobody sees, so that offsets are the same in both.
struct YamlInput {
    std::string text;
    bool tabs_in_indentation = false;  ///< reported; what they do to the structure is no fault of its own
};

/// Looks at the bytes before anything else does: size (E408), UTF-8, NUL and invisible characters (E409),
/// tabs (E404; free in comment lines). Gives nothing when the file cannot be read at all.
[[nodiscard]] std::optional<YamlInput> prescan_yaml(std::string_view text, const YamlLimits& limits,
                                                    YamlReport& report);

}  // namespace huiqi
