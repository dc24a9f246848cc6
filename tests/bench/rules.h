#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi::bench {

/// Rules made ready, as a run or an explanation would.
struct Ready {
    std::shared_ptr<const Rulebook> rulebook;
    std::vector<const Incentive*> incentives;
    std::shared_ptr<const Plan> plan;
};

/// Loads files at a path that is absolute, or below the project's folder; with a bundle all of its
/// incentives, else those that can be computed. Stops the program when something is wrong with them.
[[nodiscard]] Ready rules_at(const std::string& path, const CompileOptions& options);
/// Loads one text.
[[nodiscard]] Ready rules_of(const std::string& text, const CompileOptions& options);

/// A folder with so many incentives, those of rules/benchmark over and over under other ids, without their
/// cases when asked so; gone in the end.
class FolderOfIncentives {
public:
    FolderOfIncentives(int incentives, bool cases);
    ~FolderOfIncentives();
    FolderOfIncentives(const FolderOfIncentives&) = delete;
    FolderOfIncentives& operator=(const FolderOfIncentives&) = delete;

    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// A plan for decisions only, as `huiqi run` compiles it.
[[nodiscard]] CompileOptions decisions_only();

}  // namespace huiqi::bench
