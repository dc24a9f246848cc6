#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huiqi::testing {

/// Writes an archive of parts, name and text.
void write_zip(const std::string& path, const std::vector<std::pair<std::string, std::string>>& parts);

/// Gives the parts of a workbook that a text describes:
///
///     -- sheet --          begins a sheet; `-- sheet hidden --` one that is hidden
///     名称|n:12.5|d:45351  a row: cells between bars. `n:` a number, `d:` a date, `p:` percent, `w:` shown as 万元,
///                          `k:` shown with five digits at the least,
///                          `z:` shown with two decimals, `e:` an error, `f:` a formula without a value, `b:` a truth,
///                          `r:` rich text, `i:` a text beside the shared ones; anything else is a shared text
///     ~ 名称|…             a row that is hidden
///     merge A2:A3          merges cells
///     hide C               hides a column
///
/// An empty line is a row without cells. `\n` in a cell is a line end.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> workbook_parts(std::string_view text,
                                                                              bool from_1904 = false);

/// Writes the workbook.
void write_workbook(const std::string& path, std::string_view text, bool from_1904 = false);

}  // namespace huiqi::testing
