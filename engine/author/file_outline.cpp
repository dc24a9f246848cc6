#include "engine/author/file_outline.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/author/expression_names.h"
#include "engine/language/names.h"
#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

/// What a role says a scalar is, and whether it declares it.
struct Naming {
    NameKind kind;
    bool declares;
};

[[nodiscard]] std::optional<Naming> naming(TextRole role) {
    switch (role) {
        case TextRole::value_name: return Naming{NameKind::value, false};
        case TextRole::type_name: return Naming{NameKind::type, false};
        case TextRole::source_name: return Naming{NameKind::source, false};
        case TextRole::rule_name: return Naming{NameKind::rule, false};
        case TextRole::condition_name: return Naming{NameKind::condition, false};
        case TextRole::anomaly_name: return Naming{NameKind::anomaly, false};
        case TextRole::part_name: return Naming{NameKind::part, false};
        case TextRole::datum: return Naming{NameKind::enum_value, false};
        case TextRole::declares_value: return Naming{NameKind::value, true};
        case TextRole::declares_type: return Naming{NameKind::type, true};
        case TextRole::declares_enum_value: return Naming{NameKind::enum_value, true};
        case TextRole::declares_source: return Naming{NameKind::source, true};
        case TextRole::declares_rule: return Naming{NameKind::rule, true};
        case TextRole::declares_condition: return Naming{NameKind::condition, true};
        case TextRole::declares_anomaly: return Naming{NameKind::anomaly, true};
        case TextRole::declares_amount: return Naming{NameKind::amount, true};
        case TextRole::other:
        case TextRole::expression:
        case TextRole::cell:
        case TextRole::loop:
        case TextRole::sentence: return std::nullopt;
    }
    return std::nullopt;
}

/// Walks a document along the table of keys.
class Outliner {
public:
    explicit Outliner(const Document& document) : document_(document) {}

    [[nodiscard]] FileOutline run() {
        header();
        const Scope file = file_scope();
        mapping(0, file);
        std::stable_sort(out_.names.begin(), out_.names.end(),
                         [](const NamePlace& left, const NamePlace& right) { return left.begin < right.begin; });
        return std::move(out_);
    }

private:
    [[nodiscard]] Scope file_scope() const {
        constexpr std::pair<std::string_view, Scope> kScopes[] = {{"library", Scope::library_file},
                                                                  {"bundle", Scope::bundle_file},
                                                                  {"cases", Scope::cases_file},
                                                                  {"detector", Scope::detector_file}};
        for (const auto& [word, scope] : kScopes) {
            if (out_.kind == word) {
                return scope;
            }
        }
        return Scope::incentive_file;
    }

    /// Kind and units decide how the rest is read.
    void header() {
        for (const YamlEntry& entry : document_.root().entries) {
            const Spelling* key = find_spelling(Scope::incentive_file, entry.key.text);
            if (key != nullptr && key->en == "kind") {
                const Spelling* word = find_spelling(Scope::kind_word, document_[entry.value].scalar.text);
                out_.kind = word == nullptr ? std::string_view() : word->en;
            } else if (key != nullptr && key->en == "units") {
                for (const NodeId item : document_[entry.value].items) {
                    out_.units.push_back(document_[item].scalar.text);
                }
            }
        }
    }

    void mapping(NodeId node, Scope scope) {
        for (const YamlEntry& entry : document_[node].entries) {
            if (const Spelling* key = find_spelling(scope, entry.key.text)) {
                value(entry.value, scope, key->en, node);
            } else if (takes_other_names(scope)) {
                add(entry.key, NameKind::value, false, scope, {}, entry.value);
            }
        }
    }

    /// Takes what stands behind a key; `owner` is the mapping that has the key.
    void value(NodeId node, Scope scope, std::string_view key, NodeId owner) {
        const YamlNode& here = document_[node];
        const TextRole role = text_role(scope, key, TextPlace::behind);
        if (here.kind == NodeKind::scalar) {
            scalar(here.scalar, role, scope, key, role == TextRole::declares_condition || role == TextRole::declares_anomaly ? owner : node);
        } else if (here.kind == NodeKind::sequence) {
            for (const NodeId item : here.items) {
                inner(item, Behind::each, scope, key, role);
            }
        } else if (const auto one = inner_scope(scope, key, Behind::one, node)) {
            mapping(node, *one);
        } else if (role == TextRole::sentence) {
            deep(node, role, scope, key);
        } else {
            named(node, scope, key);
        }
    }

    /// Takes an element of a list or what stands behind a name: a mapping with keys, or texts.
    void inner(NodeId node, Behind behind, Scope scope, std::string_view key, TextRole role) {
        const YamlNode& here = document_[node];
        if (here.kind == NodeKind::mapping) {
            const auto keys = inner_scope(scope, key, behind, node);
            if (keys && (*keys == Scope::case_ || *keys == Scope::bundle_case)) {
                add_case(node, *keys);
            }
            if (keys) {
                mapping(node, *keys);
                return;
            }
            if (key == "rows") {
                mapping(node, Scope::table_row);
                return;
            }
        }
        deep(node, role, scope, key);
    }

    void named(NodeId node, Scope scope, std::string_view key) {
        const TextRole of_names = text_role(scope, key, TextPlace::name);
        const TextRole role = text_role(scope, key, TextPlace::behind_name);
        const std::vector<std::string> outside = of_;
        for (const YamlEntry& entry : document_[node].entries) {
            of_ = outside;
            scalar(entry.key, of_names, scope, key, entry.value);
            of_ = {entry.key.text};
            const YamlNode& here = document_[entry.value];
            if (here.kind == NodeKind::sequence) {
                for (const NodeId item : here.items) {
                    inner(item, Behind::named_each, scope, key, role);
                }
            } else {
                inner(entry.value, Behind::named, scope, key, role);
            }
        }
        of_ = outside;
    }

    /// Every text below a node has one role.
    void deep(NodeId node, TextRole role, Scope scope, std::string_view key) {
        const YamlNode& here = document_[node];
        if (here.kind == NodeKind::scalar) {
            scalar(here.scalar, role, scope, key, node);
        }
        for (const NodeId item : here.items) {
            deep(item, role, scope, key);
        }
        for (const YamlEntry& entry : here.entries) {
            of_.push_back(entry.key.text);
            deep(entry.value, role, scope, key);
            of_.pop_back();
        }
    }

    /// Of several mappings that may stand there takes the one that knows most of the keys.
    [[nodiscard]] std::optional<Scope> inner_scope(Scope scope, std::string_view key, Behind behind, NodeId node) const {
        std::optional<Scope> best;
        std::size_t most = 0;
        for (const Nesting& row : nestings()) {
            if (row.scope != scope || row.en != key || row.behind != behind) {
                continue;
            }
            std::size_t known = 1;
            for (const YamlEntry& entry : document_[node].entries) {
                known += find_spelling(row.inner, entry.key.text) != nullptr ? 1U : 0U;
            }
            if (known > most) {
                most = known;
                best = row.inner;
            }
        }
        return best;
    }

    void scalar(const MappedText& text, TextRole role, Scope scope, std::string_view key, NodeId node) {
        if (const auto found = naming(role)) {
            note(text.text, role, scope, key);
            add(text, found->kind, found->declares, scope, key, node);
        } else if (role != TextRole::other) {
            for (MentionedName& one : names_in(text, role, out_.units)) {
                out_.names.push_back({.kind = one.called ? NameKind::function : NameKind::value, .name = std::move(one.name),
                                      .begin = one.begin, .end = one.end, .inside_expression = true, .scope = scope, .key = key,
                                      .node = node, .of = scope == Scope::parameter ? of_ : std::vector<std::string>()});
            }
        }
    }

    void note(const std::string& text, TextRole role, Scope scope, std::string_view key) {
        const bool top = scope == file_scope();
        if (role == TextRole::declares_rule && top) {
            out_.id = text;
        } else if (role == TextRole::rule_name && top && (key == "parent" || key == "incentive")) {
            out_.parent = text;
        } else if (role == TextRole::rule_name && top && key == "uses") {
            out_.uses.push_back(text);
        } else if (role == TextRole::rule_name && top && key == "incentives") {
            out_.members.push_back(text);
        }
    }

    void add(const MappedText& text, NameKind kind, bool declares, Scope scope, std::string_view key, NodeId node) {
        const Span place = text.span();
        const auto written = kind == NameKind::value ? read_name(text.text) : std::nullopt;
        if (place.end > place.begin) {
            out_.names.push_back({.kind = kind, .name = written.value_or(text.text), .begin = place.begin, .end = place.end,
                                  .declares = declares, .scope = scope, .key = key, .node = node,
                                  .of = kind == NameKind::enum_value ? of_ : std::vector<std::string>()});
        }
    }

    void add_case(NodeId node, Scope scope) {
        const Span whole = document_[node].span;
        CasePlace place{.name = {}, .begin = whole.begin, .end = whole.end, .declared = whole};
        for (const YamlEntry& entry : document_[node].entries) {
            const Spelling* key = find_spelling(scope, entry.key.text);
            if (key != nullptr && key->en == "name") {
                place.name = document_[entry.value].scalar.text;
                place.declared = document_[entry.value].scalar.span();
            }
        }
        out_.cases.push_back(std::move(place));
    }

    const Document& document_;
    FileOutline out_;
    std::vector<std::string> of_;   ///< names behind which the walk stands, in a mapping of names of the author's
};

}  // namespace

const NamePlace* FileOutline::at(std::size_t offset) const noexcept {
    const NamePlace* best = nullptr;
    for (const NamePlace& one : names) {
        if (one.holds(offset) && (best == nullptr || one.end - one.begin < best->end - best->begin || offset == one.begin)) {
            best = &one;
        }
    }
    return best;
}

const NamePlace* FileOutline::declared(NameKind wanted, std::string_view name) const noexcept {
    for (const NamePlace& one : names) {
        if (one.declares && one.kind == wanted && one.name == name) {
            return &one;
        }
    }
    return nullptr;
}

FileOutline outline_of(const Document& document) { return Outliner(document).run(); }

}  // namespace huiqi
