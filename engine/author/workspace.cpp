#include "engine/author/workspace.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/author/check_rules.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/lints/suppressions.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

[[nodiscard]] SourceId source_of(const Sources& sources, const std::string& path) {
    for (SourceId id = 0; id < sources.size(); ++id) {
        if (normal_path(sources[id].name()) == path) {
            return id;
        }
    }
    return 0;
}

[[nodiscard]] RuleFileView loaded(const std::string& path, const TextsInstead& texts) {
    RuleFileView view;
    view.path = path;
    RulebookLoader loader(view.diagnostics);
    for (const auto& [name, text] : texts) {
        loader.take_instead(name, text);
    }
    loader.add_open_file(path);
    view.rulebook = loader.load();
    view.source = source_of(*view.rulebook.sources, path);
    check_rules(view.rulebook, view.diagnostics);
    apply_suppressions(view.rulebook, today(), Looked::without_audit, view.diagnostics);
    view.diagnostics.sort();
    return view;
}

}  // namespace

void Workspace::take_folders(std::vector<std::filesystem::path> folders) {
    folders_ = std::move(folders);
    files_.reset();
}

void Workspace::put(const std::string& path, std::string text) {
    const std::string name = normal_path(path);
    const auto [found, fresh] = open_.insert_or_assign(name, std::move(text));
    if (fresh) {
        files_.reset();
    }
    views_.clear();
    documents_.erase(name);
}

void Workspace::close(const std::string& path) {
    open_.erase(normal_path(path));
    documents_.erase(normal_path(path));
    forget();
}

void Workspace::forget() {
    views_.clear();
    files_.reset();
    ++turn_;
}

const std::string* Workspace::open_text(const std::string& path) const {
    const auto found = open_.find(normal_path(path));
    return found == open_.end() ? nullptr : &found->second;
}

std::vector<std::string> Workspace::open_paths() const {
    std::vector<std::string> paths;
    for (const auto& [path, text] : open_) {
        paths.push_back(path);
    }
    return paths;
}

const RuleFileView& Workspace::view(const std::string& path) {
    const std::string name = normal_path(path);
    std::unique_ptr<RuleFileView>& kept = views_[name];
    if (kept == nullptr) {
        kept = std::make_unique<RuleFileView>(loaded(name, open_));
    }
    return *kept;
}

RuleFileView Workspace::view_changed(const std::string& path, const TextsInstead& changed) const {
    TextsInstead texts = open_;
    for (const auto& [name, text] : changed) {
        texts.insert_or_assign(name, text);
    }
    return loaded(normal_path(path), texts);
}

const RuleDocument* Workspace::document(const std::string& path) {
    const std::string name = normal_path(path);
    const std::string* open = open_text(name);
    const auto known = documents_.find(name);
    std::error_code error;
    if (known != documents_.end() && known->second != nullptr) {
        RuleDocument& kept = *known->second;
        const bool same = open != nullptr || kept.looked == turn_ || kept.written == std::filesystem::last_write_time(name, error);
        kept.looked = turn_;
        if (same) {
            return &kept;
        }
    }
    auto text = open != nullptr ? std::optional(*open) : read_rule_file(name, YamlLimits().bytes);
    std::unique_ptr<RuleDocument>& kept = documents_[name];
    kept.reset();
    if (text) {
        kept = std::make_unique<RuleDocument>();
        kept->path = name;
        kept->looked = turn_;
        if (open == nullptr) {
            kept->written = std::filesystem::last_write_time(name, error);
        }
        Diagnostics diagnostics;
        kept->document = read_yaml(kept->sources, kept->sources.add(name, std::move(*text)), diagnostics);
        kept->readable = !diagnostics.has_errors();
        kept->outline = outline_of(kept->document);
    }
    return kept.get();
}

std::vector<std::string> Workspace::rule_files() {
    if (!files_) {
        std::set<std::string> paths;
        for (const std::filesystem::path& folder : folders_) {
            Sources sources;
            Diagnostics diagnostics;
            for (const std::filesystem::path& file : collect_rule_files({folder.string()}, sources, diagnostics)) {
                paths.insert(normal_path(file));
            }
        }
        for (const auto& [path, text] : open_) {
            paths.insert(path);
        }
        files_.emplace(paths.begin(), paths.end());
    }
    return *files_;
}

std::vector<std::pair<std::string, std::string>> Workspace::rule_ids() {
    constexpr std::size_t kHeadBytes = 16U << 10U;
    std::vector<std::pair<std::string, std::string>> ids;
    for (const std::string& path : rule_files()) {
        const std::string* open = open_text(path);
        const auto text = open != nullptr ? std::optional(*open) : read_rule_file(path, kHeadBytes);
        auto id = text ? declared_id(*text) : std::nullopt;
        if (!id) {
            continue;
        }
        std::string kind;
        for (const char* key : {"\n种类:", "\nkind:"}) {
            const std::size_t at = ("\n" + *text).find(key);
            if (at != std::string::npos) {
                const std::string line = text->substr(at, text->find('\n', at) - at);
                kind = line.substr(std::min(line.find_first_not_of(' ', line.find(':') + 1), line.size()));
            }
        }
        ids.emplace_back(std::move(*id), std::move(kind));
    }
    return ids;
}

bool looks_like_rules(std::string_view text) {
    bool blank = true;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        blank = blank && (line.find_first_not_of(" \t\r") == std::string_view::npos || line.starts_with('#'));
        for (const std::string_view en : {"kind", "id"}) {
            const Spelling& key = spelling(Scope::incentive_file, en);
            if (line.starts_with(key.zh) || line.starts_with(std::string(key.en) + ":")) {
                return true;
            }
        }
    }
    return blank;
}

}  // namespace huiqi
