#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives the rule files that the paths stand for: a file by itself, every `.yaml` under a folder, sorted by name, each
/// once. Links that lead out of the folder are left out (W513). Reports E451 for what cannot be read; it is given a
/// source of its own, so that the message has a place.
[[nodiscard]] std::vector<std::filesystem::path> collect_rule_files(const std::vector<std::string>& paths,
                                                                    Sources& sources, Diagnostics& diagnostics);

/// Reads a file, at most `limit` bytes and one; nothing when it cannot be read or is no regular file.
[[nodiscard]] std::optional<std::string> read_rule_file(const std::filesystem::path& path, std::size_t limit);

/// Texts that stand for those of files, by `normal_path`: the unsaved buffers of an editor.
using TextsInstead = std::map<std::string, std::string, std::less<>>;

/// Gives the one spelling of a path: absolute, links followed, without `.` and `..`.
[[nodiscard]] std::string normal_path(const std::filesystem::path& path);

/// Finds files by the id that they declare, without reading more of them than the beginning.
class RuleFileFinder {
public:
    /// Where files have other texts than those of the disk, these must outlive this.
    explicit RuleFileFinder(const TextsInstead* instead = nullptr) : instead_(instead) {}

    /// Looks for an id beside a file, then under the enclosing folder `rules` (for a file under a folder `cases`, the
    /// `rules` beside that). Nothing when no file has it.
    [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view id, const std::filesystem::path& beside);

private:
    using Index = std::map<std::string, std::filesystem::path, std::less<>>;
    const Index& index(const std::filesystem::path& folder, bool deep);
    [[nodiscard]] bool is_unsaved(const std::filesystem::path& file) const;
    void add_unsaved(const std::filesystem::path& folder, bool deep, Index& index) const;

    const TextsInstead* instead_;
    std::map<std::pair<std::string, bool>, Index> indexes_;
};

/// Gives the id that a file declares at its top level, from its text, or nothing.
[[nodiscard]] std::optional<std::string> declared_id(std::string_view text);

}  // namespace huiqi
