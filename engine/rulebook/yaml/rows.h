#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// A line is not made longer than this by setting things under or beside one another.
inline constexpr std::size_t kLongestLine = 110;

/// How many columns each cell of a row takes, but for the last; empty for a row that is not aligned.
using RowWidths = std::vector<std::size_t>;
/// For each item of a list.
using Widths = std::vector<RowWidths>;

/// Gives the columns for the items of a list in block style: neighbours in brackets with the same number of scalars, or in
/// braces with the same keys, stand under one another, if none of their lines grows beyond what fits. `indent` is what
/// stands before a row.
[[nodiscard]] Widths aligned_rows(const Sources& sources, const Document& document, const YamlNode& list, std::size_t indent);

/// Gives where a key stands, its quotes included.
[[nodiscard]] Span key_span(const Sources& sources, const YamlEntry& entry);

/// Gives what stands in braces or brackets in one line: one blank behind each colon and comma.
[[nodiscard]] std::string flow_text(const Sources& sources, const Document& document, const YamlNode& node);

/// Gives it with blanks behind the commas, so that its cells take the columns asked for.
[[nodiscard]] std::string row_text(const Sources& sources, const Document& document, const YamlNode& node,
                                   const RowWidths& widths);

}  // namespace huiqi
