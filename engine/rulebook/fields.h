#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/language/parser.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// How many names one mapping, and how many items one list of a rule file may have.
inline constexpr std::size_t kMostEntries = 5'000;
inline constexpr std::size_t kMostItems = 50'000;

/// What every loader needs while one file is read.
struct LoadContext {
    const Document& document;
    std::string file;          ///< as shown in messages
    ParseContext parse;        ///< the file's count units
    Diagnostics& diagnostics;
    /// How many more faults of one kind by the thousand (unknown names, bad data of cases) are told; the first ones
    /// say it all, and looking for near misses costs time.
    std::size_t repeats_left = 200;
    bool readable = true;  ///< nothing was wrong with the file as YAML
    /// Names whose declarations are broken, which has been said: nothing more is said where they are used.
    std::vector<std::string> broken{};

    [[nodiscard]] const YamlNode& node(NodeId id) const { return document[id]; }
    [[nodiscard]] bool is_broken(std::string_view name) const {
        return std::find(broken.begin(), broken.end(), name) != broken.end();
    }
    /// Takes one of them; false when the rest is better left unsaid.
    [[nodiscard]] bool take_repeat() { return repeats_left != 0 && repeats_left-- != 0; }
};

/// Whether a mapping may have entries that its scope does not know (names that the author chose).
enum class OtherKeys : std::uint8_t { refused, kept };

/// The entries of one mapping by key. Building it reports what is wrong with its structure: unknown keys (E450), a
/// key in both spellings (E455), the wrong kind of node (E452), missing keys (E453). What is wrong is left out.
class Fields {
public:
    /// Reads a mapping; `owner` is the place that is blamed for what is missing.
    Fields(LoadContext& context, NodeId mapping, Scope scope, Span owner, OtherKeys others = OtherKeys::refused);

    [[nodiscard]] bool has(std::string_view en) const { return entry(en) != nullptr; }
    /// Tells whether a key is there, be its value of the wrong kind.
    [[nodiscard]] bool written(std::string_view en) const;
    /// Gives the node behind a key.
    [[nodiscard]] std::optional<NodeId> node(std::string_view en) const;
    /// Gives the scalar behind a key; nothing when there is none.
    [[nodiscard]] const MappedText* text(std::string_view en) const;
    /// Gives the scalar as text, empty when there is none.
    [[nodiscard]] std::string string(std::string_view en) const;
    /// Gives prose; one language stands for both when the other is missing.
    [[nodiscard]] Bilingual prose(std::string_view en) const;
    /// Gives the items of a list; empty when there is none.
    [[nodiscard]] const std::vector<NodeId>& items(std::string_view en) const;
    /// Gives the entries of a mapping; empty when there is none.
    [[nodiscard]] const std::vector<YamlEntry>& entries(std::string_view en) const;
    /// Gives one of the fixed words of a scope, or reports E454; nothing when the key is missing or wrong.
    [[nodiscard]] const Spelling* word(std::string_view en, Scope words) const;
    /// Reads 是/否; false when the key is missing.
    [[nodiscard]] bool flag(std::string_view en) const;
    /// Gives the place of a key, else the owner's.
    [[nodiscard]] Span key(std::string_view en) const;
    /// Gives the place of the value behind a key, else the owner's.
    [[nodiscard]] Span value(std::string_view en) const;
    /// Gives the entries of other names, in order; see OtherKeys.
    [[nodiscard]] const std::vector<const YamlEntry*>& others() const noexcept { return others_; }
    [[nodiscard]] Span owner() const noexcept { return owner_; }
    /// Tells whether a key was unknown, which has been reported: what seems to be missing may be behind it.
    [[nodiscard]] bool has_unknown() const noexcept { return unknown_ != 0; }
    /// Tells whether keys are spelled in Chinese here, else in the file.
    [[nodiscard]] bool chinese() const;

private:
    struct Known {
        const Spelling* spelling = nullptr;
        const YamlEntry* entry = nullptr;
    };
    void report_unknown(const YamlEntry& entry);
    void add(const YamlEntry& entry);
    [[nodiscard]] std::optional<std::string_view> near_key(std::string_view written) const;
    void read_as_meant(const YamlEntry& entry);
    void report_twice(const YamlEntry& first, const YamlEntry& again);
    void check_shape(const Known& known);
    void check_missing();
    [[nodiscard]] const YamlEntry* entry(std::string_view en) const;

    LoadContext* context_;
    Scope scope_;
    Span owner_;
    std::vector<Known> known_;
    std::vector<const YamlEntry*> others_;
    std::size_t unknown_ = 0;
};

/// Reads a scalar as one of the fixed words of a scope, or reports E454.
[[nodiscard]] const Spelling* read_word(LoadContext& context, const MappedText& text, Scope words);
/// Reads prose from a scalar or `{zh: …, en: …}`.
[[nodiscard]] Bilingual read_prose(LoadContext& context, NodeId node);
/// Gives both languages of prose as written, each nothing when it is missing.
[[nodiscard]] std::array<const MappedText*, 2> prose_texts(LoadContext& context, NodeId node);
/// Gives the scalar of a node, or reports E452.
[[nodiscard]] const MappedText* read_scalar(LoadContext& context, NodeId node);
/// Gives the entries of a mapping, or reports E452 and gives none; E408 when there are more than any rule needs.
[[nodiscard]] const std::vector<YamlEntry>& read_entries(LoadContext& context, NodeId node);
/// Gives the items of a list likewise.
[[nodiscard]] const std::vector<NodeId>& read_items(LoadContext& context, NodeId node);
/// Reads a list of scalars.
[[nodiscard]] std::vector<const MappedText*> read_texts(LoadContext& context, NodeId node);
/// Gives a place that stands for a node on one line: its first key, or the node itself.
[[nodiscard]] Span short_span(const LoadContext& context, NodeId node);

}  // namespace huiqi
