#include "engine/rulebook/declared_type.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/near_keys.h"

namespace huiqi {
namespace {

/// Gives the unit of a kind of number where none is written.
EntryUnit usual_unit(std::string_view word) {
    if (word == "money") {
        return {Unit::of("CNY"), 1, "元"};
    }
    if (word == "days") {
        return {Unit::of("day"), 1, "天"};
    }
    if (word == "months") {
        return {Unit::of("month"), 1, "月"};
    }
    return {};
}

/// A rate is a plain number or one per time.
bool is_rate_unit(const Unit& unit) {
    const auto& factors = unit.factors();
    return factors.empty() || (factors.size() == 1 && factors.front().exponent == -1 &&
                               (factors.front().name == "month" || factors.front().name == "day"));
}

bool unit_fits(std::string_view word, const Unit& unit) {
    if (word == "money") {
        return unit.is_money();
    }
    if (word == "days") {
        return unit == Unit::of("day");
    }
    if (word == "months") {
        return unit == Unit::of("month");
    }
    return word != "rate" || is_rate_unit(unit);
}

Bilingual unit_help(std::string_view word) {
    if (word == "money") {
        return {"金额的单位写 元、万元、亿元、美元、日元", "units of money are yuan, 万元, 亿元, USD, EUR, JPY"};
    }
    if (word == "rate") {
        return {"比例的单位写 百分数、百分数/年、1、1/年；汇率、单价写“类型: 数”",
                "units of a rate are 百分数, 百分数/年, 1, 1/年; for an exchange rate or a price write `type: number`"};
    }
    if (word == "days") {
        return {"天数的单位写 天、周", "units of days are 天, 周"};
    }
    if (word == "months") {
        return {"月数的单位写 月、季度、年", "units of months are 月, 季度, 年"};
    }
    return {"计数单位（件、项、平方米）先在文件的“单位”里列出",
            "list units of count (件, 项, 平方米) under `units` of the file first"};
}

std::optional<EntryUnit> read_unit(LoadContext& context, const MappedText& unit, std::string_view word) {
    auto entry = parse_entry_unit(unit.text, context.parse.units);
    if (!entry) {
        context.diagnostics.error("E302", unit.span(),
                                  {fmt::format("没有“{}”这个单位", excerpt(unit.text)),
                                   fmt::format("there is no unit `{}`", excerpt(unit.text))},
                                  unit_help(word));
        return std::nullopt;
    }
    if (!unit_fits(word, entry->unit)) {
        const Spelling& type = spelling(Scope::type_word, word);
        context.diagnostics.error("E302", unit.span(),
                                  {fmt::format("“{}”不是{}的单位", excerpt(unit.text), type.zh),
                                   fmt::format("`{}` is no unit of {}", excerpt(unit.text), type.en)},
                                  word == "money" || word == "rate"
                                      ? Bilingual{fmt::format("{}；复合的单位写“类型: 数”“单位: {}”", unit_help(word).zh, unit.text),
                                                  fmt::format("{}; a compound unit goes with `type: number` and `unit: {}`",
                                                              unit_help(word).en, unit.text)}
                                      : unit_help(word));
        return std::nullopt;
    }
    return entry;
}

std::optional<DeclaredType> unknown_type(LoadContext& context, const MappedText& type,
                                         const Enumerations& enumerations) {
    if (context.is_broken(type.text)) {
        return std::nullopt;
    }
    std::vector<std::string_view> candidates;
    for (const Spelling& row : spellings(Scope::type_word)) {
        candidates.push_back(row.zh);
        candidates.push_back(row.en);
    }
    std::string names;
    for (const auto& enumeration : enumerations) {
        candidates.push_back(enumeration->name);
        names += fmt::format("{}{}", names.empty() ? "" : "、", enumeration->name);
    }
    const std::string also_zh = names.empty() ? "" : fmt::format("；枚举有 {}", names);
    const std::string also_en = names.empty() ? "" : fmt::format("; the enumerations are {}", names);
    Bilingual help{fmt::format("类型有 {}{}", choices(Scope::type_word, true), also_zh),
                   fmt::format("the types are {}{}", choices(Scope::type_word, false), also_en)};
    std::vector<const Spelling*> words;
    for (const Spelling& row : spellings(Scope::type_word)) {
        words.push_back(&row);
    }
    const auto nearest_type = nearest(type.text, candidates);
    if (const auto near = nearest_type ? nearest_type : nearest_key(type.text, words)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    context.diagnostics.error("E302", type.span(),
                              {fmt::format("没有“{}”这个类型", excerpt(type.text)),
                               fmt::format("there is no type `{}`", excerpt(type.text))},
                              std::move(help));
    return std::nullopt;
}

std::optional<DeclaredType> read_number_type(LoadContext& context, const MappedText& type, const MappedText* unit,
                                             std::string_view word, TypeUse use) {
    EntryUnit entry = usual_unit(word);
    if (unit != nullptr) {
        const auto written = read_unit(context, *unit, word);
        if (!written) {
            return std::nullopt;
        }
        entry = *written;
        entry.text = unit->text;
    } else if (word == "rate" && use == TypeUse::input) {
        context.diagnostics.error("E301", type.span(),
                                  {"比例没有写单位：4.35 和 0.0435 相差一百倍",
                                   "a rate without a unit: 4.35 and 0.0435 differ a hundredfold"},
                                  {"加上“单位: 百分数”（填 5 表示 5%）、“单位: 1”（填 0.05）或“单位: 百分数/年”",
                                   "add `unit: percent` (5 means 5%), `unit: 1` (0.05) or `unit: percent/year`"});
        return std::nullopt;
    }
    return DeclaredType{word, Type::number(entry.unit), entry};
}

std::optional<DeclaredType> refuse_unit(LoadContext& context, const MappedText& unit, const DeclaredType& type) {
    context.diagnostics.error("E456", unit.span(),
                              {fmt::format("{}没有单位", type_name(type.type, true)),
                               fmt::format("{} has no unit", type_name(type.type, false))},
                              {"去掉“单位”", "leave out `unit`"});
    return type;
}

std::optional<DeclaredType> scalar_type(std::string_view word) {
    if (word == "boolean") {
        return DeclaredType{word, Type::boolean(), {}};
    }
    if (word == "date") {
        return DeclaredType{word, Type::date(), {}};
    }
    if (word == "text") {
        return DeclaredType{word, Type::text(), {}};
    }
    return std::nullopt;
}

}  // namespace

std::shared_ptr<const Enumeration> find_enumeration(const Enumerations& enumerations, std::string_view name) {
    const auto found = std::find_if(enumerations.begin(), enumerations.end(),
                                    [&](const auto& enumeration) { return enumeration->name == name; });
    return found == enumerations.end() ? nullptr : *found;
}

std::optional<DeclaredType> read_type(LoadContext& context, const MappedText& type, const MappedText* unit,
                                      const Enumerations& enumerations, TypeUse use) {
    std::optional<DeclaredType> declared;
    if (const Spelling* word = find_spelling(Scope::type_word, type.text)) {
        if (word->en == "list" || word->en == "record") {
            return std::nullopt;
        }
        declared = scalar_type(word->en);
        if (!declared) {
            return read_number_type(context, type, unit, word->en, use);
        }
    } else if (auto enumeration = find_enumeration(enumerations, type.text)) {
        declared = DeclaredType{"enumeration", Type::enumeration(std::move(enumeration)), {}};
    } else if (use == TypeUse::table) {
        if (auto entry = parse_entry_unit(type.text, context.parse.units)) {
            return DeclaredType{"unit", Type::number(entry->unit), *entry};
        }
    }
    if (!declared) {
        return unknown_type(context, type, enumerations);
    }
    return unit == nullptr ? declared : refuse_unit(context, *unit, *declared);
}

std::string_view compound_word(std::string_view type) {
    const Spelling* word = find_spelling(Scope::type_word, type);
    return word != nullptr && (word->en == "list" || word->en == "record") ? word->en : std::string_view();
}

bool whole_by_nature(std::string_view word) { return word == "integer" || word == "days" || word == "months"; }

}  // namespace huiqi
