#include "engine/rulebook/loaders/rulebook_loader.h"

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/side_by_side.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/lints/version_warnings.h"
#include "engine/rulebook/case_places.h"
#include "engine/rulebook/loaders/bundle_cases_loader.h"
#include "engine/rulebook/loaders/bundle_loader.h"
#include "engine/rulebook/loaders/clauses_loader.h"
#include "engine/rulebook/loaders/feed_loader.h"
#include "engine/rulebook/regions.h"
#include "engine/rulebook/versions.h"

namespace huiqi {
namespace {

/// Overlays go province, city, county; a longer chain is a mistake and would cost a copy a link.
constexpr std::size_t kMostOverlays = 16;

/// Finds a key at the top of a file, whatever its kind.
const YamlNode* top(const Document& document, Scope scope, std::string_view en) {
    const Spelling& key = spelling(scope, en);
    for (const YamlEntry& entry : document.root().entries) {
        if (entry.key.text == key.en || entry.key.text == key.zh) {
            return &document[entry.value];
        }
    }
    return nullptr;
}

const MappedText* top_text(const Document& document, Scope scope, std::string_view en) {
    const YamlNode* node = top(document, scope, en);
    return node != nullptr && node->kind == NodeKind::scalar ? &node->scalar : nullptr;
}

/// Adds the names `id.parameter` of parameters that a detector file takes from rules (`取自`).
void add_parameter_owners(const Document& document, std::vector<std::pair<const MappedText*, bool>>& needed) {
    const YamlNode* parameters = top(document, Scope::incentive_file, "parameters");
    for (const YamlEntry& entry : parameters == nullptr ? std::vector<YamlEntry>{} : parameters->entries) {
        for (const YamlEntry& key : document[entry.value].entries) {
            const Spelling* known = find_spelling(Scope::parameter, key.key.text);
            if (known != nullptr && known->en == "of" && document[key.value].kind == NodeKind::scalar) {
                needed.emplace_back(&document[key.value].scalar, false);
            }
        }
    }
}

}  // namespace

RulebookLoader::RulebookLoader(Diagnostics& diagnostics)
    : diagnostics_(diagnostics), sources_(std::make_shared<Sources>()), texts_(*sources_, diagnostics) {}

void RulebookLoader::find_kind(File& file) {
    LoadContext context = context_of(file);
    const MappedText* kind = top_text(file.document, Scope::incentive_file, "kind");
    if (kind != nullptr) {
        const Spelling* word = read_word(context, *kind, Scope::kind_word);
        file.kind = word == nullptr ? std::string_view() : word->en;
    } else if (file.readable) {
        diagnostics_.error("E453", short_span(context, 0),
                           {"缺少“种类”：不知道这个文件是什么", "`kind` is missing: what is this file?"},
                           {fmt::format("在开头加上“种类: …”：{}", choices(Scope::kind_word, true)),
                            fmt::format("begin with `kind: …`: {}", choices(Scope::kind_word, false))});
    }
    if (const MappedText* id = top_text(file.document, Scope::incentive_file, "id")) {
        file.id = id->text;
        file.id_span = id->span();
    }
}

void RulebookLoader::register_id(std::size_t index) {
    const File& file = *files_[index];
    if (file.id.empty() || file.kind.empty() || file.kind == "cases") {
        return;
    }
    const auto [found, fresh] = ids_.try_emplace(file.id, index);
    if (!fresh) {
        auto& taken = diagnostics_.error("E312", file.id_span,
                                         {fmt::format("编号“{}”已经有了", excerpt(file.id)),
                                          fmt::format("the id `{}` is taken", excerpt(file.id))},
                                         {"换一个编号", "choose another id"});
        taken.related.push_back({files_[found->second]->id_span, {"先在这里用了", "first used here"}});
    }
}

std::optional<std::size_t> RulebookLoader::find(std::string_view id) const {
    const auto found = ids_.find(std::string(id));
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

LoadContext RulebookLoader::context_of(const File& file, Diagnostics& diagnostics) {
    LoadContext context{file.document, file.name, {}, diagnostics};
    context.readable = file.readable;
    return context;
}

/// Gives the ids that a file names, and whether what they name is asked for with it.
std::vector<std::pair<const MappedText*, bool>> RulebookLoader::needs(const File& file) {
    std::vector<std::pair<const MappedText*, bool>> needed;
    Diagnostics silent;
    LoadContext context{file.document, file.name, {}, silent};
    if (const MappedText* parent = top_text(file.document, Scope::incentive_file, "parent")) {
        needed.emplace_back(parent, false);
    }
    if (const MappedText* replaced = top_text(file.document, Scope::incentive_file, "replaces")) {
        needed.emplace_back(replaced, false);
    }
    if (file.kind == "cases") {
        if (const MappedText* subject = top_text(file.document, Scope::cases_file, "incentive")) {
            needed.emplace_back(subject, true);
        }
    }
    if (file.kind == "bundle") {
        for (const MappedText* member : bundle_members(context)) {
            needed.emplace_back(member, true);
        }
    }
    if (file.kind == "incentive" || file.kind == "overlay" || file.kind == "library") {
        for (const MappedText* source : feed_sources(context)) {
            needed.emplace_back(source, false);
        }
    }
    const YamlNode* uses = top(file.document, Scope::incentive_file, "uses");
    if (uses != nullptr) {
        for (const NodeId item : uses->items) {
            if (file.document[item].kind == NodeKind::scalar) {
                needed.emplace_back(&file.document[item].scalar, false);
            }
        }
    }
    if (file.kind == "detector") {
        add_parameter_owners(file.document, needed);
    }
    if (file.wanted && top(file.document, Scope::incentive_file, "clauses") != nullptr && file.kind != "cases") {
        const Scope scope = file.kind == "library" ? Scope::library_file : Scope::incentive_file;
        for (const MappedText* name : clause_actors(context, Fields(context, 0, scope, short_span(context, 0)))) {
            needed.emplace_back(name, false);
        }
    }
    return needed;
}

void RulebookLoader::find_needed() {
    // `files_` grows while it is walked: what was found has needs of its own.
    for (std::size_t i = 0; i < files_.size(); ++i) {
        for (const auto& [id, wanted] : needs(*files_[i])) {
            // `id.part` under `由` names a part of a file
            const std::string_view whole = id->text;
            for (const std::string_view name : {whole, whole.substr(0, whole.rfind('.'))}) {
                if (const auto known = find(name)) {
                    files_[*known]->wanted = files_[*known]->wanted || wanted;
                    break;
                }
                if (const auto path = finder_.find(name, files_[i]->path)) {
                    add_file(*path, wanted);
                    break;
                }
            }
        }
    }
}

std::vector<const Library*> RulebookLoader::used_libraries(File& file) {
    std::vector<const Library*> used;
    LoadContext context = context_of(file);
    const YamlNode* uses = top(file.document, Scope::incentive_file, "uses");
    if (uses == nullptr) {
        return used;
    }
    for (const NodeId item : uses->items) {
        if (file.document[item].kind != NodeKind::scalar) {
            continue;
        }
        const MappedText& id = file.document[item].scalar;
        const auto found = find(id.text);
        if (!found || files_[*found]->kind != "library") {
            file.lacks = file.lacks ? file.lacks : absent_.size();
            absent_.push_back({.id = &id, .names = {}});
            continue;
        }
        File& library = *files_[*found];
        if (library.progress == Progress::running) {
            diagnostics_.error("E305", id.span(),
                               {fmt::format("公用文件“{}”绕了一圈又引用自己", excerpt(id.text)),
                                fmt::format("the library `{}` uses itself in a circle", excerpt(id.text))},
                               {"去掉其中一个引用", "leave out one of the uses"});
            continue;
        }
        load_library_file(library);
        file.lacks = file.lacks ? file.lacks : library.lacks;
        used.push_back(library.library.get());
    }
    return used;
}

void RulebookLoader::load_library_file(File& file) {
    if (file.progress == Progress::done) {
        return;
    }
    file.progress = Progress::running;
    const std::vector<const Library*> used = used_libraries(file);
    Diagnostics found;
    LoadContext context = context_of(file, found);
    file.library = std::make_shared<Library>(load_library(context, used));
    tell(file, std::move(found));
    load_texts(file);
    file.progress = Progress::done;
}

/// Loads an overlay after those it stands on.
void RulebookLoader::load_overlay_chain(std::size_t index) {
    std::vector<std::size_t> chain;
    for (std::size_t at = index; files_[at]->kind == "overlay" && files_[at]->progress == Progress::fresh;) {
        chain.push_back(at);
        files_[at]->progress = Progress::running;
        const MappedText* parent = top_text(files_[at]->document, Scope::incentive_file, "parent");
        const auto above = parent == nullptr ? std::nullopt : find(parent->text);
        if (!above) {
            break;
        }
        if (files_[*above]->progress == Progress::running) {
            report_parent_cycle(at, *parent);
            break;
        }
        at = *above;
    }
    for (; !chain.empty(); chain.pop_back()) {
        load_overlay_file(*files_[chain.back()]);
        files_[chain.back()]->progress = Progress::done;
    }
}

void RulebookLoader::report_parent_cycle(std::size_t index, const MappedText& parent) {
    diagnostics_.error("E305", parent.span(),
                       {fmt::format("细则“{}”的上位绕了一圈又回到自己", excerpt(files_[index]->id)),
                        fmt::format("the parents of the overlay `{}` lead in a circle", excerpt(files_[index]->id))},
                       {"最上面的一个应该是事项", "the topmost one is an incentive"});
}

void RulebookLoader::load_overlay_file(File& file) {
    const MappedText* parent = top_text(file.document, Scope::incentive_file, "parent");
    if (parent == nullptr) {
        LoadContext context = context_of(file);
        const Fields fields(context, 0, Scope::incentive_file, short_span(context, 0));
        diagnostics_.error("E453", fields.key("kind"), {"缺少“上位”", "`parent` is missing"},
                           {"加上“上位: 事项的编号”", "add `parent: id of the incentive`"});
        return;
    }
    const auto above = find(parent->text);
    if (!above || (files_[*above]->kind != "incentive" && files_[*above]->kind != "overlay")) {
        not_found(*parent, "incentive");
        return;
    }
    if (!files_[*above]->incentive || !file.document.whole) {
        return;  // reported where it broke
    }
    file.overlays = files_[*above]->overlays + 1;
    if (file.overlays > kMostOverlays) {
        diagnostics_.error("E408", parent->span(),
                           {fmt::format("细则一层叠一层，最多 {} 层，这是第 {} 层", kMostOverlays, file.overlays),
                            fmt::format("overlays stand on overlays at most {} deep; this is number {}", kMostOverlays,
                                        file.overlays)},
                           {"把中间几层合并成一个细则", "join some of the overlays in between into one"});
        return;
    }
    file.lacks = files_[*above]->lacks;
    std::vector<const Library*> used = used_libraries(file);
    Diagnostics told;
    LoadContext own = context_of(file, told);
    const Fields keys(own, 0, Scope::incentive_file, short_span(own, 0));
    file.incentive = std::make_unique<LoadedIncentive>(load_overlay(own, keys, *files_[*above]->incentive, std::move(used)));
    tell(file, std::move(told));
    load_texts(file);
    file.incentive->sound = file.incentive->sound && file.readable && !file.lacks;
}

/// Tells whether a file holds the cases of a bundle, which are read when bundles are.
bool RulebookLoader::about_bundle(const File& file) const {
    const MappedText* subject = top_text(file.document, Scope::cases_file, "incentive");
    const auto found = subject == nullptr ? std::nullopt : find(subject->text);
    return found && files_[*found]->kind == "bundle";
}

/// Gives the members of a bundle that is sound, in order.
std::vector<const LoadedIncentive*> RulebookLoader::members_of(const File& file) const {
    std::vector<const LoadedIncentive*> members;
    for (const std::string& id : file.bundle->incentives) {
        members.push_back(files_[*find(id)]->incentive.get());
    }
    return members;
}

void RulebookLoader::load_bundle_file(File& file) {
    if (!file.document.whole) {
        return;
    }
    const std::size_t errors = diagnostics_.error_count();
    LoadContext context = context_of(file);
    std::vector<const Incentive*> members;
    bool whole = file.readable;
    for (const MappedText* id : bundle_members(context)) {
        const auto found = find(id->text);
        const bool right_kind = found && (files_[*found]->kind == "incentive" || files_[*found]->kind == "overlay");
        if (!right_kind) {
            not_found(*id, "incentive");
        }
        const LoadedIncentive* loaded = right_kind ? files_[*found]->incentive.get() : nullptr;
        whole = whole && loaded != nullptr && loaded->sound;
        members.push_back(loaded == nullptr || !loaded->sound ? nullptr : &loaded->incentive);
    }
    Bundle bundle = load_bundle(context, members);
    if (whole && diagnostics_.error_count() == errors) {
        file.bundle = std::move(bundle);
        Diagnostics silent;   // the structure of the file is told already
        LoadContext again{file.document, file.name, {}, silent};
        const Fields fields(again, 0, Scope::bundle_file, short_span(again, 0));
        load_bundle_cases(context, fields.items("cases"), members_of(file), *file.bundle);
    }
}

/// Checks an incentive against the version that it replaces.
void RulebookLoader::check_replaced(File& file) {
    const MappedText* replaced = top_text(file.document, Scope::incentive_file, "replaces");
    if (file.kind != "incentive" || replaced == nullptr) {
        return;
    }
    const std::size_t errors = diagnostics_.error_count();
    const auto found = find(replaced->text);
    if (!found || files_[*found]->kind != "incentive") {
        not_found(*replaced, "incentive");
    } else if (files_[*found]->incentive && files_[*found]->incentive->sound && file.incentive->sound) {
        check_versions(file.incentive->incentive, files_[*found]->incentive->incentive, diagnostics_);
    }
    file.incentive->sound = file.incentive->sound && diagnostics_.error_count() == errors;
}

/// Takes the document and the libraries that it uses; other detector files that it uses stand beside it.
void RulebookLoader::load_detector_file(File& file) {
    auto kept = std::make_shared<DetectorFile>();
    const YamlNode* uses = top(file.document, Scope::incentive_file, "uses");
    for (const NodeId item : uses == nullptr ? std::vector<NodeId>{} : uses->items) {
        const MappedText& id = file.document[item].scalar;
        const auto found = find(id.text);
        if (!found || (files_[*found]->kind != "library" && files_[*found]->kind != "detector")) {
            not_found(id, "library");
        } else if (files_[*found]->kind == "library") {
            kept->libraries.push_back(files_[*found]->library);
        }
    }
    kept->name = file.name;
    kept->id = file.id;
    kept->document = file.document;
    file.detectors = std::move(kept);
    file.progress = Progress::done;
}

Rulebook RulebookLoader::load() {
    for (auto& file : files_) {
        if (file->kind == "library") {
            load_library_file(*file);
        }
    }
    load_incentive_files();
    for (std::size_t i = 0; i < files_.size(); ++i) {
        load_overlay_chain(i);
    }
    for (auto& file : files_) {
        if (file->incentive) {
            check_feeds(*file);
            check_replaced(*file);
        }
    }
    load_cases_files();
    for (auto& file : files_) {
        if (file->kind == "bundle") {
            load_bundle_file(*file);
        }
    }
    for (auto& file : files_) {
        if (file->kind == "cases" && about_bundle(*file)) {
            load_bundle_cases_file(*file);
        }
    }
    for (auto& file : files_) {
        if (file->kind == "detector" && file->readable) {
            load_detector_file(*file);
        }
    }
    check_circles();
    for (auto& file : files_) {
        load_account(*file);
        load_suppressed(*file);
    }
    tell_of_absent_libraries();
    warn_of_unused_inputs();
    warn_of_open_leaves();
    Rulebook rulebook = take();
    constexpr std::size_t kFilesAThread = 16;
    side_by_side(files_.size(), kFilesAThread, [this](std::size_t at) { files_[at].reset(); });   // many small pieces of memory each
    files_.clear();
    ids_.clear();
    return rulebook;
}

Rulebook RulebookLoader::take() {
    Rulebook rulebook;
    rulebook.sources = sources_;
    std::vector<CaseRegion> places;
    for (auto& file : files_) {
        if (file->incentive && file->incentive->sound) {
            file->incentive->incentive.support = !file->wanted;
            std::move(file->incentive->places.begin(), file->incentive->places.end(), std::back_inserter(places));
            rulebook.incentives.push_back(std::move(file->incentive->incentive));
        }
        if (file->detectors) {
            rulebook.detectors.push_back(std::move(file->detectors));
        }
        if (file->bundle) {
            rulebook.bundles.push_back(std::move(*file->bundle));
        }
        rulebook.suppressions.insert(rulebook.suppressions.end(), file->suppressions.begin(), file->suppressions.end());
        if (file->account) {
            rulebook.accounts.push_back(std::move(*file->account));
        }
    }
    link_clauses_by_hand(rulebook);
    check_regions(rulebook, diagnostics_);
    check_case_places(rulebook, places, diagnostics_);
    warn_of_unlinked_versions(rulebook.incentives, diagnostics_);
    return rulebook;
}

}  // namespace huiqi
