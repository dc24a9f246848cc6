#include "engine/rulebook/loaders/enums_loader.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

void read_values(LoadContext& context, const std::vector<const MappedText*>& texts, Enumeration& enumeration) {
    std::unordered_map<std::string_view, const MappedText*> seen;
    for (const MappedText* text : texts) {
        const auto [found, fresh] = seen.try_emplace(text->text, text);
        if (fresh) {
            enumeration.values.push_back(text->text);
            continue;
        }
        auto& twice = context.diagnostics.error("E321", text->span(),
                                                {fmt::format("取值“{}”写了两次", excerpt(text->text)),
                                                 fmt::format("the value `{}` is written twice", excerpt(text->text))},
                                                {"去掉其中一个", "leave one of them out"});
        twice.related.push_back({found->second->span(), {"第一次写在这里", "first written here"}});
    }
}

/// Reports a label that says the same as what stands for another value: people could not tell which one they choose.
void refuse_like_labels(LoadContext& context, const std::vector<YamlEntry>& entries, const Enumeration& enumeration) {
    for (const Language language : {Language::zh, Language::en}) {
        std::unordered_map<std::string, std::size_t> seen;
        for (std::size_t at = 0; at < enumeration.values.size(); ++at) {
            const auto [found, fresh] = seen.try_emplace(enumeration.label(at).in(language), at);
            if (fresh) {
                continue;
            }
            const std::string& other = enumeration.values[found->second];
            const auto labelled = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& one) {
                return one.key.text == enumeration.values[at] || one.key.text == other;
            });
            context.diagnostics.error("E321", labelled->key.span(),
                                      {fmt::format("取值“{}”和“{}”显示得一样：{}", excerpt(other), excerpt(enumeration.values[at]), excerpt(found->first)),
                                       fmt::format("the values `{}` and `{}` are shown alike: {}", excerpt(other), excerpt(enumeration.values[at]), excerpt(found->first))},
                                      {"给每个取值各写一个显示", "give each value a label of its own"});
            return;
        }
    }
}

void read_labels(LoadContext& context, const std::vector<YamlEntry>& entries, Enumeration& enumeration) {
    if (entries.empty() || enumeration.values.empty()) {
        return;
    }
    enumeration.labels.resize(enumeration.values.size());
    for (const YamlEntry& entry : entries) {
        if (const auto code = enumeration.code(entry.key.text)) {
            enumeration.labels[static_cast<std::size_t>(*code)] = read_prose(context, entry.value);
            continue;
        }
        const std::vector<std::string_view> values(enumeration.values.begin(), enumeration.values.end());
        const auto meant = nearest(entry.key.text, values);
        context.diagnostics.error("E321", entry.key.span(),
                                  {fmt::format("“{}”不是枚举“{}”的取值，不能有显示", excerpt(entry.key.text), excerpt(enumeration.name)),
                                   fmt::format("`{}` is no value of the enumeration `{}` and can have no label", excerpt(entry.key.text), excerpt(enumeration.name))},
                                  meant ? Bilingual{fmt::format("是不是“{}”？", *meant), fmt::format("did you mean `{}`?", *meant)}
                                        : Bilingual{"只给“取值”里列出的词写显示", "write labels only for the words listed in `values`"});
    }
    refuse_like_labels(context, entries, enumeration);
}

Enumeration read_enumeration(LoadContext& context, const YamlEntry& entry) {
    Enumeration enumeration;
    enumeration.name = entry.key.text;
    bool listed = true;  // if not, E453 says so
    if (context.node(entry.value).kind == NodeKind::mapping) {
        const Fields keys(context, entry.value, Scope::enumeration, entry.key.span());
        // A word that is neither yes nor no is reported here; taken for yes, nothing else is said because of it.
        const Spelling* ordered = keys.word("ordered", Scope::boolean_word);
        enumeration.ordered = ordered == nullptr ? keys.has("ordered") : ordered->en == "true";
        if (const auto node = keys.node("values")) {
            read_values(context, read_texts(context, *node), enumeration);
        } else {
            listed = false;
        }
        read_labels(context, keys.entries("labels"), enumeration);
    } else {
        read_values(context, read_texts(context, entry.value), enumeration);
    }
    if (enumeration.values.empty() && listed) {
        context.diagnostics.error("E321", entry.key.span(),
                                  {fmt::format("枚举“{}”没有取值", excerpt(entry.key.text)),
                                   fmt::format("the enumeration `{}` has no values", excerpt(entry.key.text))},
                                  {"列出它的取值：[甲, 乙]", "list its values: [a, b]"});
    }
    return enumeration;
}

/// Tells whether a name means a type already: a type word, or an enumeration before this one.
bool taken(const Enumerations& enumerations, std::string_view name) {
    return find_spelling(Scope::type_word, name) != nullptr || find_enumeration(enumerations, name) != nullptr;
}

}  // namespace

void load_enumerations(LoadContext& context, const Fields& file, Enumerations& enumerations) {
    for (const YamlEntry& entry : file.entries("enums")) {
        if (taken(enumerations, entry.key.text)) {
            context.diagnostics.error("E307", entry.key.span(),
                                      {fmt::format("“{}”已经是一个类型", excerpt(entry.key.text)),
                                       fmt::format("`{}` is a type already", excerpt(entry.key.text))},
                                      {"给枚举换一个名字", "give the enumeration another name"});
            continue;
        }
        Enumeration enumeration = read_enumeration(context, entry);
        if (enumeration.values.empty()) {
            context.broken.push_back(entry.key.text);
        } else {
            enumerations.push_back(std::make_shared<const Enumeration>(std::move(enumeration)));
        }
    }
}

std::vector<std::string> read_count_units(LoadContext& context, const Fields& file) {
    std::vector<std::string> units;
    const auto node = file.node("units");
    if (!node) {
        return units;
    }
    for (const MappedText* text : read_texts(context, *node)) {
        if (parse_entry_unit(text->text, {})) {
            context.diagnostics.error("E307", text->span(),
                                      {fmt::format("“{}”本来就是单位", excerpt(text->text)),
                                       fmt::format("`{}` is a unit already", excerpt(text->text))},
                                      {"从“单位”里去掉它", "leave it out of `units`"});
        } else if (auto name = read_name(context, *text)) {
            units.push_back(std::move(*name));
        }
    }
    return units;
}

}  // namespace huiqi
