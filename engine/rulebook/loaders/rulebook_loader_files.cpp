#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/side_by_side.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/rulebook_loader.h"
#include "engine/rulebook/rule_files.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

void RulebookLoader::add_paths(const std::vector<std::string>& paths) {
    constexpr std::size_t kFilesAThread = 16;
    const std::vector<std::filesystem::path> found = collect_rule_files(paths, *sources_, diagnostics_);
    std::vector<std::optional<std::string>> texts(found.size());
    side_by_side(found.size(), kFilesAThread, [&](std::size_t at) { texts[at] = text_of(found[at]); });
    std::vector<ReadFile> files;
    for (std::size_t at = 0; at < found.size(); ++at) {
        files.push_back(open_file(found[at], std::move(texts[at])));
    }
    read_side_by_side(*sources_, files);
    for (ReadFile& file : files) {
        add_document(std::move(file), true);
    }
    find_needed();
}

void RulebookLoader::add_open_file(const std::filesystem::path& path) {
    add_file(path, true);
    find_needed();
}

void RulebookLoader::add_text(std::string name, std::string text) {
    ReadFile file{.source = sources_->add(name, std::move(text)), .name = std::move(name)};
    file.document = read_yaml(*sources_, file.source, file.diagnostics);
    add_document(std::move(file), true);
}

std::optional<std::string> RulebookLoader::text_of(const std::filesystem::path& path) const {
    const auto other = instead_.empty() ? instead_.end() : instead_.find(normal_path(path));
    return other != instead_.end() ? std::optional(other->second) : read_rule_file(path, YamlLimits().bytes);
}

/// Takes a file's text in; E451 where it cannot be read.
RulebookLoader::ReadFile RulebookLoader::open_file(const std::filesystem::path& path, std::optional<std::string> text) {
    const bool readable = text.has_value();
    ReadFile file{.source = sources_->add(path.string(), readable ? std::move(*text) : std::string()), .name = path.string()};
    file.path = path;
    file.readable = readable;
    if (!readable) {
        file.diagnostics.error("E451", {file.source, 0, 0},
                               {fmt::format("读不了“{}”", excerpt(path.string(), 80)),
                                fmt::format("cannot read `{}`", excerpt(path.string(), 80))},
                               {"检查文件的权限", "check the permissions of the file"});
    }
    return file;
}

/// Reading YAML is half of what loading costs, and no file needs another for it. What is said stays in the order of the files.
void RulebookLoader::read_side_by_side(const Sources& sources, std::vector<ReadFile>& files) {
    constexpr std::size_t kFilesAThread = 2;
    side_by_side(files.size(), kFilesAThread, [&](std::size_t at) {
        if (files[at].readable) {
            files[at].document = read_yaml(sources, files[at].source, files[at].diagnostics);
        }
    });
}

void RulebookLoader::add_file(const std::filesystem::path& path, bool wanted) {
    ReadFile file = open_file(path, text_of(path));
    if (file.readable) {
        file.document = read_yaml(*sources_, file.source, file.diagnostics);
    }
    add_document(std::move(file), wanted);
}

void RulebookLoader::add_document(ReadFile read, bool wanted) {
    const bool sound = !read.diagnostics.has_errors();
    diagnostics_.append(std::move(read.diagnostics));
    if (!read.readable) {
        return;
    }
    auto file = std::make_unique<File>();
    file->name = std::move(read.name);
    file->path = std::move(read.path);
    file->document = std::move(read.document);
    file->readable = sound;
    file->wanted = wanted;
    find_kind(*file);
    files_.push_back(std::move(file));
    register_id(files_.size() - 1);
}

}  // namespace huiqi
