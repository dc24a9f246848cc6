#include "engine/author/rename.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/side_by_side.h"
#include "engine/evaluate/case_runner.h"
#include "engine/language/names.h"

namespace huiqi {
namespace {

[[nodiscard]] bool can_be_renamed(NameKind kind) {
    return kind != NameKind::function && kind != NameKind::part;
}

/// Tells whether a text can be a name of its kind, written without quotes.
[[nodiscard]] bool can_be_named(NameKind kind, const std::string& to) {
    if (kind == NameKind::value || kind == NameKind::amount || kind == NameKind::type || kind == NameKind::enum_value) {
        return read_name(to) == to;
    }
    constexpr std::string_view kSigns = " \t\r\n:#{}[],&*!|>'\"%@`?";
    return !to.empty() && to.front() != '-' && to.find_first_of(kSigns) == std::string::npos;
}

using Said = std::map<std::string_view, std::size_t>;

/// What is said of a file with all that it leans on, by code.
[[nodiscard]] Said said_of(const RuleFileView& view) {
    Said said;
    for (const Diagnostic& one : view.diagnostics.all()) {
        ++said[one.code];
    }
    return said;
}

[[nodiscard]] std::size_t mentions(const FileOutline& outline, std::string_view name) {
    const auto same = [&](const NamePlace& one) { return one.name == name; };
    return static_cast<std::size_t>(std::count_if(outline.names.begin(), outline.names.end(), same));
}

/// Gives the first case that fails, of those that come with a file; empty when all hold.
[[nodiscard]] std::string failing_case(const RuleFileView& view) {
    Diagnostics silent;
    const auto failed = [](const CaseResult& one) { return !one.mismatches.empty(); };
    for (const Incentive& incentive : view.rulebook.incentives) {
        const std::vector<CaseResult> results = run_cases(incentive, Language::zh, silent);
        if (const auto found = std::find_if(results.begin(), results.end(), failed); found != results.end()) {
            return found->name;
        }
    }
    for (const Bundle& bundle : view.rulebook.bundles) {
        const std::vector<CaseResult> results = run_cases(view.rulebook, bundle, Language::zh, silent);
        if (const auto found = std::find_if(results.begin(), results.end(), failed); found != results.end()) {
            return found->name;
        }
    }
    return {};
}

/// Tells whether the cases of incentives give the same answers: values of enumerations are the same at the same place.
[[nodiscard]] bool same_answers(const Rulebook& before, const Rulebook& after) {
    const auto same_cases = [](const Incentive& left, const Incentive& right) {
        return std::equal(left.cases.begin(), left.cases.end(), right.cases.begin(), right.cases.end(), [](const Case& one, const Case& other) {
            return one.given == other.given && one.bind == other.bind;
        });
    };
    return std::equal(before.incentives.begin(), before.incentives.end(), after.incentives.begin(), after.incentives.end(), same_cases);
}

/// One change of a name while it is looked at.
class Change {
public:
    Change(Workspace& workspace, const FoundName& name, const std::string& to) : workspace_(workspace), search_(workspace), name_(name), to_(to) {}

    [[nodiscard]] Renaming run() {
        if (find() && free() && make() && holds()) {
            return std::move(out_);
        }
        out_.edits.clear();
        return std::move(out_);
    }

private:
    bool refuse(std::string zh, std::string en) {
        out_.refusal = {std::move(zh), std::move(en)};
        return false;
    }

    bool find() {
        declared_ = search_.declarations(name_);
        if (declared_.size() != 1 || !can_be_renamed(declared_.front().place.kind)) {
            return refuse("这个名字不能在这里改：它不是一处声明的名字", "this name cannot be changed here: it is not declared in one place");
        }
        if (!can_be_named(declared_.front().place.kind, to_)) {
            return refuse(fmt::format("“{}”不能作名字", to_), fmt::format("`{}` cannot be a name", to_));
        }
        if (to_ == declared_.front().place.name) {
            return refuse("还是原来的名字", "that is its name already");
        }
        uses_ = search_.uses(declared_);
        return true;
    }

    /// The other name must mean nothing in any file that mentions this one.
    bool free() {
        for (const std::string& path : declared_.front().place.kind == NameKind::rule ? workspace_.rule_files() : std::vector<std::string>{}) {
            const RuleDocument* file = workspace_.document(path);
            if (file != nullptr && file->outline.id == to_) {
                return refuse(fmt::format("“{}”已经有了，在 {}", to_, short_path(path)), fmt::format("`{}` is taken, in {}", to_, short_path(path)));
            }
        }
        std::set<std::string> paths;
        for (const FoundName& one : uses_) {
            paths.insert(one.path);
        }
        for (const std::string& path : paths) {
            for (const RuleDocument* file : search_.visible(path)) {
                for (const NamePlace& one : file->outline.names) {
                    const bool both_values = is_value(one.kind) && is_value(declared_.front().place.kind);
                    if (one.declares && one.name == to_ && (one.kind == declared_.front().place.kind || both_values)) {
                        return refuse(fmt::format("“{}”已经有了，在 {}", to_, short_path(file->path)),
                                      fmt::format("`{}` is taken, in {}", to_, short_path(file->path)));
                    }
                }
            }
        }
        return true;
    }

    [[nodiscard]] static bool is_value(NameKind kind) { return kind == NameKind::value || kind == NameKind::amount || kind == NameKind::enum_value; }
    [[nodiscard]] static std::string short_path(const std::string& path) { return std::filesystem::path(path).filename().string(); }

    bool make() {
        std::map<std::string, std::vector<FileEdit>> by_file;
        const std::string& from = declared_.front().place.name;
        for (const FoundName& one : uses_) {
            const bool whole = one.place.name == from;
            if (!whole && short_id(to_) == short_id(from)) {
                continue;
            }
            const FileEdit edit{.path = one.path, .begin = one.place.begin, .end = one.place.end,
                                .text = whole ? to_ : std::string(short_id(to_))};
            by_file[one.path].push_back(edit);
            out_.edits.push_back(edit);
        }
        for (const auto& [path, edits] : by_file) {
            const RuleDocument* file = workspace_.document(path);
            if (file == nullptr || !file->readable) {
                return refuse(fmt::format("先改好 {} 里的错误", short_path(path)), fmt::format("mend the errors in {} first", short_path(path)));
            }
            changed_.insert_or_assign(path, edited(std::string(file->text()), edits));
        }
        return counted(by_file);
    }

    /// As many names must come out as were changed: else an expression hides the other name, or it reads as something else.
    bool counted(const std::map<std::string, std::vector<FileEdit>>& by_file) {
        for (const auto& [path, edits] : by_file) {
            Sources sources;
            Diagnostics silent;
            const FileOutline before = workspace_.document(path)->outline;
            const FileOutline after = outline_of(read_yaml(sources, sources.add(path, changed_.at(path)), silent));
            const bool shorts = to_ != short_id(to_) && short_id(to_) != short_id(declared_.front().place.name);
            const std::size_t wanted = edits.size() + mentions(before, to_) + (shorts ? mentions(before, short_id(to_)) : 0);
            const std::size_t found = mentions(after, to_) + (shorts ? mentions(after, short_id(to_)) : 0);
            if (silent.has_errors() || found != wanted) {
                return refuse(fmt::format("“{}”在 {} 里会是别的意思", to_, short_path(path)),
                              fmt::format("`{}` would mean something else in {}", to_, short_path(path)));
            }
        }
        return true;
    }

    /// Files that may notice: those that change, and those that name both them and what is changed.
    [[nodiscard]] std::set<std::string> concerned() {
        std::set<std::string> paths;
        std::set<std::string> ids;
        for (const auto& [path, text] : changed_) {
            paths.insert(path);
            ids.insert(workspace_.document(path)->outline.id);
        }
        ids.erase("");
        for (const std::string& path : workspace_.rule_files()) {
            const RuleDocument* file = workspace_.document(path);
            if (file == nullptr || file->text().find(short_id(declared_.front().place.name)) == std::string_view::npos) {
                continue;
            }
            if (std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return file->text().find(id) != std::string_view::npos; })) {
                paths.insert(path);
            }
        }
        return paths;
    }

    /// Files are loaded as they are and as they would be, several side by side: whoever renames waits for it.
    bool holds() {
        constexpr std::size_t kAtOnce = 8;   // files: what they hold is large
        const std::set<std::string> all = concerned();
        const std::vector<std::string> paths(all.begin(), all.end());
        for (std::size_t from = 0; from < paths.size(); from += kAtOnce) {
            const std::size_t count = std::min(kAtOnce, paths.size() - from);
            std::vector<std::optional<RuleFileView>> views(2 * count);
            side_by_side(views.size(), 1, [&](std::size_t at) {
                views[at].emplace(workspace_.view_changed(paths[from + at / 2], at % 2 == 0 ? TextsInstead() : changed_));
            });
            for (std::size_t at = 0; at < count; ++at) {
                if (!says_no_more(paths[from + at], *views[2 * at], *views[2 * at + 1])) {
                    return false;
                }
            }
        }
        return true;
    }

    bool says_no_more(const std::string& path, const RuleFileView& before, const RuleFileView& after) {
        if (!before.sound() && changed_.contains(path)) {
            return refuse(fmt::format("先改好 {} 里的错误", short_path(path)), fmt::format("mend the errors in {} first", short_path(path)));
        }
        const Said said = said_of(before);
        const Said now = said_of(after);
        for (const Diagnostic& one : after.diagnostics.all()) {
            const auto known = said.find(one.code);
            if (known == said.end() || known->second < now.at(one.code)) {
                return refuse(fmt::format("改名以后 {} 会报 {}：{}", short_path(path), one.code, one.message.zh),
                              fmt::format("{} would then say {}: {}", short_path(path), one.code, one.message.en));
            }
        }
        return declared_.front().place.kind != NameKind::enum_value || means_the_same(before, after);
    }

    /// A value of an enumeration stands beside texts that are written alike, and rules may ask for its text.
    bool means_the_same(const RuleFileView& before, const RuleFileView& after) {
        if (!same_answers(before.rulebook, after.rulebook)) {
            return refuse(fmt::format("“{}”在 {} 的用例里会是别的意思", to_, short_path(before.path)),
                          fmt::format("`{}` would mean something else in the cases of {}", to_, short_path(before.path)));
        }
        const std::string failing = failing_case(after);
        if (!failing.empty() && failing_case(before).empty()) {
            return refuse(fmt::format("改名以后 {} 的用例“{}”不再通过", short_path(before.path), failing),
                          fmt::format("the case `{}` of {} would fail then", failing, short_path(before.path)));
        }
        return true;
    }

    Workspace& workspace_;
    NameSearch search_;
    const FoundName& name_;
    const std::string& to_;
    std::vector<FoundName> declared_, uses_;
    TextsInstead changed_;
    Renaming out_;
};

}  // namespace

std::optional<FoundName> renamable_at(Workspace& workspace, const std::string& path, std::size_t offset) {
    NameSearch search(workspace);
    std::optional<FoundName> name = search.at(path, offset);
    if (!name) {
        return std::nullopt;
    }
    const std::vector<FoundName> declared = search.declarations(*name);
    return declared.size() == 1 && can_be_renamed(declared.front().place.kind) ? name : std::nullopt;
}

Renaming renamed(Workspace& workspace, const FoundName& name, const std::string& to) { return Change(workspace, name, to).run(); }

std::string edited(std::string text, std::vector<FileEdit> edits) {
    std::sort(edits.begin(), edits.end(), [](const FileEdit& left, const FileEdit& right) { return left.begin > right.begin; });
    for (const FileEdit& one : edits) {
        text.replace(one.begin, one.end - one.begin, one.text);
    }
    return text;
}

}  // namespace huiqi
