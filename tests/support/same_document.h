#pragma once

#include <algorithm>

#include "engine/rulebook/yaml/document.h"

namespace huiqi::testing {

/// Whether two texts have the same bytes from the same places.
[[nodiscard]] inline bool same(const MappedText& left, const MappedText& right) {
    return left.text == right.text && left.source == right.source &&
           std::equal(left.anchors.begin(), left.anchors.end(), right.anchors.begin(), right.anchors.end(),
                      [](const MappedText::Anchor& a, const MappedText::Anchor& b) {
                          return a.text == b.text && a.source == b.source;
                      });
}

/// Whether two nodes say the same and stand in the same place.
[[nodiscard]] inline bool same(const YamlNode& left, const YamlNode& right) {
    return left.kind == right.kind && left.style == right.style && left.flow == right.flow &&
           left.span == right.span && same(left.scalar, right.scalar) && left.items == right.items &&
           left.faulty == right.faulty &&
           std::equal(left.entries.begin(), left.entries.end(), right.entries.begin(), right.entries.end(),
                      [](const YamlEntry& a, const YamlEntry& b) {
                          return same(a.key, b.key) && a.value == b.value;
                      });
}

/// Whether two documents have the same nodes and comments.
[[nodiscard]] inline bool same(const Document& left, const Document& right) {
    return std::equal(left.nodes.begin(), left.nodes.end(), right.nodes.begin(), right.nodes.end(),
                      [](const YamlNode& a, const YamlNode& b) { return same(a, b); }) &&
           std::equal(left.comments.begin(), left.comments.end(), right.comments.begin(),
                      right.comments.end(), [](const YamlComment& a, const YamlComment& b) {
                          return a.span == b.span && a.whole_line == b.whole_line;
                      });
}

}  // namespace huiqi::testing
