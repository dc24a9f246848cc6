#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/person_words.h"
#include "tools/web/html.h"

namespace huiqi {

/// A value as it stands on a page: a truth is yes or no, all else as people write it.
[[nodiscard]] std::string page_value(const PageStyle& style, const Value& value, const Type& type,
                                     const EntryUnit* unit = nullptr);
/// Which dated values and counts of days went into a line; nothing where none did.
[[nodiscard]] std::string uses_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedUse>& uses);
/// The definitions and parameters on which award and parts rest, each with its value and how it came about.
[[nodiscard]] std::string used_part(const PageStyle& style, const PersonWords& words, const Explanation& explanation);

}  // namespace huiqi
