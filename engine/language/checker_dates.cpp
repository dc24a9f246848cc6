#include <array>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/literals.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 4> kMonthEnds{"clip", "end", "next", "reject"};
constexpr std::array<std::string_view, 4> kBases{"actual/365", "actual/360", "30/360", "actual/actual"};

/// Digits that a duration may have; more is no duration.
constexpr std::size_t kMostDigits = 40;

}  // namespace

/// Checks `date(…)`: of year, month and day, of a date, or of a constant text.
Operand Checker::date_call(const Arguments& arguments) {
    if (arguments.values.size() == 3) {
        return simple_call(arguments, "nnn", Type::date());
    }
    const SyntaxId at = arguments.values[0];
    if (tree_[at].kind == SyntaxKind::text) {
        return spelled(arguments, SyntaxKind::date);
    }
    const Placed value{at, check(at)};
    if (value.operand.type.is(TypeKind::date)) {
        return value.operand;
    }
    if (value.operand.type.is(TypeKind::text)) {
        return spelled(arguments, SyntaxKind::date);
    }
    static_cast<void>(argument_kind(arguments, 0, value, TypeKind::date));
    return wrong(arguments.call);
}

/// Reads a date or a duration that a constant text spells. Computed texts are refused: their value, and of a
/// duration even its unit, would be known only at run time.
Operand Checker::spelled(const Arguments& arguments, SyntaxKind wanted) {
    const SyntaxId at = arguments.values[0];
    const SyntaxNode& node = tree_[at];
    const bool dates = wanted == SyntaxKind::date;
    if (node.kind != SyntaxKind::text) {
        error("E213", at,
              {fmt::format("函数 {} 要写明的文本，不能是算出来的", arguments.builtin->name),
               fmt::format("`{}` wants a text as written, not a computed one", arguments.builtin->name)},
              dates ? Bilingual{"写成 2024-01-31，或 date(年, 月, 日)",
                                "write 2024-01-31, or date(year, month, day)"}
                    : Bilingual{"写成 30天 或 6个月", "write 30天 or 6个月"});
        return wrong(arguments.call);
    }
    const FoldedText folded(tree_.text.text);
    TextFaults faults(folded, tree_.text, diagnostics_);
    const SyntaxNode read = read_at_literal(node.name, folded.folded_offset(node.begin),
                                            folded.folded_offset(node.end), kMostDigits, faults);
    if (read.kind == SyntaxKind::error) {
        return wrong(arguments.call);
    }
    if (read.kind != wanted) {
        error("E213", at,
              dates ? Bilingual{fmt::format("“{}”是时长，不是日期", excerpt(node.name)),
                                fmt::format("`{}` is a duration, not a date", excerpt(node.name))}
                    : Bilingual{fmt::format("“{}”是日期，不是时长", excerpt(node.name)),
                                fmt::format("`{}` is a date, not a duration", excerpt(node.name))},
              {"日期用 date(…)，时长用 duration(…)", "a date is read by date(…), a duration by duration(…)"});
        return wrong(arguments.call);
    }
    return dates ? constant(arguments.call, Type::date(), Value::of(read.date))
                 : constant(arguments.call, Type::number(read.unit), Value::of(read.number));
}

/// Checks `add months(d, n, rule)`; n counts months with or without its unit.
Operand Checker::add_months_call(const Arguments& arguments) {
    const std::optional<Placed> date = argument(arguments, 0, TypeKind::date);
    std::optional<Placed> months = argument(arguments, 1, TypeKind::number);
    if (months && !months->operand.type.unit().plain() && months->operand.type.unit() != Unit::of("month")) {
        error(
            "E204", months->at,
            {fmt::format("加月要月数，却是 {}", unit_name(months->operand.type.unit(), true)),
             fmt::format("months are added, but this is in {}",
                         unit_name(months->operand.type.unit(), false))},
            {"写成 6个月 或 1年；加天数写 日期 + 30天", "write 6个月 or 1年; to add days write date + 30天"});
        months.reset();
    }
    if (months) {
        fit(months->operand.id, Type::number(Unit::of("month")));
    }
    std::optional<CoreId> rule;
    if (arguments.values[2] == kNoSyntax) {
        rule = constant(arguments.call, Type::text(), Value::of(std::string(kMonthEnds.front()))).id;
    } else {
        rule = word_argument(arguments, 2, kMonthEnds);
    }
    if (!date || !months || !rule) {
        return wrong(arguments.call);
    }
    return called(arguments, Type::date(), {date->operand.id, months->operand.id, *rule});
}

Operand Checker::year_fraction_call(const Arguments& arguments) {
    const std::optional<Placed> from = argument(arguments, 0, TypeKind::date);
    const std::optional<Placed> to = argument(arguments, 1, TypeKind::date);
    const std::optional<CoreId> basis = word_argument(arguments, 2, kBases);
    if (!from || !to || !basis) {
        return wrong(arguments.call);
    }
    return called(arguments, Type::number(Unit::of("month")), {from->operand.id, to->operand.id, *basis});
}

/// Checks an argument that is one of a few words, written out: it decides how the rule is compiled.
std::optional<CoreId> Checker::word_argument(const Arguments& arguments, std::size_t index,
                                             std::span<const std::string_view> allowed) {
    const SyntaxId at = arguments.values[index];
    const SyntaxNode& node = tree_[at];
    for (const std::string_view word : allowed) {
        if (node.kind == SyntaxKind::text && node.name == word) {
            return constant(at, Type::text(), Value::of(node.name)).id;
        }
    }
    std::string all;
    for (const std::string_view word : allowed) {
        all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", word);
    }
    const std::optional<std::string_view> near =
        node.kind == SyntaxKind::text ? nearest(node.name, allowed) : std::nullopt;
    Bilingual help{fmt::format("可选：{}", all), fmt::format("one of: {}", all)};
    if (near) {
        help = {fmt::format("是不是 \"{}\"？{}", *near, help.zh),
                fmt::format("did you mean \"{}\"? {}", *near, help.en)};
    }
    const std::string_view parameter = arguments.builtin->parameters[index];
    error("E208", at,
          {fmt::format("函数 {} 的参数 {} 要写明是哪一种", arguments.builtin->name, parameter),
           fmt::format("argument `{}` of `{}` is one of a few words", parameter, arguments.builtin->name)},
          std::move(help));
    return std::nullopt;
}

}  // namespace huiqi
