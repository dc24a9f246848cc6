#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/rulebook/yaml_builder.h"
#include "engine/rulebook/yaml_report.h"

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

/// A fault of syntax: what the library says and where it stood.
struct YamlFault {
    YamlFaultKind kind = YamlFaultKind::other;
    std::size_t at = 0;
};

/// Reports E407 for a fault in the author's words, at the place where the author has to do something. Gives
/// the value that has to be put in quotes or mended, when the fault is confined to one: with a mask over it,
/// the rest of the file can be read.
[[nodiscard]] std::optional<YamlMask> explain_fault(const YamlFault& fault, const YamlProgress& progress,
                                                    std::string_view text, YamlReport& report);

}  // namespace huiqi
