#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// Reads a name as a declaration writes it and gives it as expressions do: full-width letters as ASCII, in
/// Unicode form C, without blanks around it. Nothing when no expression could use it: it is empty, holds a
/// blank or a sign, is a keyword, ends in 以上 以下 以内, or begins with a comparison word and a digit
/// (超过3年).
[[nodiscard]] std::optional<std::string> read_name(std::string_view text);

}  // namespace huiqi
