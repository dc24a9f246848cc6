#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/rulebook/yaml/cursor.h"
#include "engine/rulebook/yaml/document.h"
#include "engine/rulebook/yaml/report.h"
#include "engine/rulebook/yaml/syntax.h"

namespace huiqi {

/// Builds the document from the events of the YAML library. The library says what the tokens mean; where they
/// stand is read from the bytes, token by token, because its marks give beginnings only and some of them
/// wrongly. What the library accepts and this language does not is reported on the way.
class YamlBuilder {
public:
    /// `text` is what the library reads: the source, with blanks for tabs and letters for the masked values.
    YamlBuilder(std::string_view text, std::string_view original, SourceId source, const YamlLimits& limits,
                const std::vector<YamlMask>& masks, Diagnostics& diagnostics);

    void null();
    void alias();
    void scalar(std::string_view value);
    void begin_collection(NodeKind kind, bool flow);
    void end_collection();
    /// Reports what follows the document.
    void end_document();

    /// Gives the offset up to which the source has been read.
    [[nodiscard]] std::size_t at() const noexcept { return cursor_.at(); }
    [[nodiscard]] YamlProgress progress();
    /// Gives the full-width signs found in keys, where YAML needs ASCII: offsets in the source.
    [[nodiscard]] const std::vector<std::size_t>& full_width() const noexcept { return full_width_; }
    /// Closes what is open and gives the document.
    [[nodiscard]] Document finish();

private:
    /// Where the keys of an open mapping stand. Few are compared one by one, many are looked up.
    class Keys {
    public:
        /// Gives which of the entries has a key; `entries` are those for which `add` was called.
        [[nodiscard]] std::optional<std::size_t> find(const std::vector<YamlEntry>& entries, const std::string& key);
        void add(YamlRange range) { ranges_.push_back(range); }
        void clear();
        [[nodiscard]] YamlRange range(std::size_t at) const { return ranges_[at]; }

    private:
        std::vector<YamlRange> ranges_;
        std::unordered_map<std::string, std::size_t> places_;
    };

    /// A collection that has begun and not ended.
    struct Frame {
        NodeId node = 0;
        std::size_t column = 0;   ///< where its items or keys begin
        bool bracket = false;     ///< it began with `{` or `[`
        bool started = false;     ///< an item or a key has been read
        bool key_read = false;    ///< a key waits for its value
        bool key_faulty = false;  ///< and has been reported
        bool colon = false;       ///< its colon has been seen
        bool wide_colon = false;  ///< which is full-width in the source
        MappedText key;
        YamlRange key_range;
        std::size_t sign = 0;  ///< the last `-`, `:` or comma passed
        Keys keys;
        std::vector<YamlEntry> entries;   ///< of a mapping, until it ends
    };

    [[nodiscard]] Frame fresh_frame();
    void leave_frame();
    /// Nothing but comments stands in the file.
    [[nodiscard]] bool says_nothing() const;
    [[nodiscard]] bool in_flow() const;
    [[nodiscard]] bool at_key() const;
    [[nodiscard]] YamlNode& node_of(const Frame& frame) { return document_.nodes[frame.node]; }
    void approach();
    void approach_root();
    void approach_item(Frame& frame);
    void approach_key(Frame& frame);
    void approach_value(Frame& frame);
    void take_comma(Frame& frame);
    void take_properties();
    [[noreturn]] void report_key_of_brackets();
    [[nodiscard]] std::string_view null_word_here() const;
    void scalar_here(std::string_view value);
    void empty_here();
    void empty_value(Frame& frame);
    void take_key(MappedText key, YamlRange range, ScalarStyle style);
    void take_scalar(ScalarStyle style, MappedText text, YamlRange range);
    void keep_header_comment(std::size_t begin, std::size_t end);
    void check_value(YamlRange range);
    void check_item(YamlRange range);
    void check_escapes(const MappedText& text);
    NodeId add(YamlNode node);
    void complete(NodeId node);
    void add_entry(Frame& frame, NodeId value);
    [[nodiscard]] bool join_cut(Frame& frame, NodeId before, YamlRange next);
    void remember(YamlRange range, bool plain, bool key);
    [[noreturn]] void give_up();

    std::string_view text_;
    std::string_view original_;
    SourceId source_;
    const YamlLimits& limits_;
    const std::vector<YamlMask>& masks_;
    YamlReport report_;
    YamlCursor cursor_;
    Document document_;
    std::vector<Frame> frames_;
    std::vector<Frame> left_;   ///< frames that ended, for the room in their vectors
    std::vector<std::size_t> full_width_;
    std::size_t sign_line_ = 0;  ///< the line of the last `-`, `:` or comma passed
    bool tagged_ = false;        ///< the value at hand had a tag
    YamlRange last_;
    bool last_plain_ = false;
    bool last_is_key_ = false;
};

}  // namespace huiqi
