#include "engine/rulebook/doubtful_numbers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/rule_parts.h"

namespace huiqi {
namespace {

/// Tells whether a text shows that it counts hundredths.
bool shows_percent(std::string_view text) {
    constexpr std::array<std::string_view, 8> kSigns{"%", "％", "‰", "百分点", "基点", "percent", "bp", "成"};
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

bool beyond_one(const Rational& value) { return value > 1 || value < -1; }

void warn_bare(Span place, std::string_view written, const Rational& value, Diagnostics& diagnostics) {
    const std::string number = decimal_text(value);
    const std::string meant = decimal_text(value * 100);
    diagnostics.warning("W541", place,
                        {fmt::format("“{}”没有写百分号，作比例就是{}%", excerpt(written), meant),
                         fmt::format("`{}` has no per cent sign and is {}% of a rate", excerpt(written), meant)},
                        {fmt::format("指百分之几，写 {}%；真要{}%，就写 {}%", number, meant, meant),
                         fmt::format("write {}% for so many hundredths, or {}% if that is meant", number, meant)});
}

bool compares(const CoreNode& node) {
    return node.op == CoreOp::less || node.op == CoreOp::less_equal || node.op == CoreOp::greater ||
           node.op == CoreOp::greater_equal || node.op == CoreOp::equal || node.op == CoreOp::not_equal;
}

/// Warns where a node is a bare number beyond 1: it stands for a rate.
void bare(const CheckedExpression& expression, CoreId id, Diagnostics& diagnostics) {
    const CoreNode& node = expression[id];
    if (node.op != CoreOp::constant || !node.type.is(TypeKind::number) || !node.type.unit().plain() ||
        !node.constant.known() || node.begin >= node.end || !beyond_one(node.constant.number())) {
        return;
    }
    const std::string_view written = std::string_view(expression.text.text).substr(node.begin, node.end - node.begin);
    if (!shows_percent(written)) {
        warn_bare(expression.span(id), written, node.constant.number(), diagnostics);
    }
}

/// Finds bare numbers that meet a rate in per cent, in the expressions of one incentive.
class BareNumbers {
public:
    BareNumbers(const Incentive& incentive, Diagnostics& diagnostics) : incentive_(incentive), diagnostics_(diagnostics) {
        for (const Input& input : incentive.inputs) {
            for (const FieldSchema& field : input.field.fields) {
                if (!field.name.empty() && in_percent(field.entry)) {
                    fields_.insert(field.name);
                }
            }
        }
    }

    void look_at(const CheckedExpression& expression) {
        for (const CoreNode& node : expression.nodes) {
            if (compares(node)) {
                pair(expression, node.children[0], node.children[1]);
                pair(expression, node.children[1], node.children[0]);
            }
        }
    }

private:
    void pair(const CheckedExpression& expression, CoreId rate, CoreId number) {
        if (is_rate(expression, expression[rate])) {
            bare(expression, number, diagnostics_);
        }
    }

    [[nodiscard]] bool is_rate(const CheckedExpression& expression, const CoreNode& node) const {
        if (node.op == CoreOp::symbol) {
            switch (node.symbol_kind) {
                case SymbolKind::input: return in_percent(incentive_.inputs[node.index].field.entry);
                case SymbolKind::definition: return in_percent(incentive_.definitions[node.index].entry);
                case SymbolKind::parameter: return in_percent(incentive_.parameters[node.index].entry);
                default: return false;
            }
        }
        if (node.op != CoreOp::field || !expression[node.children[0]].type.is(TypeKind::record)) {
            return false;
        }
        const std::string_view shown = std::string_view(expression.text.text).substr(node.begin, node.end - node.begin);
        return std::any_of(fields_.begin(), fields_.end(), [&](const std::string& name) { return shown.ends_with(name); });
    }

    const Incentive& incentive_;
    Diagnostics& diagnostics_;
    std::set<std::string> fields_;   ///< of records and lists, that are shown in per cent
};

/// The lists of steps of an incentive that are its own file's.
std::vector<const std::vector<AwardStep>*> lists_of_steps(const Incentive& incentive) {
    std::vector<const std::vector<AwardStep>*> lists{&incentive.award};
    for (const Definition& definition : incentive.definitions) {
        lists.push_back(&definition.steps);
    }
    for (const ExtraAmount& extra : incentive.extras) {
        lists.push_back(&extra.steps);
    }
    if (incentive.recovery) {
        lists.push_back(&incentive.recovery->steps);
    }
    return lists;
}

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

bool in_percent(const EntryUnit& entry) {
    return entry.unit.plain() && (entry.text.starts_with("百分数") || entry.text.starts_with("percent"));
}

void warn_of_bare_rate(const CheckedExpression& expression, Diagnostics& diagnostics) {
    std::vector<CoreId> left{expression.root};
    while (!left.empty()) {
        const CoreId id = left.back();
        left.pop_back();
        const CoreNode& node = expression[id];
        if (node.op == CoreOp::if_) {
            left.push_back(node.children[2]);
            left.push_back(node.children[1]);
        } else {
            bare(expression, id, diagnostics);
        }
    }
}

void warn_of_bare_cell(const CheckedExpression& cell, std::uint32_t column, Diagnostics& diagnostics) {
    const auto is_column = [&](CoreId id) { return cell[id].op == CoreOp::variable && cell[id].index == column; };
    for (const CoreNode& node : cell.nodes) {
        if (compares(node) && is_column(node.children[0])) {
            bare(cell, node.children[1], diagnostics);
        } else if (compares(node) && is_column(node.children[1])) {
            bare(cell, node.children[0], diagnostics);
        }
    }
}

void warn_of_bare_bounds(const MappedText& text, const std::vector<AllowedRange>& ranges, const EntryUnit& entry,
                         Diagnostics& diagnostics) {
    if (!in_percent(entry) || shows_percent(text.text)) {
        return;
    }
    for (const AllowedRange& range : ranges) {
        for (const auto& bound : {range.high, range.low}) {
            if (bound && beyond_one(*bound)) {
                warn_bare(text.span(), decimal_text(*bound), *bound, diagnostics);
                return;
            }
        }
    }
}

void warn_of_doubtful_numbers(const Incentive& incentive, Diagnostics& diagnostics) {
    const SourceId own = incentive.declared.source;
    const std::vector<RulePart> parts = rule_parts(incentive);
    BareNumbers numbers(incentive, diagnostics);
    for (const RulePart& part : parts) {
        if (part.declared.source != own) {
            continue;
        }
        for (const CheckedExpression* expression : part.expressions) {
            numbers.look_at(*expression);
            warn_of_downward_counts(incentive, *expression, diagnostics);
        }
    }
    for (const std::vector<AwardStep>* steps : lists_of_steps(incentive)) {
        for (const AwardStep& step : *steps) {
            if (step.declared.source != own) {
                continue;
            }
            warn_of_small_points(step, diagnostics);
            for (const AwardStep::Band& band : step.bands) {
                if (band.rate) {
                    warn_of_bare_rate(*band.rate, diagnostics);
                }
            }
        }
    }
    warn_of_idle_validity(incentive, parts, diagnostics);
}

}  // namespace huiqi
