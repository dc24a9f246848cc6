#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/huiqi/program.h"

namespace huiqi {

/// What a program that was run gave.
struct ProgramRun {
    bool found = true;      ///< false: there is no such program
    int exit = 0;
    std::string output;
    std::string complaint;  ///< the first line of standard error
};

/// Runs git with these arguments in a folder, without a shell; `input` is its standard input. What it writes goes through files in `scratch`.
[[nodiscard]] ProgramRun run_git(const std::filesystem::path& scratch, const std::string& folder, const std::vector<std::string>& arguments,
                                 const std::string& input = {});

/// Lays the files below some paths of a revision into `target`. Links and submodules are left out. Gives what is wrong, or nothing.
[[nodiscard]] std::optional<Bilingual> lay_out_revision(const std::filesystem::path& scratch, const std::string& folder, const std::string& commit,
                                                        const std::vector<std::string>& paths, const std::filesystem::path& target);

}  // namespace huiqi
