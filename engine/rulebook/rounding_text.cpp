#include "engine/rulebook/rounding_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/data/minor_unit.h"
#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"

namespace huiqi {
namespace {

/// The steps that have a word of their own, in yuan.
struct StepWord {
    std::string_view word;
    int numerator;
    int denominator;
};
constexpr std::array kStepWords{
    StepWord{"分", 1, 100},   StepWord{"角", 1, 10},     StepWord{"元", 1, 1},      StepWord{"十元", 10, 1},
    StepWord{"百元", 100, 1}, StepWord{"千元", 1000, 1}, StepWord{"万元", 10000, 1}, StepWord{"fen", 1, 100},
    StepWord{"cent", 1, 100}, StepWord{"jiao", 1, 10},   StepWord{"yuan", 1, 1},
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

/// Reads `四舍五入`, `half_up`, `half up` or `round half up`.
std::optional<Rounding> read_mode(std::string_view text) {
    std::string name(trimmed(text));
    constexpr std::string_view kRound = "round ";
    if (name.starts_with(kRound)) {
        name.erase(0, kRound.size());
    }
    std::replace(name.begin(), name.end(), ' ', '_');
    return find_rounding(name);
}

struct Step {
    Rational size;
    Unit unit;
};

std::optional<Step> read_step(LoadContext& context, std::string_view text) {
    for (const StepWord& row : kStepWords) {
        if (row.word == text) {
            return Step{Rational(row.numerator, row.denominator), Unit::of("CNY")};
        }
    }
    // `1000 yuan`, `1 yuan`: a number before one of the words.
    std::string literal(text);
    constexpr std::string_view kYuan = "yuan";
    if (literal.ends_with(kYuan)) {
        literal = std::string(trimmed(text.substr(0, text.size() - kYuan.size()))) + "元";
    }
    Diagnostics silent;
    const SyntaxTree tree = parse_expression({.text = literal, .source = 0, .anchors = {}}, context.parse, silent);
    const SyntaxNode& root = tree[tree.root];
    if (silent.has_errors() || root.kind != SyntaxKind::number || root.number <= 0) {
        return std::nullopt;
    }
    return Step{root.number, root.unit};
}

/// Gives a rounding as it would be written for this unit: in the mode that is written where it is understood, since another one
/// gives another amount.
Bilingual examples(const Unit& unit, std::optional<Rounding> written) {
    const Rounding mode = written.value_or(Rounding::half_up);
    const Bilingual step = unit == Unit::of("CNY") ? Bilingual{"分", "0.01 yuan"}
                           : unit.is_money()       ? minor_unit_text(unit)
                                                   : Bilingual{unit.plain() ? "0.01" : "1" + unit_name(unit, true),
                                                               unit.plain() ? "0.01" : "1 " + unit_name(unit, false)};
    std::string mode_en(name_en(mode));
    std::replace(mode_en.begin(), mode_en.end(), '_', ' ');
    mode_en.insert(0, mode == Rounding::floor || mode == Rounding::ceiling ? "" : "round ");
    return {fmt::format("写成“{}到{}”这样", name_zh(mode), step.zh), fmt::format("write for instance `{} to {}`", mode_en, step.en)};
}

void report(LoadContext& context, const MappedText& text, std::size_t begin, std::size_t end, const Unit& unit, Bilingual message,
            std::optional<Rounding> written = std::nullopt) {
    std::string modes_zh;
    std::string modes_en;
    for (const Rounding mode : kRoundings) {
        modes_zh += fmt::format("{}{}", modes_zh.empty() ? "" : "、", name_zh(mode));
        modes_en += fmt::format("{}{}", modes_en.empty() ? "" : ", ", name_en(mode));
    }
    context.diagnostics.error("E316", text.span(begin, end), std::move(message),
                              {fmt::format("{}；方式有 {}", examples(unit, written).zh, modes_zh),
                               fmt::format("{}; the modes are {}", examples(unit, written).en, modes_en)});
}

}  // namespace

std::optional<RoundingRule> read_rounding(LoadContext& context, const MappedText& text, const Unit& unit) {
    constexpr std::string_view kTo = " to ";
    constexpr std::string_view kDao = "到";
    const std::string_view whole = text.text;
    const std::size_t english = whole.find(kTo);
    const std::size_t at = english == std::string_view::npos ? whole.find(kDao) : english;
    const std::size_t length = english == std::string_view::npos ? kDao.size() : kTo.size();
    if (at == std::string_view::npos) {
        report(context, text, 0, whole.size(), unit,
               {fmt::format("“{}”没有说取整到哪一位", excerpt(whole)), fmt::format("`{}` names no step", excerpt(whole))},
               read_mode(whole));
        return std::nullopt;
    }
    const auto mode = read_mode(whole.substr(0, at));
    if (!mode) {
        report(context, text, 0, at, unit,
               {fmt::format("“{}”不是取整方式", excerpt(whole.substr(0, at))),
                fmt::format("`{}` is no rounding mode", excerpt(whole.substr(0, at)))});
    }
    const std::string_view step_text = trimmed(whole.substr(at + length));
    const auto step = read_step(context, step_text);
    if (!step || step->unit != unit) {
        const std::string shown = excerpt(step_text);
        report(context, text, at + length, whole.size(), unit,
               step ? Bilingual{fmt::format("“{}”的单位是{}，要取整的数是{}", shown, unit_name(step->unit, true), unit_name(unit, true)),
                                fmt::format("`{}` is in {}, what is rounded is in {}", shown, unit_name(step->unit, false),
                                            unit_name(unit, false))}
                    : Bilingual{fmt::format("“{}”不是取整的步长", shown),
                                fmt::format("`{}` is no step to round to", shown)},
               mode);
        return std::nullopt;
    }
    return mode ? std::optional(RoundingRule{*mode, step->size}) : std::nullopt;
}

}  // namespace huiqi
