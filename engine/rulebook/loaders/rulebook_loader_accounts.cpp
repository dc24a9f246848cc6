#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/rulebook/library.h"
#include "engine/rulebook/lints/suppressions.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/clauses_loader.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {

std::vector<Citation>* RulebookLoader::citations_of(File& file) {
    return file.library ? &file.library->citations : file.incentive ? &file.incentive->incentive.citations : nullptr;
}

void RulebookLoader::load_texts(File& file) {
    if (std::vector<Citation>* citations = citations_of(file)) {
        texts_.attach(*citations, file.document.source, file.path);
        check_quotes(*citations, file.document.source, diagnostics_);
    }
}

void RulebookLoader::load_account(File& file) {
    const std::vector<Citation>* citations = citations_of(file);
    const Scope scope = file.library ? Scope::library_file : Scope::incentive_file;
    if (citations == nullptr) {
        return;
    }
    Diagnostics silent;
    LoadContext scratch{file.document, file.name, {}, silent};
    const Fields quiet(scratch, 0, scope, short_span(scratch, 0));
    const bool stored = std::any_of(citations->begin(), citations->end(), [&](const Citation& one) {
        return one.stored && one.declared.source == file.document.source;
    });
    if (!quiet.has("clauses") && !stored) {
        return;
    }
    LoadContext context = context_of(file);
    // the names in a file that others only lean on are not looked up, since not all of what they mean is loaded
    const auto resolves = [&](std::string_view name) { return !file.wanted || names_rule(file, name); };
    Account account{.id = file.id, .file = file.name, .asked = file.wanted, .declared = quiet.key("clauses"),
                    .citations = *citations, .clauses = {}};
    if (quiet.has("clauses")) {
        const std::size_t errors = diagnostics_.error_count();
        const Fields keys(scratch, 0, scope, short_span(scratch, 0));
        account.clauses = load_clauses(context, keys, *citations, resolves);
        if (file.incentive && diagnostics_.error_count() != errors) {
            file.incentive->sound = false;
        }
    }
    file.account = std::move(account);
}

/// Reads what a file suppresses, whether the rest of it is sound or not.
void RulebookLoader::load_suppressed(File& file) {
    const bool rules = file.kind == "incentive" || file.kind == "overlay";
    if (!file.document.whole || (!rules && file.kind != "library" && file.kind != "bundle")) {
        return;
    }
    Diagnostics silent;   // the structure of the file is told already
    LoadContext scratch{file.document, file.name, {}, silent};
    const Scope scope = rules ? Scope::incentive_file : file.kind == "library" ? Scope::library_file : Scope::bundle_file;
    const Fields fields(scratch, 0, scope, short_span(scratch, 0));
    LoadContext context = context_of(file);
    file.suppressions = load_suppressions(context, fields);
}

bool RulebookLoader::has_part_named(const File& file, std::string_view name) {
    if (file.library) {
        return file.library->parameter(name) != nullptr || file.library->input(name) != nullptr ||
               find_citation(file.library->citations, name) != nullptr;
    }
    return file.incentive && has_part(file.incentive->incentive, name);
}

bool RulebookLoader::names_rule(const File& file, std::string_view name) const {
    if (has_part_named(file, name) || find(name)) {
        return true;
    }
    for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
        if (const auto found = find(name.substr(0, dot))) {
            // what is broken was reported where it broke
            return has_part_named(*files_[*found], name.substr(dot + 1)) ||
                   (!files_[*found]->incentive && !files_[*found]->library);
        }
    }
    return false;
}

}  // namespace huiqi
