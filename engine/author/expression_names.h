#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/author/text_roles.h"
#include "engine/diagnostic/mapped_text.h"

namespace huiqi {

/// A name that an expression mentions: not one that the expression binds itself.
struct MentionedName {
    std::string name;
    std::uint32_t begin = 0;   ///< bytes of the file
    std::uint32_t end = 0;
    bool called = false;       ///< a function, a table or a parameter on a day
};

/// Gives the names that a text of a role mentions, as far as it can be parsed. Names that it binds (`for x in …`) are left out.
/// `units` are the count units of the file.
[[nodiscard]] std::vector<MentionedName> names_in(const MappedText& text, TextRole role, const std::vector<std::string>& units);

}  // namespace huiqi
