#include "engine/author/name_search.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "engine/author/checked_expressions.h"
#include "engine/rulebook/keys.h"

namespace huiqi {
namespace {

/// The kinds that a mention may stand for, the likeliest first.
[[nodiscard]] std::vector<NameKind> kinds_of(const NamePlace& place) {
    switch (place.kind) {
        case NameKind::value:
            return place.inside_expression ? std::vector{NameKind::value, NameKind::enum_value, NameKind::rule}
                                           : std::vector{NameKind::value, NameKind::amount, NameKind::rule};
        case NameKind::part:
            return {NameKind::condition, NameKind::anomaly, NameKind::value, NameKind::amount, NameKind::rule};
        case NameKind::function: return {NameKind::value};
        default: return {place.kind};
    }
}

/// Tells whether a declaration in a file is what a mention of that name could mean.
[[nodiscard]] bool names(const NamePlace& declared, NameKind kind, std::string_view name, bool short_names) {
    if (!declared.declares || declared.kind != kind) {
        return false;
    }
    return declared.name == name || (kind == NameKind::rule && short_names && short_id(declared.name) == name);
}

/// A parameter that an overlay sets is the parent's: the topmost file that has the name declares it.
void keep_topmost(std::vector<FoundName>& found, const std::vector<const RuleDocument*>& chain) {
    for (auto file = chain.rbegin(); file != chain.rend(); ++file) {
        const auto there = std::find_if(found.begin(), found.end(), [&](const FoundName& one) { return one.path == (*file)->path; });
        if (there != found.end()) {
            FoundName kept = *there;
            found = {std::move(kept)};
            return;
        }
    }
    if (found.size() > 1) {
        found.resize(1);
    }
}

/// Finds an entry of a mapping by a key of the language.
[[nodiscard]] const YamlNode* entry_of(const Document& document, const YamlNode& node, std::string_view key) {
    for (const YamlEntry& entry : node.entries) {
        const Spelling* known = find_spelling(Scope::input, entry.key.text);
        if (known != nullptr && known->en == key) {
            return &document[entry.value];
        }
    }
    return nullptr;
}

/// Gives the type that is written for an answer, or for a field inside of it; empty where none is.
[[nodiscard]] std::string written_type(const Document& document, NodeId declared, const std::vector<std::string>& of) {
    const YamlNode* node = &document[declared];
    for (std::size_t depth = 1; node != nullptr && depth < of.size(); ++depth) {
        const YamlNode* fields = entry_of(document, *node, "fields");
        node = nullptr;
        for (std::size_t at = 0; fields != nullptr && at < fields->entries.size(); ++at) {
            node = fields->entries[at].key.text == of[depth] ? &document[fields->entries[at].value] : node;
        }
    }
    for (const std::string_view key : {"fields", "type"}) {
        const YamlNode* inner = node == nullptr || node->kind == NodeKind::scalar ? nullptr : entry_of(document, *node, key);
        if (inner != nullptr && inner->kind == NodeKind::scalar) {
            return inner->scalar.text;
        }
    }
    return node != nullptr && node->kind == NodeKind::scalar ? node->scalar.text : std::string();
}

/// Gives the types that files write for an answer that a case gives; in a bundle its name may have the id before it.
[[nodiscard]] std::set<std::string> types_of_answer(const std::vector<std::string>& of, const std::vector<const RuleDocument*>& files) {
    std::set<std::string> types;
    if (of.empty()) {
        return types;
    }
    for (const RuleDocument* file : files) {
        for (const NamePlace& one : file->outline.names) {
            const bool answer = one.declares && one.kind == NameKind::value && (one.key == "inputs" || one.key == "parameters");
            const bool named = one.name == of.front() || of.front().ends_with("." + one.name);
            std::string type = answer && named ? written_type(file->document, one.node, of) : std::string();
            if (!type.empty()) {
                types.insert(std::move(type));
            }
        }
    }
    return types;
}

}  // namespace

std::string_view short_id(std::string_view id) noexcept { return id.substr(id.rfind('.') + 1); }

std::optional<FoundName> NameSearch::at(const std::string& path, std::size_t offset) {
    const RuleDocument* file = workspace_.document(path);
    const NamePlace* place = file == nullptr ? nullptr : file->outline.at(offset);
    return place == nullptr ? std::nullopt : std::optional(FoundName{file->path, *place});
}

/// The files that were loaded with one are all that it can see.
NameSearch::Ids NameSearch::ids_beside(const std::string& path) {
    Ids ids;
    const Sources& sources = *workspace_.view(path).rulebook.sources;
    std::vector<std::string> names;
    for (SourceId source = 0; source < sources.size(); ++source) {
        names.push_back(sources[source].name());
    }
    for (const std::string& name : names) {
        const RuleDocument* file = name.ends_with(".txt") ? nullptr : workspace_.document(name);
        if (file != nullptr && !file->outline.id.empty()) {
            ids.emplace(file->outline.id, file);
        }
    }
    return ids;
}

NameSearch::Ids NameSearch::all_ids() {
    Ids ids;
    for (const std::string& path : workspace_.rule_files()) {
        const RuleDocument* file = workspace_.document(path);
        if (file != nullptr && !file->outline.id.empty()) {
            ids.emplace(file->outline.id, file);
        }
    }
    return ids;
}

std::vector<const RuleDocument*> NameSearch::visible(const RuleDocument& file, const Ids& ids) {
    std::vector<const RuleDocument*> seen{&file};
    for (std::size_t at = 0; at < seen.size(); ++at) {
        const FileOutline& outline = seen[at]->outline;
        std::vector<std::string> names{outline.parent};
        names.insert(names.end(), outline.members.begin(), outline.members.end());
        names.insert(names.end(), outline.uses.begin(), outline.uses.end());
        for (const std::string& id : names) {
            const auto found = ids.find(id);
            if (found != ids.end() && std::find(seen.begin(), seen.end(), found->second) == seen.end()) {
                seen.push_back(found->second);
            }
        }
    }
    return seen;
}

std::vector<const RuleDocument*> NameSearch::visible(const std::string& path) {
    const RuleDocument* file = workspace_.document(path);
    return file == nullptr ? std::vector<const RuleDocument*>{} : visible(*file, ids_beside(path));
}

std::vector<FoundName> NameSearch::declarations(const FoundName& name) { return meant(name, ids_beside(name.path)); }

std::vector<FoundName> NameSearch::meant(const FoundName& name, const Ids& ids) {
    const RuleDocument* file = workspace_.document(name.path);
    if (file == nullptr) {
        return {};
    }
    const std::vector<const RuleDocument*> files = visible(*file, ids);
    // a whole id may name any file; its last part only members
    const bool any_rule = name.place.kind == NameKind::rule;
    std::vector<const RuleDocument*> chain;
    for (const RuleDocument* at = file; at != nullptr && chain.size() < files.size();) {
        chain.push_back(at);
        const auto above = ids.find(at->outline.parent);
        at = above == ids.end() ? nullptr : above->second;
    }
    for (const NameKind kind : kinds_of(name.place)) {
        std::vector<FoundName> found;
        const auto look = [&](const RuleDocument& one) {
            for (const NamePlace& place : one.outline.names) {
                if (names(place, kind, name.place.name, file->outline.kind == "bundle")) {
                    found.push_back({one.path, place});
                }
            }
        };
        if (any_rule && ids.contains(name.place.name)) {
            look(*ids.find(name.place.name)->second);
        } else {
            std::for_each(files.begin(), files.end(), [&](const RuleDocument* one) { look(*one); });
        }
        if (kind == NameKind::enum_value) {
            keep_enumeration(name, files, found);
        }
        if (found.empty()) {
            continue;
        }
        const bool several = kind == NameKind::enum_value || chain.back()->outline.kind == "bundle";
        if (!several) {
            keep_topmost(found, chain);
        }
        const bool could_be_enum = kind == NameKind::value && name.place.inside_expression && name.place.kind == NameKind::value;
        const auto value_of_enum = [&](const RuleDocument* one) { return one->outline.declared(NameKind::enum_value, name.place.name) != nullptr; };
        if (could_be_enum && std::any_of(files.begin(), files.end(), value_of_enum) && checked_enumeration(name)) {
            continue;
        }
        return found;
    }
    return {};
}

std::optional<std::string> NameSearch::checked_enumeration(const FoundName& name) {
    const RuleFileView& view = workspace_.view(name.path);
    for (const Incentive& incentive : view.rulebook.incentives) {
        for (const CheckedExpression* expression : checked_expressions(incentive)) {
            for (CoreId id = 0; id < expression->nodes.size(); ++id) {
                const CoreNode& node = (*expression)[id];
                const Span place = expression->span(id);
                const bool here = place.source == view.source && place.begin == name.place.begin && place.end == name.place.end;
                if (here && node.op == CoreOp::constant && node.type.is(TypeKind::enumeration)) {
                    return node.type.values()->name;
                }
            }
        }
    }
    return std::nullopt;
}

void NameSearch::keep_enumeration(const FoundName& name, const std::vector<const RuleDocument*>& files, std::vector<FoundName>& found) {
    if (name.place.declares && name.place.kind == NameKind::enum_value) {
        std::erase_if(found, [&](const FoundName& one) { return !(one == name); });
        return;
    }
    std::set<std::string> types;
    if (name.place.scope == Scope::enumeration) {  // the value that a label is for
        types.insert(name.place.of.begin(), name.place.of.end());
    } else if (!name.place.inside_expression || name.place.scope == Scope::parameter) {
        types = types_of_answer(name.place.of, files);
    } else if (found.size() > 1) {
        if (auto type = checked_enumeration(name)) {
            types.insert(std::move(*type));
        }
    }
    if (!types.empty()) {
        std::erase_if(found, [&](const FoundName& one) { return one.place.of.empty() || !types.contains(one.place.of.front()); });
    }
}

std::vector<FoundName> NameSearch::uses(const std::vector<FoundName>& declared) {
    std::vector<FoundName> found;
    if (declared.empty()) {
        return found;
    }
    Ids ids = all_ids();
    for (const FoundName& one : declared) {
        ids.merge(ids_beside(one.path));
    }
    std::set<std::string> paths;
    for (const auto& [id, file] : ids) {
        paths.insert(file->path);
    }
    for (const std::string& path : workspace_.rule_files()) {
        paths.insert(path);
    }
    const std::string_view name = declared.front().place.name;
    for (const std::string& path : paths) {
        const RuleDocument* file = workspace_.document(path);
        for (const NamePlace& place : file == nullptr ? std::vector<NamePlace>{} : file->outline.names) {
            if (place.name != name && place.name != short_id(name)) {
                continue;
            }
            const std::vector<FoundName> means = meant({path, place}, ids);
            const bool same = std::any_of(means.begin(), means.end(), [&](const FoundName& one) {
                return std::find(declared.begin(), declared.end(), one) != declared.end();
            });
            if (same) {
                found.push_back({path, place});
            }
        }
    }
    return found;
}

}  // namespace huiqi
