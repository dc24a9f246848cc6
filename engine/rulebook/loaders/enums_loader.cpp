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

Enumeration read_enumeration(LoadContext& context, const YamlEntry& entry) {
    Enumeration enumeration;
    enumeration.name = entry.key.text;
    std::vector<const MappedText*> values;
    bool listed = true;  // if not, E453 says so
    if (context.node(entry.value).kind == NodeKind::mapping) {
        const Fields keys(context, entry.value, Scope::enumeration, entry.key.span());
        // A word that is neither yes nor no is reported here; taken for yes, nothing else is said because of it.
        const Spelling* ordered = keys.word("ordered", Scope::boolean_word);
        enumeration.ordered = ordered == nullptr ? keys.has("ordered") : ordered->en == "true";
        if (const auto node = keys.node("values")) {
            values = read_texts(context, *node);
        } else {
            listed = false;
        }
    } else {
        values = read_texts(context, entry.value);
    }
    read_values(context, values, enumeration);
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
