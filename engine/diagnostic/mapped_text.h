#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/diagnostic/source.h"

namespace huiqi {

/// A text taken out of a source with the place of each of its bytes: a YAML scalar whose escapes, folds and
/// quotes are gone, so that a place inside an expression is exact to the column of the file.
/// The anchors rise in both members; between two of them text and source run in step.
struct MappedText {
    struct Anchor {
        std::uint32_t text = 0;    ///< offset in `text`
        std::uint32_t source = 0;  ///< offset in the source
    };

    std::string text;
    SourceId source = 0;
    std::vector<Anchor> anchors;

    /// Takes a stretch of a source as it stands.
    [[nodiscard]] static MappedText verbatim(const Sources& sources, const Span& span);

    /// Gives where the bytes [begin, end) of `text` stand in the source.
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;
    /// Gives where all of it stands.
    [[nodiscard]] Span span() const { return span(0, text.size()); }
};

}  // namespace huiqi
