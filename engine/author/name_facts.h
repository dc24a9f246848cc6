#pragma once

#include <string>

#include "engine/author/file_outline.h"
#include "engine/author/workspace.h"
#include "engine/calendar/date.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Says what a declared name is: 参数, an input, a table …
[[nodiscard]] std::string kind_in_words(const NamePlace& place, Language language);

/// Says in Markdown what loaded rules know of a declared name: type, unit, values, clause with its words. Empty when they are broken
/// or do not know it.
[[nodiscard]] std::string facts_about(const RuleFileView& view, const NamePlace& place, Language language, Date today);

/// Gives the type of a value for people; empty when it is not known.
[[nodiscard]] std::string type_of_value(const RuleFileView& view, const std::string& name, Language language);

}  // namespace huiqi
