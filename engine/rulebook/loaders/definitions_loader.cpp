#include "engine/rulebook/loaders/definitions_loader.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/loaders/award_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/fold_loader.h"

namespace huiqi {
namespace {

/// What stands behind a name: `名字: 表达式`, the `值` of its keys, their `步骤`, or what they go through (逐项).
struct Defined {
    const MappedText* text = nullptr;
    std::optional<NodeId> steps;
    std::shared_ptr<const ParsedFold> fold;
    const MappedText* unit = nullptr;
    Provenance provenance;
    Bilingual note;
};

Defined read_defined(LoadContext& context, const YamlEntry& entry, const std::vector<Citation>& citations) {
    if (context.node(entry.value).kind == NodeKind::scalar) {
        return {.text = &context.node(entry.value).scalar, .steps = {}, .fold = {}, .unit = nullptr, .provenance = {}, .note = {}};
    }
    const Fields keys(context, entry.value, Scope::definition, entry.key.span());
    Defined defined{keys.text("value"), keys.node("steps"), {}, keys.text("unit"), read_provenance(context, keys, citations), keys.prose("note")};
    if (has_fold_keys(keys)) {
        if (keys.has("value") || keys.has("steps")) {
            context.diagnostics.error("E456", keys.key(keys.has("value") ? "value" : "steps"),
                                      {"逐项计算的结果写“得”或者“每项得”，不能再写“值”或“步骤”",
                                       "what goes through a list has `result` or `yields`, not `value` or `steps`"},
                                      {"去掉其中一个", "leave one of them out"});
        }
        defined.text = nullptr;
        defined.steps.reset();
        defined.fold = read_fold(context, keys);
        return defined;
    }
    if (defined.text != nullptr && defined.steps) {
        context.diagnostics.error("E456", keys.key("steps"),
                                  {"一项计算写“值”或者“步骤”，不能都写", "a definition has a `value` or `steps`, not both"},
                                  {"去掉其中一个", "leave one of them out"});
        defined.steps.reset();
    }
    if (!keys.written("value") && !keys.written("steps")) {
        context.diagnostics.error("E453", entry.key.span(), {"缺少“值”", "`value` is missing"},
                                  {"加上“值: …”、“步骤: [ … ]”或者“逐项: …”", "add `value: …`, `steps: [ … ]` or `each: …`"});
    }
    return defined;
}

/// Adds every name that a scalar below a node could mention. Words of prose that are taken for names do no harm: they
/// only move checks within their order.
void add_mentions_below(LoadContext& context, NodeId id, std::vector<std::string>& mentions) {
    const YamlNode& node = context.node(id);
    if (node.kind == NodeKind::scalar) {
        Diagnostics ignored;
        add_mentions(parse_expression(node.scalar, context.parse, ignored), mentions);
    }
    for (const NodeId item : node.items) {
        add_mentions_below(context, item, mentions);
    }
    for (const YamlEntry& entry : node.entries) {
        add_mentions_below(context, entry.value, mentions);
    }
}

/// Adds a checked definition to the incentive and gives its symbol.
Symbol add_definition(RuleNames& names, Definition definition) {
    auto& definitions = names.incentive().definitions;
    const Symbol symbol{.kind = SymbolKind::definition,
                        .index = static_cast<std::uint32_t>(definitions.size()),
                        .type = definition.type,
                        .declared = definition.declared};
    definitions.push_back(std::move(definition));
    return symbol;
}

/// Reads the unit in which a definition is shown; its value stays in base units.
void read_shown_unit(LoadContext& context, const MappedText* text, Definition& definition) {
    if (text == nullptr || definition.type.is(TypeKind::nothing)) {
        return;
    }
    const auto unit = parse_entry_unit(text->text, context.parse.units);
    const Type type = definition.type.without_optional();
    if (unit && type.is(TypeKind::number) && type.unit() == unit->unit) {
        definition.entry = *unit;
        return;
    }
    context.diagnostics.error("E302", text->span(),
                              unit ? Bilingual{fmt::format("“{}”是{}，不能用“{}”显示", definition.name, type_name(type, true), excerpt(text->text)),
                                               fmt::format("`{}` is {} and cannot be shown in `{}`", definition.name, type_name(type, false),
                                                           excerpt(text->text))}
                                   : Bilingual{fmt::format("没有“{}”这个单位", excerpt(text->text)),
                                               fmt::format("there is no unit `{}`", excerpt(text->text))},
                              {"“单位”只管怎样显示，例如金额写 万元，比例写 百分数",
                               "`unit` is how the value is shown: 万元 for money, percent for a rate"});
}

RuleNames::Pending by_steps(LoadContext& context, RuleNames& names, NodeId steps, const MappedText* unit, Definition definition) {
    RuleNames::Pending pending{.name = definition.name, .declared = definition.declared, .mentions = {}, .check = {}};
    add_mentions_below(context, steps, pending.mentions);
    pending.check = [&context, &names, steps, unit, definition = std::move(definition)]() mutable {
        definition.steps = read_steps(context, steps, names);
        definition.type = definition.steps.empty() ? Type::nothing() : Type::number(amount_unit(definition.steps));
        read_shown_unit(context, unit, definition);
        return add_definition(names, std::move(definition));
    };
    return pending;
}

RuleNames::Pending by_expression(LoadContext& context, RuleNames& names, const MappedText& text, const MappedText* unit,
                                 Definition definition) {
    auto tree = parse_expression(text, context.parse, context.diagnostics);
    RuleNames::Pending pending{.name = definition.name, .declared = definition.declared, .mentions = {}, .check = {}};
    add_mentions(tree, pending.mentions);
    pending.check = [&context, &names, unit, tree = std::move(tree), definition = std::move(definition)]() mutable {
        definition.expression = check_expression(tree, names, std::nullopt, {}, context.diagnostics);
        definition.type = definition.expression.type();
        read_shown_unit(context, unit, definition);
        return add_definition(names, std::move(definition));
    };
    return pending;
}

RuleNames::Pending by_fold(LoadContext& context, RuleNames& names, std::shared_ptr<const ParsedFold> fold,
                           Definition definition) {
    RuleNames::Pending pending{.name = definition.name, .declared = definition.declared, .mentions = {}, .check = {}};
    add_mentions(*fold, pending.mentions);
    pending.check = [&context, &names, fold = std::move(fold), definition = std::move(definition)]() mutable {
        definition.fold = check_fold(context, *fold, names);
        definition.type = definition.fold ? type_of(*definition.fold) : Type::nothing();
        return add_definition(names, std::move(definition));
    };
    return pending;
}

void declare_definition(LoadContext& context, const YamlEntry& entry, RuleNames& names) {
    const auto name = read_name(context, entry.key);
    Defined defined = read_defined(context, entry, names.incentive().citations);
    if (!name || (defined.text == nullptr && !defined.steps && defined.fold == nullptr)) {
        names.declare(entry.key.text, {.kind = SymbolKind::definition, .index = 0, .type = Type::nothing(),
                                       .declared = entry.key.span()});
        return;
    }
    Definition definition;
    definition.name = *name;
    definition.provenance = std::move(defined.provenance);
    definition.note = std::move(defined.note);
    definition.declared = entry.key.span();
    names.declare(defined.fold    ? by_fold(context, names, std::move(defined.fold), std::move(definition))
                  : defined.steps ? by_steps(context, names, *defined.steps, defined.unit, std::move(definition))
                                  : by_expression(context, names, *defined.text, defined.unit, std::move(definition)));
}

/// A column holds one value a row.
void check_column(LoadContext& context, const MappedText& name, const Definition& definition) {
    if (!definition.type.is(TypeKind::list) && !definition.type.is(TypeKind::record) &&
        !definition.type.is(TypeKind::interval)) {
        return;
    }
    auto& refused = context.diagnostics.error(
        "E340", name.span(),
        {fmt::format("“{}”是{}，不能作分项", excerpt(name.text), type_name(definition.type, true)),
         fmt::format("`{}` is {} and cannot be a part", excerpt(name.text), type_name(definition.type, false))},
        {"分项是一个数、日期、文本、是否或枚举值", "a part is one number, date, text, boolean or enumeration value"});
    refused.related.push_back({definition.declared, {"在这里定义", "defined here"}});
}

}  // namespace

void load_definitions(LoadContext& context, const Fields& file, RuleNames& names) {
    for (const YamlEntry& entry : file.entries("define")) {
        declare_definition(context, entry, names);
    }
}

void load_parts(LoadContext& context, const Fields& file, RuleNames& names) {
    const auto node = file.node("parts");
    if (!node) {
        return;
    }
    Incentive& incentive = names.incentive();
    for (const MappedText* name : read_texts(context, *node)) {
        const auto found = std::find_if(incentive.definitions.begin(), incentive.definitions.end(),
                                        [&](const Definition& one) { return one.name == name->text; });
        if (found == incentive.definitions.end()) {
            std::vector<std::string_view> known;
            for (const Definition& definition : incentive.definitions) {
                known.push_back(definition.name);
            }
            report_no_such(context, *name, {"计算里", "among the definitions"}, known);
            continue;
        }
        check_column(context, *name, *found);
        const auto taken = std::find_if(incentive.parts.begin(), incentive.parts.end(),
                                        [&](const Part& one) { return one.name == name->text; });
        if (taken != incentive.parts.end()) {
            report_taken_id(context, name->text, name->span(), taken->declared);
            continue;
        }
        incentive.parts.push_back({.name = name->text,
                                   .definition = static_cast<std::uint32_t>(found - incentive.definitions.begin()),
                                   .declared = name->span()});
    }
}

}  // namespace huiqi
