#include "engine/rulebook/lints/doubtful_numbers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/lints/bare_rates.h"

namespace huiqi {
namespace {

/// `百分点: 0.05` is five hundredths of a point; who writes it means five points.
void warn_of_small_points(const AwardStep& step, Diagnostics& diagnostics) {
    if (step.kind != AwardStep::Kind::uplift || step.uplift != AwardStep::Uplift::points || !step.value) {
        return;
    }
    const CoreNode& root = (*step.value)[step.value->root];
    if (root.op != CoreOp::constant || !root.constant.known() || !root.type.is(TypeKind::number)) {
        return;
    }
    const Rational points = root.constant.number();
    if (points == 0 || points >= 1 || points <= -1) {
        return;
    }
    const std::string number = decimal_text(points);
    const std::string meant = decimal_text(points * 100);
    diagnostics.warning("W540", step.value->span(step.value->root),
                        {fmt::format("提高{}个百分点，不是{}个百分点", number, meant),
                         fmt::format("this adds {} of a percentage point, not {} points", number, meant)},
                        {fmt::format("{}个百分点写 {}；真要{}个百分点，写 {}%", meant, meant, number, number),
                         fmt::format("write {} for {} points; if {} of a point is meant, write {}%", meant, meant, number, number)});
}

/// Days of validity that neither a date (按) nor an expression (施行起, 施行止) looks at decide nothing.
void warn_of_idle_validity(const Incentive& incentive, const std::vector<RulePart>& parts, Diagnostics& diagnostics) {
    const auto& effective = incentive.effective;
    if (!effective || !effective->by.empty() || (!effective->from && !effective->to) ||
        effective->declared.source != incentive.declared.source) {
        return;
    }
    for (const RulePart& part : parts) {
        for (const CheckedExpression* expression : part.expressions) {
            for (const CoreNode& node : expression->nodes) {
                if (node.op == CoreOp::symbol && (node.symbol_kind == SymbolKind::effective_from ||
                                                  node.symbol_kind == SymbolKind::effective_to)) {
                    return;
                }
            }
        }
    }
    diagnostics.warning("W542", effective->declared,
                        {"没有说按哪一天判断是否施行：这两个日期不影响任何结果，期外的申报也照常计算",
                         "no date decides whether it is in force: these days change no result, and applications of any day are paid"},
                        {"加上“按: 申报日”（一个日期申报项）；只是记录文件有效期的，写在“说明”里",
                         "add `by: application_date`, a date input; what is only to be recorded belongs into the `note`"});
}

/// Gives the least that a value may be, where the declarations say.
std::optional<Rational> least(const Incentive& incentive, const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::input) {
        return incentive.inputs[node.index].field.least;
    }
    if (node.op == CoreOp::call && node.builtin == BuiltinId::count && expression[node.children[0]].op != CoreOp::list) {
        return Rational(0);
    }
    return std::nullopt;
}

/// Warns of a range that is written to fall, `3..1`: it counts downwards.
void warn_of_falling_range(const CheckedExpression& expression, CoreId id, Diagnostics& diagnostics) {
    const auto from = constant_number(expression, expression[id].children[0]);
    const auto to = constant_number(expression, expression[id].children[1]);
    if (!from || !to || *from <= *to) {
        return;
    }
    const std::string first = decimal_text(*from);
    const std::string last = decimal_text(*to);
    diagnostics.warning("W544", expression.span(id),
                        {fmt::format("{}..{} 从大到小，会倒着数，而不是一次也不算", first, last),
                         fmt::format("{}..{} falls: the count runs downwards, and is not empty", first, last)},
                        {fmt::format("写成 {}..{}；真要倒着数的，写 倒序(for 次 in {}..{} return 次)", last, first, last, first),
                         fmt::format("write {}..{}; to count downwards say reverse(for i in {}..{} return i)", last, first, last, first)});
}

/// Warns of `1..n` where n may be 0: it counts 1, 0 and not nothing. A choice around it may have ruled
/// that out.
void warn_of_downward_counts(const Incentive& incentive, const CheckedExpression& expression, Diagnostics& diagnostics) {
    const bool chosen = std::any_of(expression.nodes.begin(), expression.nodes.end(), [](const CoreNode& node) {
        return node.op == CoreOp::if_ || node.op == CoreOp::index;   // the place 0 of a list is an error, not a sum
    });
    for (CoreId id = 0; id < expression.nodes.size(); ++id) {
        const CoreNode& node = expression[id];
        if (node.op != CoreOp::range) {
            continue;
        }
        warn_of_falling_range(expression, id, diagnostics);
        if (chosen) {
            continue;
        }
        const CoreNode& from = expression[node.children[0]];
        const auto low = least(incentive, expression, node.children[1]);
        const bool fixed = from.op == CoreOp::constant && from.constant.known() && from.type.is(TypeKind::number);
        if (!fixed || !low || *low >= from.constant.number()) {
            continue;
        }
        const CoreNode& to = expression[node.children[1]];
        const std::string name = excerpt(std::string_view(expression.text.text).substr(to.begin, to.end - to.begin));
        const std::string start = decimal_text(from.constant.number());
        diagnostics.warning(
            "W544", expression.span(id),
            {fmt::format("{} 可能小于 {}，那时会倒着数，而不是一次也不算", name, start),
             fmt::format("`{}` may lie below {}; the count then runs downwards instead of not at all", name, start)},
            {fmt::format("范围从 {} 起；可能为 0 的，写 前几项(for 次 in {}..60 return 次, {})", start, start, name),
             fmt::format("declare a range from {}; where it may be 0 write first(for i in {}..60 return i, {})", start, start, name)});
    }
}

}  // namespace

void warn_of_doubtful_numbers(const Incentive& incentive, Diagnostics& diagnostics) {
    const SourceId own = incentive.declared.source;
    const std::vector<RulePart> parts = rule_parts(incentive);
    warn_of_bare_rates(incentive, parts, diagnostics);
    for (const RulePart& part : parts) {
        if (part.declared.source != own) {
            continue;
        }
        for (const CheckedExpression* expression : part.expressions) {
            warn_of_downward_counts(incentive, *expression, diagnostics);
        }
    }
    for (const std::vector<AwardStep>* steps : lists_of_steps(incentive)) {
        for (const AwardStep& step : *steps) {
            if (step.declared.source != own) {
                continue;
            }
            warn_of_small_points(step, diagnostics);
        }
    }
    warn_of_idle_validity(incentive, parts, diagnostics);
}

}  // namespace huiqi
