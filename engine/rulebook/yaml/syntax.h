#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/rulebook/yaml/report.h"

namespace huiqi {

/// What kept the library from reading on.
enum class YamlFaultKind : std::uint8_t {
    map_value,      ///< a colon where none can be
    end_of_map,     ///< a token that belongs to none of the open mappings or lists
    end_of_flow,    ///< a token that cannot stand between braces or brackets
    flow_end,       ///< a closing bracket that nothing opened
    block_entry,    ///< a `-` where no list can begin
    block_header,   ///< more than `|` or `>` in their line
    unknown_token,  ///< a sign that begins nothing
    end_of_quotes,  ///< the file ends inside quotes
    escape,         ///< a backslash that means nothing
    alias,          ///< `*` and `&`
    other,
};

/// A fault of syntax: what the library says and where it stood. The builder throws it for the one that the
/// library does not see: quotes that are open at the end of the file.
struct YamlFault {
    YamlFaultKind kind = YamlFaultKind::other;
    std::size_t at = 0;
};

/// A value that the library could not read: one letter stands for it in the text that the library sees, and
/// the value is the source as written.
struct YamlMask {
    std::size_t at = 0;  ///< of the letter
    YamlRange value;
    char letter = 'x';  ///< `#` makes a comment of a line that is no `key: value`
};

/// Where the reading stands, for the explanation of a fault of syntax.
struct YamlProgress {
    std::size_t next = 0;         ///< behind what has been read, its `-`, `:` and `,` included
    bool value_expected = false;  ///< a value or an item, rather than a key
    YamlRange last;               ///< the last whole value or key; for braces and brackets, all of them
    bool last_plain = false;      ///< it is a plain scalar
    bool last_is_key = false;
    std::optional<std::size_t> open_bracket;  ///< the outermost `{` or `[` that is still open
    std::vector<std::size_t> columns;         ///< of the open mappings and lists in block style
};

}  // namespace huiqi
