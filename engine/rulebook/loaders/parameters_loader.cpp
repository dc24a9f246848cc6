#include "engine/rulebook/loaders/parameters_loader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/bare_rates.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

/// Gives the scalar that shows the unit of a rate: the value, or the first of the series.
const MappedText* first_value(LoadContext& context, const Fields& keys) {
    if (const MappedText* value = keys.text("value")) {
        return value;
    }
    const std::vector<YamlEntry>& series = keys.entries("series");
    if (series.empty() || context.node(series.front().value).kind != NodeKind::scalar) {
        return nullptr;
    }
    return &context.node(series.front().value).scalar;
}

/// Gives how a rate is shown, from the spelling of a literal: 3.45%/年 is a percentage a year.
EntryUnit shown_like(const MappedText& text, const Unit& unit) {
    const std::size_t percent = text.text.find('%');
    if (percent != std::string::npos) {
        const std::string written = fmt::format("百分数{}", text.text.substr(percent + 1));
        if (auto entry = parse_entry_unit(written, {}); entry && entry->unit == unit) {
            entry->text = written;
            return *entry;
        }
    }
    return {unit, 1, unit_name(unit, true)};
}

/// A rate whose band alone is known is shown as a percentage.
EntryUnit percentage(const Unit& unit) {
    const std::string text = unit.plain()                        ? "百分数"
                             : unit == Unit::of("month", -1) ? "百分数/年"
                                                                 : "百分数/天";
    if (auto entry = parse_entry_unit(text, {}); entry && entry->unit == unit) {
        entry->text = text;
        return *entry;
    }
    return {unit, 1, unit_name(unit, true)};
}

/// Finds the unit of a rate that has no `单位` from its value, else from its band.
std::optional<EntryUnit> rate_unit(LoadContext& context, const Fields& keys) {
    Diagnostics silent;
    LoadContext scratch{context.document, context.file, context.parse, silent};
    if (const MappedText* text = first_value(scratch, keys)) {
        if (is_bare_number(text->text)) {
            report_bare_rate(context, *text);
            return std::nullopt;
        }
        const auto constant = read_constant(scratch, *text, std::nullopt, {});
        if (constant && constant->type.is(TypeKind::number)) {
            return shown_like(*text, constant->type.unit());
        }
    }
    if (const MappedText* band = keys.text("band")) {
        for (const Unit& unit : {Unit(), Unit::of("month", -1), Unit::of("day", -1)}) {
            Diagnostics tried;
            LoadContext trial{context.document, context.file, context.parse, tried};
            if (read_ranges(trial, *band, Type::number(unit), {}) && !tried.has_errors()) {
                return percentage(unit);
            }
        }
    }
    return EntryUnit{};
}

std::optional<DeclaredType> declared_type(LoadContext& context, const Fields& keys, const Enumerations& enumerations) {
    const MappedText* type = keys.text("type");
    if (type == nullptr) {
        context.diagnostics.error("E453", keys.owner(), {"缺少“类型”", "`type` is missing"},
                                  {"加上“类型: …”", "add `type: …`"});
        return std::nullopt;
    }
    const std::string_view compound = compound_word(type->text);
    const MappedText* element = compound == "list" ? keys.text("fields") : type;
    if (compound == "record" || element == nullptr) {
        context.diagnostics.error("E302", type->span(),
                                  {"参数不能是记录；列表要写“每项: 类型”", "a parameter is no record; a list needs `fields: type`"},
                                  {"例如 {类型: 列表, 每项: 文本, 值: [甲, 乙]}",
                                   "for example {type: list, fields: text, value: [a, b]}"});
        return std::nullopt;
    }
    if (compound != "list" && keys.has("fields")) {
        context.diagnostics.error("E456", keys.key("fields"), {"只有列表才有“每项”", "only a list has `fields`"},
                                  {"去掉它，或者写“类型: 列表”", "leave it out, or write `type: list`"});
    }
    auto declared = read_type(context, *element, keys.text("unit"), enumerations, TypeUse::parameter);
    if (declared && declared->word == "rate" && !keys.has("unit")) {
        const auto unit = rate_unit(context, keys);
        if (!unit) {
            return std::nullopt;
        }
        declared->entry = *unit;
        declared->type = Type::number(unit->unit);
    }
    if (declared && compound == "list") {
        declared->type = Type::list(declared->type);
    }
    return declared;
}

void outside_band(LoadContext& context, Span span, std::string_view written, const Parameter& parameter,
                  const std::vector<Citation>& citations) {
    auto& outside = context.diagnostics.error(
        "E303", span,
        {fmt::format("{}的值 {} 超出允许的幅度 {}", parameter.name, excerpt(written), parameter.band_text),
         fmt::format("the value {} of `{}` lies outside the band {}", excerpt(written), parameter.name,
                     parameter.band_text)},
        {fmt::format("写 {} 以内的值", parameter.band_text), fmt::format("write a value inside {}", parameter.band_text)});
    const std::string basis = citation_text(citations, parameter.provenance.source);
    outside.related.push_back({parameter.band_span,
                               {basis.empty() ? "幅度在这里规定" : fmt::format("幅度在这里规定，依据 {}", basis),
                                basis.empty() ? "the band is set here" : fmt::format("the band is set here, by {}", basis)}});
}

/// Gives what stands behind the word for a percentage in a unit: `/年` of 百分数/年.
std::optional<std::string_view> behind_percentage(std::string_view unit) {
    for (const std::string_view word : {std::string_view("百分数"), std::string_view("percent")}) {
        if (unit.starts_with(word)) {
            return unit.substr(word.size());
        }
    }
    return std::nullopt;
}

/// A rate without a sign of its own: what is said under 单位 shows it, it does not say what it means.
void report_shown_rate(LoadContext& context, const MappedText& text, const Parameter& parameter) {
    const std::string& unit = parameter.entry.text;
    const auto behind = behind_percentage(unit);
    if (!behind) {
        report_bare_rate(context, text);
        return;
    }
    const std::string mended = fmt::format("{}%{}", excerpt(text.text), *behind);
    context.diagnostics.error("E301", text.span(),
                              {fmt::format("比例“{}”要带单位：“单位: {}”只管怎样显示，不改变值的大小", excerpt(text.text), unit),
                               fmt::format("the rate `{}` wants a unit of its own: `{}` under `unit` says how it is shown, not how much it is",
                                           excerpt(text.text), unit)},
                              {fmt::format("写成 {}", mended), fmt::format("write {}", mended)});
}

/// Reads one value of a parameter: a constant, or a list of them.
std::optional<Value> read_value(LoadContext& context, NodeId node, const Parameter& parameter,
                                const Enumerations& enumerations) {
    if (!parameter.type.is(TypeKind::list)) {
        const MappedText* text = read_scalar(context, node);
        if (text == nullptr) {
            return std::nullopt;
        }
        if (parameter.entry.text != "1" && parameter.type.is(TypeKind::number) && parameter.rate &&
            (parameter.type.unit().plain() || behind_percentage(parameter.entry.text)) && is_bare_number(text->text)) {
            report_shown_rate(context, *text, parameter);
            return std::nullopt;
        }
        auto constant = read_constant(context, *text, parameter.type, enumerations);
        return constant ? std::optional(std::move(constant->value)) : std::nullopt;
    }
    Value::List elements;
    for (const MappedText* text : read_texts(context, node)) {
        auto constant = read_constant(context, *text, parameter.type.element(), enumerations);
        if (!constant) {
            return std::nullopt;
        }
        elements.push_back(std::move(constant->value));
    }
    return Value::list(std::move(elements));
}

/// The names under 依据, one or several; whether they are there is said once, by the reader of the whole parameter.
std::vector<std::string> source_names(LoadContext& context, const Fields& keys) {
    std::vector<std::string> names;
    const auto node = keys.node("source");
    if (node && context.node(*node).kind == NodeKind::scalar) {
        names.push_back(context.node(*node).scalar.text);
    }
    for (const NodeId item : node ? context.node(*node).items : std::vector<NodeId>()) {
        names.push_back(context.node(item).scalar.text);
    }
    return names;
}

void read_series(LoadContext& context, const Fields& keys, const Enumerations& enumerations,
                 const std::vector<Citation>& citations, Parameter& parameter, const std::string& source) {
    for (const YamlEntry& entry : keys.entries("series")) {
        const auto from = read_date(context, entry.key);
        auto value = read_parameter_value(context, entry.value, parameter, enumerations, citations);
        if (!from || !value) {
            continue;
        }
        if (!parameter.versions.empty() && *from <= *parameter.versions.back().from) {
            context.diagnostics.error("E329", entry.key.span(),
                                      {"“历次”的日期没有按先后排列", "the dates of `series` do not rise"},
                                      {"从早到晚排列，日期不要重复", "put them in rising order, each once"});
            continue;
        }
        parameter.versions.push_back({from, std::move(*value), short_span(context, entry.value), source});
    }
}

/// 有效至: a series that is published from time to time is known up to a day; from the next on it has no value, rather than
/// the last one for ever.
void read_last_day(LoadContext& context, const Fields& keys, Parameter& parameter, const std::string& source) {
    const MappedText* text = keys.text("valid_through");
    if (text == nullptr) {
        return;
    }
    if (!keys.has("series")) {
        context.diagnostics.error("E456", keys.key("valid_through"),
                                  {"只有“历次”才有“有效至”", "only a `series` has a `valid_through`"},
                                  {"去掉它，或者把值写成“历次”", "leave it out, or write the value as a `series`"});
        return;
    }
    const auto last = read_date(context, *text);
    if (!last || parameter.versions.empty()) {
        return;
    }
    if (*last < *parameter.versions.back().from) {
        context.diagnostics.error("E329", text->span(),
                                  {"“有效至”早于“历次”的最后一天", "`valid_through` lies before the last day of the `series`"},
                                  {"写下一个数公布的前一天", "write the day before the next value is due"});
        return;
    }
    if (const auto next = add_days(*last, 1)) {
        parameter.versions.push_back({next, Value::failed(RuntimeError::not_in_force), text->span(), source});
    }
}

/// A parameter that nobody but a local overlay may set has no value here, every other has one.
void check_has_value(LoadContext& context, const Fields& keys, const Parameter& parameter) {
    const bool written = keys.has("value") || keys.has("series");
    if (parameter.local == Parameter::Local::required && written) {
        context.diagnostics.error("E456", keys.key(keys.has("value") ? "value" : "series"),
                                  {"“必填”的参数由地方细则取值，这里不能写值",
                                   "a required parameter takes its value from a local overlay, not here"},
                                  {"去掉值，或者改成“地方: 可填”", "leave out the value, or say `local: allowed`"});
    }
    if (parameter.local != Parameter::Local::required && !written) {
        context.diagnostics.error("E308", parameter.declared,
                                  {fmt::format("参数“{}”没有值", parameter.name),
                                   fmt::format("the parameter `{}` has no value", parameter.name)},
                                  {"写“值: …”；没有时写“值: 无”；由地方规定时写“地方: 必填”",
                                   "write `value: …`, `value: null` where there is none, or `local: required`"});
    }
}

}  // namespace

void read_versions(LoadContext& context, const Fields& keys, const Enumerations& enumerations,
                   const std::vector<Citation>& citations, Parameter& parameter) {
    if (keys.has("value") && keys.has("series")) {
        context.diagnostics.error("E455", keys.key("series"),
                                  {"“值”和“历次”只能写一个", "write either `value` or `series`"},
                                  {"只有一个值写“值”，随时间变化写“历次”", "`value` for one value, `series` for a changing one"});
        return;
    }
    parameter.versions.clear();
    const std::vector<std::string> sources = source_names(context, keys);
    const std::string source = sources.empty() ? "" : sources.front();
    if (const auto node = keys.node("value")) {
        if (auto value = read_parameter_value(context, *node, parameter, enumerations, citations)) {
            parameter.versions.push_back({std::nullopt, std::move(*value), short_span(context, *node), source});
        }
    }
    read_series(context, keys, enumerations, citations, parameter, source);
    read_last_day(context, keys, parameter, source);
    for (Parameter::Version& version : parameter.versions) {
        version.also.assign(sources.begin() + (sources.empty() ? 0 : 1), sources.end());
    }
}

std::optional<Value> read_parameter_value(LoadContext& context, NodeId node, const Parameter& parameter,
                                          const Enumerations& enumerations, const std::vector<Citation>& citations) {
    auto value = read_value(context, node, parameter, enumerations);
    if (value && !in_ranges(*value, parameter.type, parameter.band)) {
        const MappedText& text = context.node(node).scalar;
        outside_band(context, short_span(context, node), text.text, parameter, citations);
        return std::nullopt;
    }
    return value;
}

std::optional<Parameter> read_parameter(LoadContext& context, const YamlEntry& entry, const Enumerations& enumerations,
                                        const std::vector<Citation>& citations) {
    const auto name = read_name(context, entry.key);
    const Fields keys(context, entry.value, Scope::parameter, entry.key.span());
    const auto declared = declared_type(context, keys, enumerations);
    if (!name || !declared) {
        return std::nullopt;
    }
    Parameter parameter;
    parameter.name = *name;
    parameter.type = declared->type;
    parameter.entry = declared->entry;
    parameter.rate = declared->word == "rate";
    parameter.declared = entry.key.span();
    parameter.provenance = read_provenance(context, keys, citations);
    parameter.note = keys.prose("note");
    if (const Spelling* local = keys.word("local", Scope::local_word)) {
        parameter.local = local->en == "required"  ? Parameter::Local::required
                          : local->en == "allowed" ? Parameter::Local::allowed
                                                   : Parameter::Local::fixed;
    }
    if (const MappedText* band = keys.text("band")) {
        parameter.band_text = band->text;
        parameter.band_span = band->span();
        parameter.band = read_ranges(context, *band, parameter.type, enumerations).value_or(std::vector<AllowedRange>());
        warn_of_bare_bounds(*band, parameter.band, parameter.entry, context.diagnostics);
    }
    check_has_value(context, keys, parameter);
    const MappedText* value = keys.text("value");
    if (value != nullptr && is_null_word(value->text)) {
        parameter.type = parameter.type.as_optional();
    }
    read_versions(context, keys, enumerations, citations, parameter);
    return parameter;
}

void load_parameters(LoadContext& context, const Fields& file, RuleNames& names) {
    Incentive& incentive = names.incentive();
    for (const YamlEntry& entry : file.entries("parameters")) {
        auto parameter = read_parameter(context, entry, names.enumerations(), incentive.citations);
        if (!parameter) {
            names.declare(entry.key.text, {.kind = SymbolKind::parameter, .index = 0, .type = Type::nothing(),
                                           .declared = entry.key.span()});
            continue;
        }
        const Symbol symbol{.kind = SymbolKind::parameter,
                            .index = static_cast<std::uint32_t>(incentive.parameters.size()),
                            .type = parameter->type,
                            .declared = parameter->declared};
        if (names.declare(parameter->name, symbol)) {
            incentive.parameters.push_back(std::move(*parameter));
        }
    }
}

}  // namespace huiqi
