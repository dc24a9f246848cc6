#include "tools/huiqi/author/file_comparison.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/changes/document_changes.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {
namespace {

using Kind = BundleChange::Kind;

/// Gives what stands behind a key of the top mapping of a file.
[[nodiscard]] std::string_view top_text(const Document& document, Scope scope, std::string_view en) {
    for (const YamlEntry& one : document.root().entries) {
        const Spelling* known = find_spelling(scope, one.key.text);
        if (known != nullptr && known->en == en) {
            return document[one.value].scalar.text;
        }
    }
    return {};
}

/// Reads the libraries of a rulebook by their ids, but those that stand word for word in both versions.
[[nodiscard]] std::map<std::string, Document> libraries_of(const Rulebook& rulebook, const std::set<std::string_view>& in_both) {
    std::map<std::string, Document> found;
    for (SourceId id = 0; id < rulebook.sources->size(); ++id) {
        const std::string_view text = (*rulebook.sources)[id].text();
        if (in_both.contains(text) || (text.find("公用") == text.npos && text.find("library") == text.npos)) {
            continue;
        }
        Diagnostics faults;
        Document document = read_yaml(*rulebook.sources, id, faults);
        const Spelling* kind = find_spelling(Scope::kind_word, top_text(document, Scope::library_file, "kind"));
        if (kind != nullptr && kind->en == "library") {
            std::string name(top_text(document, Scope::library_file, "id"));
            found.emplace(std::move(name), std::move(document));
        }
    }
    return found;
}

[[nodiscard]] std::set<std::string_view> texts_of(const Rulebook& rulebook) {
    std::set<std::string_view> texts;
    for (SourceId id = 0; id < rulebook.sources->size(); ++id) {
        texts.insert((*rulebook.sources)[id].text());
    }
    return texts;
}

class Files {
public:
    Files(const Rulebook& before, const Rulebook& after) : before_(before), after_(after) {}

    void bundles() {
        // one bundle on each side is the same one under another id
        const bool only = before_.bundles.size() == 1 && after_.bundles.size() == 1;
        const auto named = [](const Rulebook& rulebook, const std::string& id) {
            const auto found = std::find_if(rulebook.bundles.begin(), rulebook.bundles.end(), [&](const Bundle& one) { return one.id == id; });
            return found == rulebook.bundles.end() ? nullptr : &*found;
        };
        for (const Bundle& old : before_.bundles) {
            if (const Bundle* now = only ? &after_.bundles.front() : named(after_, old.id)) {
                Diagnostics faults;
                compare(Kind::bundle, old.id, read_yaml(*before_.sources, old.declared.source, faults),
                        read_yaml(*after_.sources, now->declared.source, faults), Scope::bundle_file, Told::all);
            } else {
                add(Kind::bundle, old.id, {.what = {"组合", "the bundle"}, .before = written(old.id), .after = {}, .decides = true});
            }
        }
        for (const Bundle& now : after_.bundles) {
            if (!only && named(before_, now.id) == nullptr) {
                add(Kind::bundle, now.id, {.what = {"组合", "the bundle"}, .before = {}, .after = written(now.id), .decides = true});
            }
        }
    }

    void libraries() {
        std::set<std::string_view> in_both;
        const std::set<std::string_view> was = texts_of(before_);
        const std::set<std::string_view> is = texts_of(after_);
        std::set_intersection(was.begin(), was.end(), is.begin(), is.end(), std::inserter(in_both, in_both.end()));
        const std::map<std::string, Document> olds = libraries_of(before_, in_both);
        const std::map<std::string, Document> news = libraries_of(after_, in_both);
        for (const auto& [name, old] : olds) {
            if (const auto now = news.find(name); now != news.end()) {
                compare(Kind::library, name, old, now->second, Scope::library_file, Told::all);
            } else {
                add(Kind::library, name, {.what = {"公用", "the library"}, .before = written(name), .after = {}, .decides = true});
            }
        }
        for (const auto& [name, now] : news) {
            if (!olds.contains(name)) {
                add(Kind::library, name, {.what = {"公用", "the library"}, .before = {}, .after = written(name), .decides = true});
            }
        }
    }

    void detectors() {
        const auto other = [](const Rulebook& rulebook, const DetectorFile& file) {
            const auto found = std::find_if(rulebook.detectors.begin(), rulebook.detectors.end(), [&](const auto& one) { return one->id == file.id; });
            return found == rulebook.detectors.end() ? nullptr : found->get();
        };
        for (const auto& old : before_.detectors) {
            if (const DetectorFile* now = other(after_, *old)) {
                compare(Kind::detectors, old->id, old->document, now->document, Scope::detector_file, Told::all);
            } else {
                add(Kind::detectors, old->id, {.what = {"检测器", "the detectors"}, .before = written(old->id), .after = {}, .decides = true});
            }
        }
        for (const auto& now : after_.detectors) {
            if (other(before_, *now) == nullptr) {
                add(Kind::detectors, now->id, {.what = {"检测器", "the detectors"}, .before = {}, .after = written(now->id), .decides = true});
            }
        }
    }

    /// The net below the comparison of incentives: keys that it does not know.
    void incentives(const std::vector<ComparedIncentive>& all) {
        for (const ComparedIncentive& one : all) {
            if (one.in_both()) {
                incentive(*one.before, *one.after);
            }
        }
        for (const Incentive& old : before_.incentives) {
            const Incentive* now = old.support ? after_.find(old.id) : nullptr;
            if (now != nullptr) {
                incentive(old, *now);
            }
        }
    }

    [[nodiscard]] std::vector<BundleChange> changes() { return std::move(changes_); }

private:
    void incentive(const Incentive& old, const Incentive& now) {
        const SourceId was = old.declared.source;
        const SourceId is = now.declared.source;
        if ((*before_.sources)[was].text() == (*after_.sources)[is].text()) {
            return;
        }
        Diagnostics faults;
        compare(Kind::rules, old.id, read_yaml(*before_.sources, was, faults), read_yaml(*after_.sources, is, faults), Scope::incentive_file,
                Told::not_compared);
    }

    void compare(Kind kind, const std::string& name, const Document& old, const Document& now, Scope root, Told told) {
        for (DocumentChange& one : document_changes(old, now, root, told)) {
            add(kind, name, std::move(one));
        }
    }

    void add(Kind kind, const std::string& name, DocumentChange one) {
        changes_.push_back({.bundle = name, .what = std::move(one.what), .before = std::move(one.before), .after = std::move(one.after),
                            .decides = one.decides, .kind = kind});
    }

    const Rulebook& before_;
    const Rulebook& after_;
    std::vector<BundleChange> changes_;
};

}  // namespace

std::vector<BundleChange> compare_files(const Rulebook& before, const Rulebook& after, const std::vector<ComparedIncentive>& incentives) {
    Files files(before, after);
    files.bundles();
    files.incentives(incentives);
    files.libraries();
    files.detectors();
    return files.changes();
}

}  // namespace huiqi
