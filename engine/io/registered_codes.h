#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// What a text is among the codes that carry a check character.
enum class CodeCheck { no_code, right, wrong };

/// Checks an application number of a patent with its check digit: `ZL202010123456.7`, `200910123456.X`, with or without
/// `ZL`, `CN` and blanks; twelve digits since October 2003, eight before. A number without its check digit is no code.
[[nodiscard]] CodeCheck check_patent_number(std::string_view text);

/// Checks a unified social credit code, 18 characters (GB 32100-2015). Another text is no code.
[[nodiscard]] CodeCheck check_credit_code(std::string_view text);

}  // namespace huiqi
