#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/keys.h"

namespace huiqi {

/// Where the cursor stands in a rule file that is being typed, and so need not be sound: found by indentation and brackets of the
/// text before it.
struct CursorPlace {
    bool key = false;                    ///< a key is typed, or can be
    std::vector<std::string> path;       ///< keys and names from the top to what holds the cursor; `-` for an element of a list
    std::vector<std::string> siblings;   ///< keys that the mapping around the cursor has before it
    std::size_t begin = 0;               ///< where the word that is typed begins
    std::string value;                   ///< of a value: its text before the cursor
};

[[nodiscard]] CursorPlace cursor_place(std::string_view text, std::size_t offset);

/// What the table of keys says about a path.
struct KeyPlace {
    std::vector<Scope> mappings;         ///< the mappings that may stand there
    Scope scope = Scope::prose;          ///< of the key that the path ends with, or that stands above its end
    std::string_view key;                ///< English; empty at the top
    bool below_name = false;             ///< behind a name of the author's
    bool names = false;                  ///< the mapping there has names of the author's
};

/// Follows a path from the top of a file of this kind (English word).
[[nodiscard]] KeyPlace key_place(std::string_view kind, const std::vector<std::string>& path);

}  // namespace huiqi
