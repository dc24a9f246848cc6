#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/diagnostic/mapped_text.h"

namespace huiqi {

/// Indexes a node of a `Document`.
using NodeId = std::uint32_t;

/// How a YAML node is built.
enum class NodeKind : std::uint8_t { scalar, sequence, mapping };

/// How a scalar was written; the formatter keeps it, meaning never depends on it.
enum class ScalarStyle : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };

/// One `key: value` of a mapping.
struct YamlEntry {
    MappedText key;
    NodeId value = 0;
};

/// A node with its range in the source; every scalar is text.
struct YamlNode {
    NodeKind kind = NodeKind::scalar;
    ScalarStyle style = ScalarStyle::plain;
    bool flow = false;  ///< `{…}` or `[…]`
    Span span;          ///< the whole node, without the key
    MappedText scalar;
    std::vector<YamlEntry> entries;
    std::vector<NodeId> items;
};

/// A comment, `#` included.
struct YamlComment {
    Span span;
    bool whole_line = false;
};

/// A YAML file as read: nodes with source ranges, and comments. Node 0 is the root.
struct Document {
    SourceId source = 0;
    std::vector<YamlNode> nodes;
    std::vector<YamlComment> comments;

    [[nodiscard]] const YamlNode& operator[](NodeId id) const { return nodes[id]; }
    [[nodiscard]] const YamlNode& root() const { return nodes.front(); }
};

/// Bounds for hostile files.
struct YamlLimits {
    std::size_t bytes = 16U << 20U;
    std::size_t depth = 64;
    std::size_t nodes = 2'000'000;
    std::size_t scalar_bytes = 1U << 20U;
};

/// Reads one file. Reports every fault (E401 duplicate key, E402 anchors/aliases/merge, E403 tags, E404 tabs and
/// several documents, E405 empty value, E406 a `{…}` cut at a comma, E407 syntax, E408 limits, E409 not UTF-8 or NUL,
/// E410 full-width punctuation where YAML needs ASCII) into `diagnostics`; gives what could be read, so that later
/// stages can go on. The document has at least a root node, an empty mapping when nothing could be read.
[[nodiscard]] Document read_yaml(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                                 const YamlLimits& limits = {});

}  // namespace huiqi
