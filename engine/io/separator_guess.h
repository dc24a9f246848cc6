#pragma once

#include <string_view>

namespace huiqi {

/// Tells what separates the cells of a table, `,` `;` or a tab, from its first lines: that which stands equally often,
/// outside quotes, in the most of them; a comma when there is none. `newline` ends a line.
[[nodiscard]] char guess_separator(std::string_view text, char newline);

}  // namespace huiqi
