#pragma once

#include <string>

#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// Writes a rule file in the one layout: two blanks a level, lists set in under their key, one blank behind a colon and a
/// comma, rows of the same kind aligned by the columns that a terminal shows, at most one empty line in a row, no blanks at
/// line ends, LF. Values, quotes, comments, the order of all things and what stands on one line stay as written, so that
/// what is printed reads as the same document, and printing it again changes nothing. The document must have been read
/// without an error.
[[nodiscard]] std::string print_yaml(const Sources& sources, const Document& document);

/// Tells whether two documents have the same keys, values, quotes and comments in the same order, wherever they stand.
[[nodiscard]] bool says_the_same(const Sources& sources, const Document& one, const Document& other);

}  // namespace huiqi
