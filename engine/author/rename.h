#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/author/name_search.h"
#include "engine/author/workspace.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// One stretch of a file and what is written in its place.
struct FileEdit {
    std::string path;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string text;
};

/// A name changed everywhere, or why it cannot be.
struct Renaming {
    std::vector<FileEdit> edits;
    Bilingual refusal;
};

/// Gives the name at a byte that can be changed; nothing where none stands: no key, no word and no value of the language can.
[[nodiscard]] std::optional<FoundName> renamable_at(Workspace& workspace, const std::string& path, std::size_t offset);

/// Changes a name where it is declared and everywhere it is meant: in its rulebook, in overlays, cases and bundles. Refused where
/// the other name is taken or none, where rules have errors, and where anything would be said of the changed files that is not
/// said of them now.
[[nodiscard]] Renaming renamed(Workspace& workspace, const FoundName& name, const std::string& to);

/// Makes edits in a text; they do not overlap.
[[nodiscard]] std::string edited(std::string text, std::vector<FileEdit> edits);

}  // namespace huiqi
