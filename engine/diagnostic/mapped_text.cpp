#include "engine/diagnostic/mapped_text.h"

#include <algorithm>

namespace huiqi {
namespace {

using Anchors = std::vector<MappedText::Anchor>;

/// Carries an offset over from the anchor before it, but not past the anchor after it: inside an escape the
/// source is longer or shorter than the text.
std::uint32_t carried(const Anchors& anchors, Anchors::const_iterator after, std::uint32_t offset) {
    if (after == anchors.begin()) {
        return after == anchors.end() ? offset : after->source;
    }
    const MappedText::Anchor& before = *std::prev(after);
    const std::uint32_t source = before.source + (offset - before.text);
    return after == anchors.end() ? source : std::min(source, after->source);
}

std::uint32_t source_of_begin(const Anchors& anchors, std::uint32_t offset) {
    const auto after = std::upper_bound(
        anchors.begin(), anchors.end(), offset,
        [](std::uint32_t value, const MappedText::Anchor& anchor) { return value < anchor.text; });
    return carried(anchors, after, offset);
}

std::uint32_t source_of_end(const Anchors& anchors, std::uint32_t offset) {
    const auto at = std::lower_bound(
        anchors.begin(), anchors.end(), offset,
        [](const MappedText::Anchor& anchor, std::uint32_t value) { return anchor.text < value; });
    return at != anchors.end() && at->text == offset ? at->source : carried(anchors, at, offset);
}

}  // namespace

MappedText MappedText::verbatim(const Sources& sources, const Span& span) {
    return {.text = std::string(sources.text(span)),
            .source = span.source,
            .anchors = {{.text = 0, .source = span.begin}}};
}

Span MappedText::span(std::size_t begin, std::size_t end) const {
    const auto from = static_cast<std::uint32_t>(std::min(begin, text.size()));
    const auto to = static_cast<std::uint32_t>(std::clamp<std::size_t>(end, from, text.size()));
    const std::uint32_t first = source_of_begin(anchors, from);
    const std::uint32_t last = from == to ? first : source_of_end(anchors, to);
    return {.source = source, .begin = first, .end = std::max(first, last)};
}

}  // namespace huiqi
