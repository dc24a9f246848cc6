#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/diagnostic/source.h"

namespace huiqi {

/// A text taken out of a source with the place of each of its bytes: a YAML scalar whose escapes, folds and
/// quotes are gone, so that a place inside an expression is exact to the column of the file.
/// The anchors never fall in either member; between two of them text and source run in step. Two anchors with
/// one text offset stand for source that gives no text: the first is where the text before it ends, the last
/// where the text after it begins. Without anchors, text and source run in step from 0.
struct MappedText {
    /// A point that text and source have in common.
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
