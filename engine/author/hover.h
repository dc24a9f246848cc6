#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/author/workspace.h"
#include "engine/calendar/date.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// What an editor shows about a place: Markdown, and the bytes that it is about.
struct Hover {
    std::string markdown;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Tells about the name at a byte of a file: what it is, its type and unit, its clause with the words of the document, of a
/// parameter its values and which is in force `today`; inside a case also what it came to there. On the text of a case it tells
/// how the case came out. Nothing where there is nothing to tell.
[[nodiscard]] std::optional<Hover> hover_at(Workspace& workspace, const std::string& path, std::size_t offset, Language language,
                                            Date today);

}  // namespace huiqi
