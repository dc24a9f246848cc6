#include "engine/rulebook/fields.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/near_keys.h"

namespace huiqi {
namespace {

/// A mapping full of unknown keys is one mistake; the rest of the messages would bury it.
constexpr std::size_t kUnknownTold = 20;

Bilingual shape_name(Shape shape) {
    switch (shape) {
        case Shape::text:
        case Shape::word:
            return {"一个值", "one value"};
        case Shape::prose:
            return {"一段文字，或 {zh: …, en: …}", "prose, or {zh: …, en: …}"};
        case Shape::list:
            return {"列表 [ … ]", "a list [ … ]"};
        case Shape::mapping:
            return {"键和值 { 键: 值 }", "keys and values { key: value }"};
        case Shape::any:
            break;
    }
    return {"别的写法", "something else"};
}

Bilingual kind_name(NodeKind kind) {
    switch (kind) {
        case NodeKind::scalar:
            return {"一个值", "one value"};
        case NodeKind::sequence:
            return {"列表", "a list"};
        case NodeKind::mapping:
            return {"键和值", "keys and values"};
    }
    return {};
}

/// Tells whether a list of YAML was meant as an interval: `[0%..17%]`.
bool holds_range(const LoadContext& context, NodeId node) {
    const YamlNode& list = context.node(node);
    return list.kind == NodeKind::sequence && list.items.size() == 1 && context.node(list.items[0]).kind == NodeKind::scalar &&
           context.node(list.items[0]).scalar.text.find("..") != std::string::npos;
}

void wrong_kind(LoadContext& context, NodeId node, Shape wanted) {
    if (context.node(node).faulty) {
        return;  // the reader has said what is wrong with it
    }
    const bool range = wanted == Shape::text && holds_range(context, node);
    const Bilingual want = shape_name(wanted);
    const Bilingual have = kind_name(context.node(node).kind);
    context.diagnostics.error("E452", short_span(context, node),
                              {fmt::format("这里要写{}，却是{}", want.zh, have.zh),
                               fmt::format("{} is wanted here, not {}", want.en, have.en)},
                              range ? Bilingual{"区间的方括号在 YAML 里是列表：给它加上引号，例如 \"[0%..17%]\"",
                                                "the square bracket of an interval begins a list in YAML: put quotes around it, "
                                                "such as \"[0%..17%]\""}
                                    : Bilingual{fmt::format("改写成{}", want.zh), fmt::format("write {}", want.en)});
}

bool fits(Shape shape, NodeKind kind) {
    switch (shape) {
        case Shape::text:
        case Shape::word:
            return kind == NodeKind::scalar;
        case Shape::prose:
            return kind != NodeKind::sequence;
        case Shape::list:
            return kind == NodeKind::sequence;
        case Shape::mapping:
            return kind == NodeKind::mapping;
        case Shape::any:
            return true;
    }
    return true;
}

/// Lists what can be written in the spelling of the file, whatever the language of the message.
Bilingual did_you_mean(Scope scope, std::optional<std::string_view> near, const char* what_zh, const char* what_en, bool chinese) {
    if (near) {
        return {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    const std::string all = choices(scope, chinese);
    return {fmt::format("{}：{}", what_zh, all), fmt::format("{}: {}", what_en, all)};
}

/// Tells which spelling most keys of a mapping have that any scope of a file knows: more than 0 for Chinese.
int chinese_keys(const YamlNode& mapping) {
    int balance = 0;
    for (const YamlEntry& entry : mapping.entries) {
        const bool ascii = std::all_of(entry.key.text.begin(), entry.key.text.end(),
                                       [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
        balance += ascii ? -1 : 1;
    }
    return balance;
}

const std::vector<NodeId>& no_items() {
    static const std::vector<NodeId> none;
    return none;
}

const std::vector<YamlEntry>& no_entries() {
    static const std::vector<YamlEntry> none;
    return none;
}

void too_many(LoadContext& context, NodeId node, std::size_t most) {
    context.diagnostics.error("E408", short_span(context, node),
                              {fmt::format("这里超过了 {} 项", most), fmt::format("there are more than {} here", most)},
                              {"分成几个文件", "split it into several files"});
}

}  // namespace

Fields::Fields(LoadContext& context, NodeId mapping, Scope scope, Span owner, OtherKeys others)
    : context_(&context), scope_(scope), owner_(owner) {
    const YamlNode& node = context.node(mapping);
    if (node.kind != NodeKind::mapping) {
        wrong_kind(context, mapping, Shape::mapping);
        return;
    }
    std::vector<const YamlEntry*> unknown;
    known_.reserve(std::min(node.entries.size(), spellings(scope_).size()));
    for (const YamlEntry& entry : node.entries) {
        if (find_spelling(scope_, entry.key.text) != nullptr) {
            add(entry);
        } else if (others == OtherKeys::kept) {
            others_.push_back(&entry);
        } else {
            unknown.push_back(&entry);
        }
    }
    for (const YamlEntry* entry : unknown) {
        report_unknown(*entry);
        read_as_meant(*entry);
    }
    check_missing();
}

/// Gives the spelling that is nearest to a word, of the keys that are not there yet.
std::optional<std::string_view> Fields::near_key(std::string_view written) const {
    std::vector<const Spelling*> left;
    for (const Spelling& row : spellings(scope_)) {
        const bool there =
            std::any_of(known_.begin(), known_.end(), [&](const Known& known) { return known.spelling == &row; });
        if (!there) {
            left.push_back(&row);
        }
    }
    return nearest_key(written, left);
}

/// Reads a key that is a near miss of one that is not there as that one, so that nothing is missing because of it.
void Fields::read_as_meant(const YamlEntry& entry) {
    const auto near = unknown_ > kUnknownTold ? std::nullopt : near_key(entry.key.text);
    const Spelling* meant = near ? find_spelling(scope_, *near) : nullptr;
    if (meant != nullptr && fits(meant->shape, context_->node(entry.value).kind)) {
        known_.push_back({meant, &entry});
    }
}

bool Fields::chinese() const {
    const auto spelled = [this](std::string_view Spelling::*form) {
        return std::count_if(known_.begin(), known_.end(),
                             [form](const Known& known) { return known.entry->key.text == known.spelling->*form; });
    };
    const auto zh = spelled(&Spelling::zh);
    const auto en = spelled(&Spelling::en);
    return zh != en ? zh > en : chinese_keys(context_->document.root()) >= 0;
}

void Fields::report_unknown(const YamlEntry& entry) {
    if (context_->node(entry.value).faulty) {
        return;   // words behind a comma rather than a key, and the reader has said so
    }
    if (++unknown_ > kUnknownTold) {
        return;
    }
    context_->diagnostics.error("E450", entry.key.span(),
                                {fmt::format("这里没有“{}”这个键", excerpt(entry.key.text)),
                                 fmt::format("there is no key `{}` here", excerpt(entry.key.text))},
                                did_you_mean(scope_, near_key(entry.key.text), "可以写的键", "the keys here are", chinese()));
}

void Fields::report_twice(const YamlEntry& first, const YamlEntry& again) {
    // The same spelling twice is already the YAML reader's E401.
    if (first.key.text == again.key.text) {
        return;
    }
    auto& twice = context_->diagnostics.error(
        "E455", again.key.span(),
        {fmt::format("“{}”和“{}”是同一个键，写了两次", first.key.text, again.key.text),
         fmt::format("`{}` and `{}` are one key, written twice", first.key.text, again.key.text)},
        {"去掉其中一个", "leave one of them out"});
    twice.related.push_back({first.key.span(), {"第一次写在这里", "first written here"}});
}

void Fields::add(const YamlEntry& entry) {
    const Spelling* found = find_spelling(scope_, entry.key.text);
    for (const Known& known : known_) {
        if (known.spelling == found) {
            report_twice(*known.entry, entry);
            return;
        }
    }
    const Known known{found, &entry};
    check_shape(known);
    known_.push_back(known);
}

void Fields::check_shape(const Known& known) {
    if (!fits(known.spelling->shape, context_->node(known.entry->value).kind)) {
        wrong_kind(*context_, known.entry->value, known.spelling->shape);
    }
}

void Fields::check_missing() {
    for (const Spelling& row : spellings(scope_)) {
        if (!row.required) {
            continue;
        }
        bool there = false;
        for (const Known& known : known_) {
            there = there || known.spelling == &row;
        }
        if (!there) {
            const std::string_view key = chinese() ? row.zh : row.en;
            context_->diagnostics.error("E453", owner_, {fmt::format("缺少“{}”", key), fmt::format("`{}` is missing", key)},
                                        {fmt::format("加上“{}: …”", key), fmt::format("add `{}: …`", key)});
        }
    }
}

const YamlEntry* Fields::entry(std::string_view en) const {
    const Spelling& wanted = spelling(scope_, en);
    for (const Known& known : known_) {
        if (known.spelling == &wanted) {
            return fits(wanted.shape, context_->node(known.entry->value).kind) ? known.entry : nullptr;
        }
    }
    return nullptr;
}

bool Fields::written(std::string_view en) const {
    const Spelling& wanted = spelling(scope_, en);
    return std::any_of(known_.begin(), known_.end(), [&](const Known& known) { return known.spelling == &wanted; });
}

std::optional<NodeId> Fields::node(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? std::nullopt : std::optional(found->value);
}

const MappedText* Fields::text(std::string_view en) const {
    const YamlEntry* found = entry(en);
    if (found == nullptr || context_->node(found->value).kind != NodeKind::scalar) {
        return nullptr;
    }
    return &context_->node(found->value).scalar;
}

std::string Fields::string(std::string_view en) const {
    const MappedText* found = text(en);
    return found == nullptr ? std::string() : found->text;
}

Bilingual Fields::prose(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? Bilingual() : read_prose(*context_, found->value);
}

const std::vector<NodeId>& Fields::items(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? no_items() : read_items(*context_, found->value);
}

const std::vector<YamlEntry>& Fields::entries(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? no_entries() : read_entries(*context_, found->value);
}

namespace {

/// A word that is none of those that may stand here.
void report_word(LoadContext& context, const MappedText& text, Span place, Scope words) {
    context.diagnostics.error("E454", place,
                              {fmt::format("这里不能写“{}”", excerpt(text.text)), fmt::format("`{}` cannot stand here", excerpt(text.text))},
                              did_you_mean(words, nearest_spelling(words, text.text), "可选", "choose from",
                                           chinese_keys(context.document.root()) > 0));
}

}  // namespace

const Spelling* Fields::word(std::string_view en, Scope words) const {
    const MappedText* found = text(en);
    if (found != nullptr && found->text.empty()) {   // has no place of its own
        report_word(*context_, *found, key(en), words);
        return nullptr;
    }
    return found == nullptr ? nullptr : read_word(*context_, *found, words);
}

bool Fields::flag(std::string_view en) const {
    const Spelling* found = word(en, Scope::boolean_word);
    return found != nullptr && found->en == "true";
}

Span Fields::key(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? owner_ : found->key.span();
}

Span Fields::value(std::string_view en) const {
    const YamlEntry* found = entry(en);
    return found == nullptr ? owner_ : short_span(*context_, found->value);
}

const Spelling* read_word(LoadContext& context, const MappedText& text, Scope words) {
    const Spelling* found = find_spelling(words, text.text);
    if (found == nullptr) {
        report_word(context, text, text.span(), words);
    }
    return found;
}

std::array<const MappedText*, 2> prose_texts(LoadContext& context, NodeId node) {
    if (context.node(node).kind == NodeKind::scalar) {
        return {&context.node(node).scalar, nullptr};
    }
    const Fields languages(context, node, Scope::prose, short_span(context, node));
    return {languages.text("zh"), languages.text("en")};
}

Bilingual read_prose(LoadContext& context, NodeId node) {
    const auto [zh, en] = prose_texts(context, node);
    Bilingual prose{zh == nullptr ? "" : zh->text, en == nullptr ? "" : en->text};
    if (prose.zh.empty()) {
        prose.zh = prose.en;
    } else if (prose.en.empty()) {
        prose.en = prose.zh;
    }
    return prose;
}

const MappedText* read_scalar(LoadContext& context, NodeId node) {
    if (context.node(node).kind != NodeKind::scalar) {
        wrong_kind(context, node, Shape::text);
        return nullptr;
    }
    return &context.node(node).scalar;
}

const std::vector<YamlEntry>& read_entries(LoadContext& context, NodeId node) {
    const YamlNode& mapping = context.node(node);
    if (mapping.kind != NodeKind::mapping) {
        wrong_kind(context, node, Shape::mapping);
    } else if (mapping.entries.size() > kMostEntries) {
        too_many(context, node, kMostEntries);
        return no_entries();
    }
    return mapping.entries;
}

const std::vector<NodeId>& read_items(LoadContext& context, NodeId node) {
    const YamlNode& list = context.node(node);
    if (list.kind != NodeKind::sequence) {
        wrong_kind(context, node, Shape::list);
    } else if (list.items.size() > kMostItems) {
        too_many(context, node, kMostItems);
        return no_items();
    }
    return list.items;
}

std::vector<const MappedText*> read_texts(LoadContext& context, NodeId node) {
    std::vector<const MappedText*> texts;
    for (const NodeId item : read_items(context, node)) {
        if (const MappedText* text = read_scalar(context, item)) {
            texts.push_back(text);
        }
    }
    return texts;
}

Span short_span(const LoadContext& context, NodeId node) {
    const YamlNode& found = context.node(node);
    if (found.flow) {
        return found.span;
    }
    switch (found.kind) {
        case NodeKind::scalar:
            return found.span;
        case NodeKind::mapping:
            return found.entries.empty() ? found.span : found.entries.front().key.span();
        case NodeKind::sequence:
            return found.items.empty() ? found.span : short_span(context, found.items.front());
    }
    return found.span;
}

}  // namespace huiqi
