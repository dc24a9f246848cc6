#include "tools/huiqi/author/bundle_comparison.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {
namespace {

/// Gives the spelling that a text is, of any scope.
[[nodiscard]] const Spelling* spelled(std::string_view text) {
    const auto all = spellings();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Spelling& one) { return one.zh == text || one.en == text; });
    return found == all.end() ? nullptr : &*found;
}

/// Gives a text without what does not matter: the spelling of a word, blanks.
[[nodiscard]] std::string plain(std::string_view text) {
    if (const Spelling* word = spelled(text)) {
        return std::string(word->en);
    }
    std::string made;
    for (const char sign : text) {
        if (sign != ' ' && sign != '\n' && sign != '\t') {
            made += sign;
        }
    }
    return made;
}

/// Compares two YAML trees.
class Trees {
public:
    Trees(const Document& before, const Document& after, std::string bundle, std::vector<BundleChange>& changes)
        : before_(before), after_(after), bundle_(std::move(bundle)), changes_(changes) {}

    void compare(NodeId old, NodeId now, const Bilingual& path, bool decides) {
        const YamlNode& was = before_[old];
        const YamlNode& is = after_[now];
        if (was.kind == NodeKind::mapping && is.kind == NodeKind::mapping) {
            mappings(was, is, path, decides);
        } else if (named(before_, was) && named(after_, is)) {
            named_items(was, is, path, decides);
        } else if (was.kind == NodeKind::sequence && is.kind == NodeKind::sequence && was.items.size() == is.items.size()) {
            for (std::size_t at = 0; at < was.items.size(); ++at) {
                const std::string number = std::to_string(at + 1);
                compare(was.items[at], is.items[at], {path.zh + " 第 " + number + " 项", path.en + " " + number}, decides);
            }
        } else if (text_of(before_, old, true) != text_of(after_, now, true)) {
            add(path, text_of(before_, old, false), text_of(after_, now, false), decides);
        }
    }

private:
    /// Gives the id of an item of a list; empty where it has none.
    [[nodiscard]] static std::string id_of(const Document& document, NodeId item) {
        const auto& entries = document[item].entries;
        const auto found = std::find_if(entries.begin(), entries.end(), [](const YamlEntry& one) { return plain(one.key.text) == "id"; });
        return found == entries.end() ? std::string() : document[found->value].scalar.text;
    }

    /// Tells whether all items of a list have ids: they are found by them, not by their places.
    [[nodiscard]] static bool named(const Document& document, const YamlNode& node) {
        return node.kind == NodeKind::sequence && !node.items.empty() &&
               std::none_of(node.items.begin(), node.items.end(), [&](NodeId item) { return id_of(document, item).empty(); });
    }

    void named_items(const YamlNode& was, const YamlNode& is, const Bilingual& path, bool decides) {
        const auto item = [](const Document& document, const YamlNode& node, const std::string& id) {
            const auto found = std::find_if(node.items.begin(), node.items.end(), [&](NodeId one) { return id_of(document, one) == id; });
            return found == node.items.end() ? std::optional<NodeId>() : *found;
        };
        for (const NodeId one : was.items) {
            const std::string id = id_of(before_, one);
            const Bilingual step{path.zh + " " + id, path.en + " " + id};
            if (const auto other = item(after_, is, id)) {
                compare(one, *other, step, decides);
            } else {
                add(step, text_of(before_, one, false), {}, decides);
            }
        }
        for (const NodeId one : is.items) {
            const std::string id = id_of(after_, one);
            if (!item(before_, was, id)) {
                add({path.zh + " " + id, path.en + " " + id}, {}, text_of(after_, one, false), decides);
            }
        }
    }

    void add(const Bilingual& path, const std::string& was, const std::string& is, bool decides) {
        changes_.push_back({.bundle = bundle_, .what = path, .before = written(was), .after = written(is), .decides = decides});
    }

    void mappings(const YamlNode& was, const YamlNode& is, const Bilingual& path, bool decides) {
        static constexpr std::array<std::string_view, 5> kProse{"title", "issuer", "note", "sources", "source"};
        const auto entry = [](const YamlNode& node, const std::string& key) {
            const auto found = std::find_if(node.entries.begin(), node.entries.end(), [&](const YamlEntry& one) { return plain(one.key.text) == key; });
            return found == node.entries.end() ? nullptr : &*found;
        };
        const auto step = [&](const std::string& key) {
            const Spelling* word = spelled(key);
            const std::string zh = word == nullptr ? key : std::string(word->zh);
            return Bilingual{path.zh.empty() ? zh : path.zh + "·" + zh, path.en.empty() ? key : path.en + "." + key};
        };
        for (const YamlEntry& one : was.entries) {
            const std::string key = plain(one.key.text);
            const bool matters = decides && std::find(kProse.begin(), kProse.end(), key) == kProse.end();
            if (key == "cases" || key == "kind") {
                continue;
            }
            if (const YamlEntry* other = entry(is, key)) {
                compare(one.value, other->value, step(key), matters);
            } else {
                add(step(key), text_of(before_, one.value, false), {}, matters);
            }
        }
        for (const YamlEntry& one : is.entries) {
            const std::string key = plain(one.key.text);
            if (key != "cases" && entry(was, key) == nullptr) {
                add(step(key), {}, text_of(after_, one.value, false), decides && std::find(kProse.begin(), kProse.end(), key) == kProse.end());
            }
        }
    }

    /// Writes a node in one line; `bare` without what does not matter.
    [[nodiscard]] static std::string text_of(const Document& document, NodeId id, bool bare) {
        const YamlNode& node = document[id];
        if (node.kind == NodeKind::scalar) {
            return bare ? plain(node.scalar.text) : node.scalar.text;
        }
        std::string text;
        for (const YamlEntry& entry : node.entries) {
            text += (text.empty() ? "" : ", ") + (bare ? plain(entry.key.text) : entry.key.text) + ": " + text_of(document, entry.value, bare);
        }
        for (const NodeId item : node.items) {
            text += (text.empty() ? "" : ", ") + text_of(document, item, bare);
        }
        return (node.kind == NodeKind::mapping ? "{" : "[") + text + (node.kind == NodeKind::mapping ? "}" : "]");
    }

    const Document& before_;
    const Document& after_;
    std::string bundle_;
    std::vector<BundleChange>& changes_;
};

}  // namespace

std::vector<BundleChange> compare_bundles(const Rulebook& before, const Rulebook& after) {
    std::vector<BundleChange> changes;
    const auto named = [](const Rulebook& rulebook, const std::string& id) {
        const auto found = std::find_if(rulebook.bundles.begin(), rulebook.bundles.end(), [&](const Bundle& one) { return one.id == id; });
        return found == rulebook.bundles.end() ? nullptr : &*found;
    };
    for (const Bundle& old : before.bundles) {
        const bool only = before.bundles.size() == 1 && after.bundles.size() == 1;
        const Bundle* now = only ? &after.bundles.front() : named(after, old.id);
        if (now == nullptr) {
            changes.push_back({.bundle = old.id, .what = {"组合", "the bundle"}, .before = written(old.id), .after = {}, .decides = true});
            continue;
        }
        Diagnostics faults;
        const Document was = read_yaml(*before.sources, old.declared.source, faults);
        const Document is = read_yaml(*after.sources, now->declared.source, faults);
        Trees(was, is, old.id, changes).compare(0, 0, {}, true);
    }
    for (const Bundle& now : after.bundles) {
        const bool only = before.bundles.size() == 1 && after.bundles.size() == 1;
        if (!only && named(before, now.id) == nullptr) {
            changes.push_back({.bundle = now.id, .what = {"组合", "the bundle"}, .before = {}, .after = written(now.id), .decides = true});
        }
    }
    return changes;
}

}  // namespace huiqi
