#pragma once

#include <cstddef>
#include <string>

#include "engine/diagnostic/source.h"

namespace huiqi {

/// The part of a source line that a message shows, and where its marker stands, in display columns.
struct SourceWindow {
    std::size_t line = 1;    ///< number of the line
    std::string text;        ///< tabs as four blanks, control characters made visible, cuts as `…`
    std::size_t marker = 0;  ///< columns before the marker
    std::size_t width = 1;   ///< columns of the marker, at least one
};

/// Cuts the window around the first line of a span; a span of several lines is marked to the end of the
/// first.
[[nodiscard]] SourceWindow window_around(const Source& source, const Span& span);

}  // namespace huiqi
