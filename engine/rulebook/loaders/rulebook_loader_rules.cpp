// Incentives and cases, which are read side by side: no file of them needs another.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/diagnostic/side_by_side.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/loaders/bundle_cases_loader.h"
#include "engine/rulebook/loaders/cases_loader.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {

/// Incentives lean on libraries alone, which are loaded by now, so that no file needs another. Texts are read once for all,
/// one file after another.
void RulebookLoader::load_incentive_files() {
    constexpr std::size_t kFilesAThread = 2;
    struct Loading {
        File* file;
        std::vector<const Library*> used;
        Diagnostics found{};
    };
    std::vector<Loading> loadings;
    for (const auto& file : files_) {
        if (file->kind == "incentive" && file->document.whole) {   // what stands in the rest would be missed everywhere
            loadings.push_back({file.get(), used_libraries(*file)});
        }
    }
    side_by_side(loadings.size(), kFilesAThread, [&](std::size_t at) {
        Loading& one = loadings[at];
        LoadContext context = context_of(*one.file, one.found);
        const Fields fields(context, 0, Scope::incentive_file, short_span(context, 0));
        one.file->incentive = std::make_unique<LoadedIncentive>(load_incentive(context, fields, std::move(one.used)));
    });
    for (Loading& one : loadings) {
        tell(*one.file, std::move(one.found));
        load_texts(*one.file);
        one.file->incentive->sound = one.file->incentive->sound && one.file->readable && !one.file->lacks;
        one.file->progress = Progress::done;
    }
}

/// A file of cases and what it says.
struct RulebookLoader::CasesFile {
    explicit CasesFile(File& of)
        : file(&of), context(context_of(of, found)), fields(context, 0, Scope::cases_file, short_span(context, 0)) {}

    File* file;
    Diagnostics found{};
    LoadContext context;
    Fields fields;
};

/// Cases of different incentives are read side by side, those of one in the order of their files.
void RulebookLoader::load_cases_files() {
    constexpr std::size_t kIncentivesAThread = 2;
    std::deque<CasesFile> readings;
    std::vector<std::pair<LoadedIncentive*, std::vector<CasesFile*>>> subjects;
    std::unordered_map<const LoadedIncentive*, std::size_t> places;
    for (const auto& file : files_) {
        if (file->kind != "cases" || !file->document.whole || about_bundle(*file)) {
            continue;
        }
        CasesFile& reading = readings.emplace_back(*file);
        if (LoadedIncentive* loaded = subject_of(reading)) {
            const auto [place, fresh] = places.try_emplace(loaded, subjects.size());
            if (fresh) {
                subjects.push_back({loaded, {}});
            }
            subjects[place->second].second.push_back(&reading);
        }
    }
    side_by_side(subjects.size(), kIncentivesAThread, [&](std::size_t at) {
        auto& [loaded, files] = subjects[at];
        for (CasesFile* one : files) {
            one->context.parse = loaded->parse;
            one->context.broken = loaded->broken;
            load_cases(one->context, one->fields.items("cases"), loaded->enumerations, loaded->incentive, loaded->places);
        }
    });
    for (CasesFile& reading : readings) {
        tell(*reading.file, std::move(reading.found));
    }
}

/// Gives the incentive that cases are about; nullptr when there is none, or none that could be loaded.
LoadedIncentive* RulebookLoader::subject_of(const CasesFile& cases) {
    const MappedText* subject = cases.fields.text("incentive");
    if (subject == nullptr) {
        return nullptr;
    }
    const auto found = find(subject->text);
    if (!found || (files_[*found]->kind != "incentive" && files_[*found]->kind != "overlay")) {
        not_found(*subject, "incentive");
        return nullptr;
    }
    cases.file->lacks = files_[*found]->lacks;
    return files_[*found]->incentive.get();
}

void RulebookLoader::load_bundle_cases_file(File& file) {
    if (!file.document.whole) {
        return;
    }
    LoadContext context = context_of(file);
    const Fields fields(context, 0, Scope::cases_file, short_span(context, 0));
    const MappedText* subject = fields.text("incentive");
    const auto found = subject == nullptr ? std::nullopt : find(subject->text);
    if (found && files_[*found]->bundle) {
        load_bundle_cases(context, fields.items("cases"), members_of(*files_[*found]), *files_[*found]->bundle);
    }
}

}  // namespace huiqi
