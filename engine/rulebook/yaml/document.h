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

/// One `key: value` of a mapping; the keys of a mapping differ.
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
    /// The reader has reported this value (it is empty, cut in two, an alias …): later stages take it as
    /// unknown and say nothing more about it.
    bool faulty = false;
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
    /// The reader came to the end of the file; if not (it said why), what seems to be missing may stand further down.
    bool whole = true;

    [[nodiscard]] const YamlNode& operator[](NodeId id) const { return nodes[id]; }
    [[nodiscard]] const YamlNode& root() const { return nodes.front(); }
};

/// Bounds for hostile files.
struct YamlLimits {
    std::size_t bytes = 16U << 20U;
    std::size_t depth = 64;
    std::size_t nodes = 300'000;
    std::size_t scalar_bytes = 1U << 20U;
    std::size_t faults = 100;  ///< reported one by one; what comes after is not looked at
};

/// Reads one file. Reports every fault (E401 duplicate key, E402 anchors/aliases/merge, E403 tags, E404 tabs,
/// directives and several documents, E405 empty value, E406 a value cut at a comma, E407 syntax, E408 limits,
/// E409 not UTF-8, NUL or invisible characters, E410 full-width punctuation where YAML needs ASCII) into
/// `diagnostics`, in the order of their places; gives what could be read, so that later stages can go on. A
/// fault of syntax that is confined to one value, or to a full-width sign, is reported and the rest is read
/// as if it were mended. The document has at least a root node, an empty mapping when nothing could be read.
[[nodiscard]] Document read_yaml(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                                 const YamlLimits& limits = {});

/// For a stage that finds a plain scalar where it expects a mapping or a list: when the scalar begins with a
/// word and a full-width colon (`编号：1`) or with a full-width bracket (`［甲, 乙］`), reports that (E410)
/// and gives true; else it is the caller's to report.
bool report_full_width_structure(const Sources& sources, const YamlNode& node, Diagnostics& diagnostics);

}  // namespace huiqi
