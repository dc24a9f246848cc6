#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/author/workspace.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Something that could stand where the cursor is.
struct Proposal {
    enum class Kind : std::uint8_t { key, word, value, function, unit, source, rule, type, enum_value };
    Kind kind = Kind::key;
    std::string label;
    std::string text;      ///< what is written
    std::string detail;    ///< a type, the other spelling, a signature
};

/// All that could, in place of the word that is begun.
struct Proposals {
    std::size_t begin = 0;   ///< bytes of the word that is begun
    std::size_t end = 0;
    std::vector<Proposal> all;
};

/// Proposes what may stand at a byte of a file: keys and fixed words from the table of keys, in the spelling of the file; names that
/// the file sees, functions of the language and units where an expression stands; sources, ids, types and values of enumerations
/// where those do. The file need not be sound.
[[nodiscard]] Proposals proposals_at(Workspace& workspace, const std::string& path, const std::string& text, std::size_t offset,
                                     Language language);

}  // namespace huiqi
