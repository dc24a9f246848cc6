#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/author/file_outline.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rule_files.h"
#include "engine/rulebook/rulebook.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// A rule file with all that it leans on, as an editor has them now.
struct RuleFileView {
    std::string path;            ///< normal
    SourceId source = 0;         ///< of the file among the sources of the rulebook
    Rulebook rulebook;
    Diagnostics diagnostics;     ///< of everything that was loaded with it, those of plan and detectors too
    /// Nothing was wrong anywhere.
    [[nodiscard]] bool sound() const noexcept { return !diagnostics.has_errors(); }
};

/// A rule file as YAML, whatever it means.
struct RuleDocument {
    std::string path;            ///< normal
    Sources sources;             ///< this text alone
    Document document;
    FileOutline outline;
    bool readable = false;       ///< it is sound as YAML
    std::optional<std::filesystem::file_time_type> written;   ///< of one from the disk: when it was changed
    std::uint64_t looked = 0;    ///< when it was last held against the disk

    [[nodiscard]] std::string_view text() const { return sources[document.source].text(); }
};

/// What an editor has open, over what lies on the disk. Texts of open files go before those of the disk, for whatever is
/// loaded. What was read is kept until something changes.
class Workspace {
public:
    /// Says below which folders names are looked for.
    void take_folders(std::vector<std::filesystem::path> folders);
    /// Opens a file with a text, or gives an open one another.
    void put(const std::string& path, std::string text);
    /// Goes back to what lies on the disk.
    void close(const std::string& path);
    /// Says that files on the disk may have changed.
    void forget();

    /// Gives the text of an open file, or nullptr.
    [[nodiscard]] const std::string* open_text(const std::string& path) const;
    /// Gives the paths of the open files.
    [[nodiscard]] std::vector<std::string> open_paths() const;
    /// Loads and checks a file with what it leans on.
    [[nodiscard]] const RuleFileView& view(const std::string& path);
    /// The same where texts are other than they are, for looking at a change before it is made; nothing is kept.
    [[nodiscard]] RuleFileView view_changed(const std::string& path, const TextsInstead& changed) const;
    /// Gives a file as YAML, or nullptr when it cannot be read.
    [[nodiscard]] const RuleDocument* document(const std::string& path);
    /// Gives the paths of all rule files: below the folders and open ones.
    [[nodiscard]] std::vector<std::string> rule_files();
    /// Gives the id and the kind (as written) of every rule file, without reading more than their beginnings.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> rule_ids();

private:
    std::vector<std::filesystem::path> folders_;
    TextsInstead open_;
    std::map<std::string, std::unique_ptr<RuleFileView>> views_;
    std::map<std::string, std::unique_ptr<RuleDocument>> documents_;
    std::optional<std::vector<std::string>> files_;
    std::uint64_t turn_ = 0;   ///< how often files of the disk may have changed
};

/// Tells whether a text looks like a rule file at all: a key `种类`, `kind`, `编号` or `id` begins one of its lines, or it is empty.
[[nodiscard]] bool looks_like_rules(std::string_view text);

}  // namespace huiqi
