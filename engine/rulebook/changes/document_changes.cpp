#include "engine/rulebook/changes/document_changes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/language/parser.h"
#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/changes/key_effects.h"
#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

/// What a node is to the keys above it: a mapping with the keys of a scope (or a list of such), a mapping of names of the author's, a place for
/// words, or none that is known.
struct Form {
    enum class Is : std::uint8_t { keys, names, word, unknown };
    Is is = Is::unknown;
    Scope scope = Scope::prose;
    bool verbatim = false;               ///< texts: every sign counts
};

[[nodiscard]] Form form_of(Scope scope, std::string_view en, NodeKind kind) {
    for (const Nesting& one : nestings()) {
        if (one.scope != scope || one.en != en) {
            continue;
        }
        const bool named = one.behind == Behind::named || one.behind == Behind::named_text || one.behind == Behind::named_texts || one.behind == Behind::named_each;
        if (kind == NodeKind::mapping && (named || one.behind == Behind::one)) {
            return {.is = named ? Form::Is::names : Form::Is::keys, .scope = one.inner};
        }
        if (kind == NodeKind::sequence && one.behind == Behind::each) {
            return {.is = Form::Is::keys, .scope = one.inner};
        }
        if (kind == NodeKind::scalar && one.behind == Behind::word) {
            return {.is = Form::Is::word, .scope = one.inner};
        }
    }
    return {};
}

/// Gives the spelling that a text is, of any scope.
[[nodiscard]] const Spelling* spelled(std::string_view text) {
    const auto all = spellings();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Spelling& one) { return one.zh == text || one.en == text; });
    return found == all.end() ? nullptr : &*found;
}

[[nodiscard]] const Spelling* known_key(const Form& form, std::string_view key) {
    switch (form.is) {
        case Form::Is::keys: return find_spelling(form.scope, key);
        case Form::Is::unknown: return spelled(key);
        case Form::Is::names:
        case Form::Is::word: break;
    }
    return nullptr;
}

/// Gives a key by its English name; what is no key as it is written.
[[nodiscard]] std::string key_name(const Form& form, std::string_view key) {
    const Spelling* known = known_key(form, key);
    return std::string(known == nullptr ? key : known->en);
}

[[nodiscard]] KeyEffect effect_of(const Form& form, const std::string& key) {
    if (form.is == Form::Is::keys) {
        return key_effect(form.scope, key);
    }
    return form.is == Form::Is::unknown ? KeyEffect::may_change : KeyEffect::compared;   // names are as what holds them
}

/// Writes a tree so that what reads alike is alike: numbers by what they are, not by how they are written.
[[nodiscard]] std::string plain(SyntaxTree tree) {
    for (SyntaxNode& node : tree.nodes) {
        if (node.kind == SyntaxKind::number) {
            node.name = text(numerator(node.number)) + "/" + text(denominator(node.number));
            for (const Unit::Factor& factor : node.unit.factors()) {
                node.name += "·" + factor.name + std::to_string(factor.exponent);
            }
        }
    }
    return print(tree);
}

/// Gives a scalar without what does not matter.
[[nodiscard]] std::string plain(const MappedText& written, const Form& form) {
    const std::string& text = written.text;
    const Spelling* word = form.is == Form::Is::word ? find_spelling(form.scope, text) : form.is == Form::Is::unknown && !form.verbatim ? spelled(text) : nullptr;
    if (word != nullptr) {
        return std::string(word->en);
    }
    const bool coded = text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';   // 0123 is a code and no number
    if (form.verbatim || coded) {
        return text;
    }
    for (const auto parse : {&parse_expression, &parse_cell}) {
        Diagnostics faults;
        SyntaxTree tree = parse(written, {}, faults, {});
        if (faults.all().empty()) {
            return plain(std::move(tree));
        }
    }
    return text;
}

/// Compares two documents.
class Trees {
public:
    Trees(const Document& before, const Document& after, Told told) : before_(before), after_(after), told_(told) {}

    [[nodiscard]] std::vector<DocumentChange> run(Scope root) {
        compare(0, 0, {.is = Form::Is::keys, .scope = root}, {}, {.told = told_ == Told::all});
        return std::move(changes_);
    }

private:
    /// What becomes of a difference found here.
    struct Here {
        bool told = true;
        bool decides = true;
    };

    void compare(NodeId old, NodeId now, const Form& form, const Bilingual& path, Here here) {
        const YamlNode& was = before_[old];
        const YamlNode& is = after_[now];
        if (was.kind == NodeKind::mapping && is.kind == NodeKind::mapping) {
            mappings(was, is, form, path, here);
        } else if (was.kind == NodeKind::sequence && is.kind == NodeKind::sequence) {
            named(before_, was) && named(after_, is) ? named_items(was, is, form, path, here) : items(was, is, form, path, here);
        } else if (bare(before_, old, form) != bare(after_, now, form)) {
            add(path, as_written(before_, old), as_written(after_, now), here);
        }
    }

    void add(const Bilingual& path, const std::string& was, const std::string& is, Here here) {
        if (here.told) {
            changes_.push_back({.what = path, .before = written(was), .after = written(is), .decides = here.decides});
        }
    }

    [[nodiscard]] static const YamlEntry* entry(const YamlNode& node, const Form& form, const std::string& key) {
        const auto found = std::find_if(node.entries.begin(), node.entries.end(), [&](const YamlEntry& one) { return key_name(form, one.key.text) == key; });
        return found == node.entries.end() ? nullptr : &*found;
    }

    /// Gives what a node behind a key is.
    [[nodiscard]] static Form inner(const Form& form, const std::string& key, NodeKind kind, const Document& document, const YamlNode& around) {
        if (form.is == Form::Is::names) {
            return {.is = kind == NodeKind::scalar ? Form::Is::unknown : Form::Is::keys, .scope = form.scope, .verbatim = form.verbatim};
        }
        if (form.is != Form::Is::keys) {
            return {};
        }
        Form made = form_of(form.scope, key, kind);
        const bool typed = form.scope == Scope::parameter || form.scope == Scope::input;
        const YamlEntry* type = typed && key != "type" ? entry(around, form, "type") : nullptr;
        const Spelling* word = type == nullptr ? nullptr : find_spelling(Scope::type_word, document[type->value].scalar.text);
        made.verbatim = word != nullptr && word->en == "text";
        return made;
    }

    void mappings(const YamlNode& was, const YamlNode& is, const Form& form, const Bilingual& path, Here here) {
        const auto below = [&](const std::string& key) {
            switch (effect_of(form, key)) {
                case KeyEffect::none: return Here{.told = told_ == Told::all, .decides = false};
                case KeyEffect::may_change: return Here{.told = form.is == Form::Is::keys || here.told, .decides = here.decides};
                case KeyEffect::compared: break;
            }
            return here;
        };
        for (const YamlEntry& one : was.entries) {
            const std::string key = key_name(form, one.key.text);
            if (only_for_tests(form, key)) {
                continue;
            }
            if (const YamlEntry* other = entry(is, form, key)) {
                const NodeKind kind = before_[one.value].kind;
                compare(one.value, other->value, inner(form, key, kind, before_, was), step(form, path, key), below(key));
            } else {
                add(step(form, path, key), as_written(before_, one.value), {}, below(key));
            }
        }
        for (const YamlEntry& one : is.entries) {
            const std::string key = key_name(form, one.key.text);
            if (!only_for_tests(form, key) && entry(was, form, key) == nullptr) {
                add(step(form, path, key), {}, as_written(after_, one.value), below(key));
            }
        }
    }

    /// Cases, and the data that all cases of detectors begin with, are not told at all, nor is what kind of file it is.
    [[nodiscard]] static bool only_for_tests(const Form& form, std::string_view key) {
        return form.is == Form::Is::keys && (key == "cases" || key == "world" || key == "kind");
    }

    [[nodiscard]] static Bilingual step(const Form& form, const Bilingual& path, const std::string& key) {
        const Spelling* word = known_key(form, key);
        const std::string zh = word == nullptr ? key : std::string(word->zh);
        return {path.zh.empty() ? zh : path.zh + "·" + zh, path.en.empty() ? key : path.en + "." + key};
    }

    /// Gives the id of an item of a list; empty where it has none.
    [[nodiscard]] static std::string id_of(const Document& document, NodeId item) {
        const auto& entries = document[item].entries;
        const auto found = std::find_if(entries.begin(), entries.end(), [](const YamlEntry& one) { return one.key.text == "id" || one.key.text == "编号"; });
        return found == entries.end() ? std::string() : document[found->value].scalar.text;
    }

    [[nodiscard]] static bool named(const Document& document, const YamlNode& node) {
        return !node.items.empty() && std::none_of(node.items.begin(), node.items.end(), [&](NodeId item) { return id_of(document, item).empty(); });
    }

    void named_items(const YamlNode& was, const YamlNode& is, const Form& form, const Bilingual& path, Here here) {
        const auto item = [](const Document& document, const YamlNode& node, const std::string& id) {
            const auto found = std::find_if(node.items.begin(), node.items.end(), [&](NodeId one) { return id_of(document, one) == id; });
            return found == node.items.end() ? std::optional<NodeId>() : *found;
        };
        for (const NodeId one : was.items) {
            const std::string id = id_of(before_, one);
            const Bilingual step{path.zh + " " + id, path.en + " " + id};
            if (const auto other = item(after_, is, id)) {
                compare(one, *other, form, step, here);
            } else {
                add(step, as_written(before_, one), {}, here);
            }
        }
        for (const NodeId one : is.items) {
            const std::string id = id_of(after_, one);
            if (!item(before_, was, id)) {
                add({path.zh + " " + id, path.en + " " + id}, {}, as_written(after_, one), here);
            }
        }
    }

    /// Items without ids: what is the same at both ends stays, of as many in between each is held against its like.
    void items(const YamlNode& was, const YamlNode& is, const Form& form, const Bilingual& path, Here here) {
        const auto same = [&](std::size_t old, std::size_t now) { return bare(before_, was.items[old], form) == bare(after_, is.items[now], form); };
        std::size_t first = 0;
        std::size_t old_end = was.items.size();
        std::size_t new_end = is.items.size();
        while (first < old_end && first < new_end && same(first, first)) {
            ++first;
        }
        while (old_end > first && new_end > first && same(old_end - 1, new_end - 1)) {
            --old_end;
            --new_end;
        }
        const auto place = [&](std::size_t at) {
            const std::string number = std::to_string(at + 1);
            return Bilingual{path.zh + " 第 " + number + " 项", path.en + " " + number};
        };
        for (std::size_t at = first; at < old_end && at < new_end; ++at) {
            compare(was.items[at], is.items[at], form, place(at), here);
        }
        for (std::size_t at = std::max(first, new_end); at < old_end; ++at) {
            add(place(at), as_written(before_, was.items[at]), {}, here);
        }
        for (std::size_t at = std::max(first, old_end); at < new_end; ++at) {
            add(place(at), {}, as_written(after_, is.items[at]), here);
        }
    }

    /// Writes a node without what does not matter.
    [[nodiscard]] static std::string bare(const Document& document, NodeId id, const Form& form) {
        const YamlNode& node = document[id];
        if (node.kind == NodeKind::scalar) {
            return plain(node.scalar, form);
        }
        std::vector<std::string> parts;
        for (const YamlEntry& one : node.entries) {
            const std::string key = key_name(form, one.key.text);
            if (effect_of(form, key) != KeyEffect::none) {
                parts.push_back(key + ": " + bare(document, one.value, inner(form, key, document[one.value].kind, document, node)));
            }
        }
        std::sort(parts.begin(), parts.end());
        for (const NodeId item : node.items) {
            parts.push_back(bare(document, item, form));
        }
        return bracketed(node, parts);
    }

    /// Writes a node in one line, as its author wrote it.
    [[nodiscard]] static std::string as_written(const Document& document, NodeId id) {
        const YamlNode& node = document[id];
        if (node.kind == NodeKind::scalar) {
            return node.scalar.text;
        }
        std::vector<std::string> parts;
        for (const YamlEntry& one : node.entries) {
            parts.push_back(one.key.text + ": " + as_written(document, one.value));
        }
        for (const NodeId item : node.items) {
            parts.push_back(as_written(document, item));
        }
        return bracketed(node, parts);
    }

    [[nodiscard]] static std::string bracketed(const YamlNode& node, const std::vector<std::string>& parts) {
        std::string text;
        for (const std::string& part : parts) {
            text += (text.empty() ? "" : ", ") + part;
        }
        return (node.kind == NodeKind::mapping ? "{" : "[") + text + (node.kind == NodeKind::mapping ? "}" : "]");
    }

    const Document& before_;
    const Document& after_;
    Told told_;
    std::vector<DocumentChange> changes_;
};

}  // namespace

std::vector<DocumentChange> document_changes(const Document& before, const Document& after, Scope root, Told told) {
    return Trees(before, after, told).run(root);
}

}  // namespace huiqi
