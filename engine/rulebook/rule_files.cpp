#include "engine/rulebook/rule_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/keys.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

/// Bounds for searching folders that somebody else filled.
constexpr int kDeepestFolder = 16;
constexpr std::size_t kMostFiles = 20'000;
/// The id stands at the top of a file.
constexpr std::size_t kHeadBytes = std::size_t{16} << 10U;

Span place_of(Sources& sources, const std::string& name) { return {sources.add(name, ""), 0, 0}; }

bool is_inside(const fs::path& path, const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    const fs::path root = error ? fs::path() : fs::canonical(folder, error);
    if (error) {
        return false;
    }
    const auto [end, at] = std::mismatch(root.begin(), root.end(), real.begin(), real.end());
    return end == root.end();
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// Walks a folder in any order; linked folders are not entered.
std::vector<fs::path> yaml_files(const fs::path& folder, bool deep, std::vector<fs::path>* refused) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        const fs::path& path = at->path();
        std::error_code ignored;
        if (is_hidden(path) || !deep || at.depth() >= kDeepestFolder) {
            at.disable_recursion_pending();
        }
        if (is_hidden(path) || path.extension() != ".yaml" || !at->is_regular_file(ignored)) {
            continue;
        }
        if (at->is_symlink(ignored) && !is_inside(path, folder)) {
            if (refused != nullptr) {
                refused->push_back(path);
            }
            continue;
        }
        files.push_back(path);
        if (files.size() >= kMostFiles) {
            break;
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Gives a path as people would type it: from the current folder where it lies below that.
fs::path shown_path(const fs::path& path) {
    std::error_code error;
    const fs::path here = fs::current_path(error);
    const fs::path below = error ? fs::path() : path.lexically_relative(here);
    return below.empty() || below.begin()->string() == ".." ? path : below;
}

/// Gives the folder `rules` above a file: an ancestor of that name, or the one beside an ancestor `cases`.
std::optional<fs::path> rules_folder(const fs::path& file) {
    std::error_code error;
    const fs::path whole = fs::absolute(file, error).lexically_normal();
    for (fs::path at = whole.parent_path(); !error && at != at.root_path(); at = at.parent_path()) {
        if (at.filename() == "rules") {
            return at;
        }
        if (at.filename() == "cases" && fs::is_directory(at.parent_path() / "rules", error)) {
            return at.parent_path() / "rules";
        }
    }
    return std::nullopt;
}

/// Follows links. Those of a folder are followed once for all its files.
class RealPaths {
public:
    [[nodiscard]] std::string of(const fs::path& file) {
        std::error_code error;
        if (fs::is_symlink(file, error) || error || !file.has_filename()) {
            const fs::path real = fs::canonical(file, error);
            return error ? file.string() : real.string();
        }
        const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
        const auto [known, fresh] = folders_.try_emplace(folder.string());
        if (fresh) {
            const fs::path real = fs::canonical(folder, error);
            known->second = error ? folder : real;
        }
        return (known->second / file.filename()).string();
    }

private:
    std::unordered_map<std::string, fs::path> folders_;
};

void add_folder(const fs::path& folder, Sources& sources, Diagnostics& diagnostics, std::vector<fs::path>& files) {
    std::vector<fs::path> refused;
    const std::vector<fs::path> found = yaml_files(folder, true, &refused);
    for (const fs::path& link : refused) {
        diagnostics.warning("W513", place_of(sources, link.string()),
                            {"这个链接指到文件夹外面，没有读", "the link leads out of the folder and was not read"},
                            {"把文件放进文件夹，或者单独写出它的路径", "put the file into the folder, or name its path"});
    }
    if (found.empty()) {
        diagnostics.error("E451", place_of(sources, folder.string()),
                          {fmt::format("文件夹“{}”里没有 .yaml 文件", excerpt(folder.string(), 80)),
                           fmt::format("there is no .yaml file in the folder `{}`", excerpt(folder.string(), 80))},
                          {"检查路径", "check the path"});
    }
    files.insert(files.end(), found.begin(), found.end());
}

}  // namespace

std::string normal_path(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
    return (error ? path.lexically_normal() : whole).string();
}

std::vector<fs::path> collect_rule_files(const std::vector<std::string>& paths, Sources& sources,
                                         Diagnostics& diagnostics) {
    std::vector<fs::path> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (fs::is_directory(path, error)) {
            add_folder(path, sources, diagnostics, files);
        } else if (fs::is_regular_file(path, error)) {
            files.emplace_back(path);
        } else if (fs::exists(path, error)) {
            diagnostics.error("E451", place_of(sources, path),
                              {fmt::format("“{}”不是普通的文件，也不是文件夹", excerpt(path, 80)),
                               fmt::format("`{}` is neither an ordinary file nor a folder", excerpt(path, 80))},
                              {"把规则存成 .yaml 文件", "keep the rules in a .yaml file"});
        } else {
            diagnostics.error("E451", place_of(sources, path),
                              {fmt::format("没有“{}”这个文件或文件夹", excerpt(path, 80)),
                               fmt::format("there is no file or folder `{}`", excerpt(path, 80))},
                              {"检查路径", "check the path"});
        }
    }
    RealPaths real;
    std::unordered_set<std::string> seen;
    std::erase_if(files, [&](const fs::path& file) { return !seen.insert(real.of(file)).second; });
    return files;
}

std::optional<std::string> read_rule_file(const fs::path& path, std::size_t limit) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return std::nullopt;
    }
    const std::uintmax_t size = fs::file_size(path, error);
    std::string text(error ? limit + 1 : static_cast<std::size_t>(std::min<std::uintmax_t>(size, limit + 1)), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

std::optional<std::string> declared_id(std::string_view text) {
    const Spelling& id = spelling(Scope::incentive_file, "id");
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        for (const std::string_view key : {id.zh, id.en}) {
            if (!line.starts_with(key) || !line.substr(key.size()).starts_with(':')) {
                continue;
            }
            line.remove_prefix(key.size() + 1);
            line = line.substr(0, line.find(" #"));
            constexpr std::string_view kAround = " \t\r\"'";
            const std::size_t begin = line.find_first_not_of(kAround);
            if (begin == std::string_view::npos) {
                return std::nullopt;
            }
            return std::string(line.substr(begin, line.find_last_not_of(kAround) - begin + 1));
        }
    }
    return std::nullopt;
}

const RuleFileFinder::Index& RuleFileFinder::index(const fs::path& folder, bool deep) {
    const auto [found, fresh] = indexes_.try_emplace({folder.string(), deep});
    if (fresh) {
        add_unsaved(folder, deep, found->second);
        for (const fs::path& file : yaml_files(folder, deep, nullptr)) {
            if (is_unsaved(file)) {
                continue;
            }
            const auto text = read_rule_file(file, kHeadBytes);
            if (auto id = text ? declared_id(*text) : std::nullopt) {
                found->second.try_emplace(std::move(*id), shown_path(file));
            }
        }
    }
    return found->second;
}

/// Following the links of a path costs more than comparing its last part.
bool RuleFileFinder::is_unsaved(const fs::path& file) const {
    const auto same_name = [&](const auto& one) { return fs::path(one.first).filename() == file.filename(); };
    return instead_ != nullptr && std::any_of(instead_->begin(), instead_->end(), same_name) && instead_->contains(normal_path(file));
}

void RuleFileFinder::add_unsaved(const fs::path& folder, bool deep, Index& index) const {
    if (instead_ == nullptr || instead_->empty()) {
        return;
    }
    const fs::path within = normal_path(folder);
    for (const auto& [name, text] : *instead_) {
        const fs::path path(name);
        const fs::path below = path.lexically_relative(within);
        const bool inside = !below.empty() && *below.begin() != "..";
        if (path.parent_path() == within || (deep && inside)) {
            if (auto id = declared_id(text)) {
                index.try_emplace(std::move(*id), shown_path(path));
            }
        }
    }
}

std::optional<fs::path> RuleFileFinder::find(std::string_view id, const fs::path& beside) {
    const fs::path folder = beside.has_parent_path() ? beside.parent_path() : fs::path(".");
    const Index& near = index(folder, false);
    if (const auto found = near.find(id); found != near.end()) {
        return found->second.lexically_normal();
    }
    if (const auto rules = rules_folder(beside)) {
        const Index& far = index(*rules, true);
        if (const auto found = far.find(id); found != far.end()) {
            return found->second;
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
