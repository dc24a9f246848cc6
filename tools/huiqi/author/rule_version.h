#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/huiqi/rules.h"

namespace huiqi {

/// A version of rules that somebody names: a file, a folder, or what git keeps of one (`HEAD~1:rules`). Files of a revision are
/// laid into a temporary folder, which is gone with the object.
class RuleVersion {
public:
    /// Takes `what` for a path where there is one, else for `REVISION:PATH`; with `revision` for a path as it was then. Complains and gives
    /// nothing when that cannot be had; `exit` says how to end.
    [[nodiscard]] static std::optional<RuleVersion> open(const Program& program, const std::string& what, const std::string& revision, Exit& exit);

    RuleVersion(RuleVersion&& other) noexcept;
    RuleVersion& operator=(RuleVersion&& other) noexcept;
    RuleVersion(const RuleVersion&) = delete;
    RuleVersion& operator=(const RuleVersion&) = delete;
    ~RuleVersion();

    /// Loads the rules; files of a revision are called as git calls them in messages.
    [[nodiscard]] LoadedRules load();
    /// Gives how a person calls it.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

private:
    RuleVersion() = default;

    std::string name_;
    std::string path_;
    std::filesystem::path folder_;   ///< temporary; empty for a path
    std::string prefix_;             ///< what stands in place of the folder in names of files: `HEAD~1:`
    std::vector<std::shared_ptr<const Sources>> kept_;
};

}  // namespace huiqi
