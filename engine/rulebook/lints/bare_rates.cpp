#include "engine/rulebook/lints/bare_rates.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/lints/number_warnings.h"
#include "engine/rulebook/lints/stated_numbers.h"

namespace huiqi {
namespace {

/// Tells whether a text shows that it counts hundredths.
bool shows_percent(std::string_view text) {
    constexpr std::array<std::string_view, 8> kSigns{"%", "％", "‰", "百分点", "基点", "percent", "bp", "成"};
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

bool beyond_one(const Rational& value) { return value > 1 || value < -1; }

std::string_view written_at(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    return node.begin < node.end ? std::string_view(expression.text.text).substr(node.begin, node.end - node.begin) : std::string_view();
}

void warn_bare(Span place, std::string_view written, const Rational& value, Diagnostics& diagnostics) {
    if (is_told_of_sign(place, diagnostics)) {
        return;
    }
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

/// Gives the number that stands at a node without a per cent sign, literals reckoned together, where it is beyond 1.
std::optional<Rational> bare_number(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    const bool plain = node.type.is(TypeKind::number) && node.type.unit().plain() && (node.op != CoreOp::constant || node.constant.known());
    const std::string_view written = written_at(expression, id);
    const auto value = plain && !written.empty() && !shows_percent(written) ? constant_number(expression, id) : std::nullopt;
    return value && beyond_one(*value) ? value : std::nullopt;
}

/// Warns where a node is a bare number beyond 1: it stands for a rate.
void bare(const CheckedExpression& expression, CoreId id, Diagnostics& diagnostics) {
    if (const auto value = bare_number(expression, id)) {
        warn_bare(expression.span(id), written_at(expression, id), *value, diagnostics);
    }
}

/// Gives the parts of a node that are of its own kind: rates where it is one. Branches, what is added, the least of several.
std::vector<CoreId> parts_alike(const CheckedExpression& expression, const CoreNode& node) {
    switch (node.op) {
        case CoreOp::if_: return {node.children[1], node.children[2]};
        case CoreOp::add:
        case CoreOp::subtract: return node.children;
        case CoreOp::negate: return node.children;
        case CoreOp::call: break;
        default: return {};
    }
    switch (node.builtin) {
        case BuiltinId::min:
        case BuiltinId::max: {
            const CoreNode& list = expression[node.children[0]];
            return list.op == CoreOp::list ? list.children : std::vector<CoreId>{};
        }
        case BuiltinId::clamp:
        case BuiltinId::default_: return node.children;
        case BuiltinId::round_half_up:
        case BuiltinId::round_half_down:
        case BuiltinId::round_half_even:
        case BuiltinId::round_up:
        case BuiltinId::round_down:
        case BuiltinId::floor:
        case BuiltinId::ceiling:
        case BuiltinId::abs: return {node.children[0]};
        default: return {};
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
            const std::vector<CoreId> alike = compares(node) ? node.children : parts_alike(expression, node);
            const bool rates = std::any_of(alike.begin(), alike.end(), [&](CoreId one) { return is_rate(expression, expression[one]); });
            for (const CoreId one : rates ? alike : std::vector<CoreId>{}) {
                bare(expression, one, diagnostics_);
            }
        }
    }

    /// A list of steps that begins with a rate has a rate behind each step: what is added to it and what bounds it is one too.
    void look_at(const std::vector<AwardStep>& steps, SourceId own) {
        const bool rate = !steps.empty() && steps.front().value && !steps.front().value->nodes.empty() &&
                          is_rate(*steps.front().value, (*steps.front().value)[steps.front().value->root]);
        for (const AwardStep& step : steps) {
            const bool alike = step.kind != AwardStep::Kind::times && step.kind != AwardStep::Kind::uplift;
            if (rate && alike && step.value && step.declared.source == own) {
                warn_of_bare_rate(*step.value, diagnostics_);
            }
        }
    }

private:
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

/// Tells whether a number may count months, by which a sum a month is multiplied.
bool counts_months(const Rational& number) {
    constexpr std::array<int, 5> kUsual{6, 12, 18, 24, 36};
    return std::any_of(kUsual.begin(), kUsual.end(), [&](int one) { return number == one; });
}

/// Tells whether an amount depends on an application.
bool is_reported(const Incentive& incentive, const CheckedExpression& amount) {
    StatedNumbers numbers(incentive);
    numbers.go_to(numbers.days().front());
    return !numbers.value(amount);
}

/// `乘: 50` of reported money is fifty times as much, which no document grants; 2倍 and 12个月 are none of that. Where the source
/// has a quote, that says what is meant.
void warn_of_great_factor(const Incentive& incentive, const std::vector<AwardStep>& steps, Diagnostics& diagnostics) {
    constexpr int kLeast = 5;
    constexpr int kMost = 100;
    const bool money = !steps.empty() && steps.front().value && !steps.front().value->nodes.empty() &&
                       steps.front().value->type().is(TypeKind::number) && steps.front().value->type().unit().is_money();
    for (const AwardStep& step : steps) {
        if (!money || step.kind != AwardStep::Kind::times || step.declared.source != incentive.declared.source ||
            !step.provenance.interpretation.empty() || has_quote(incentive, step.provenance)) {
            continue;
        }
        const auto factor = bare_number(*step.value, step.value->root);
        if (factor && *factor >= kLeast && *factor <= kMost && !counts_months(*factor) && is_reported(incentive, *steps.front().value)) {
            bare(*step.value, step.value->root, diagnostics);
        }
    }
}

void look_at_step(const AwardStep& step, Diagnostics& diagnostics) {
    for (const AwardStep::Band& band : step.bands) {
        if (band.rate) {
            warn_of_bare_rate(*band.rate, diagnostics);
        }
    }
    // a bare number of points counts points; one that is computed is the rate itself
    if (step.kind == AwardStep::Kind::uplift && step.value && step.uplift != AwardStep::Uplift::points) {
        warn_of_bare_rate(*step.value, diagnostics);
    }
}

}  // namespace

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

bool in_percent(const EntryUnit& entry) {
    return entry.unit.plain() && (entry.text.starts_with("百分数") || entry.text.starts_with("percent"));
}

void warn_of_bare_rate(const CheckedExpression& expression, Diagnostics& diagnostics) {
    std::vector<CoreId> left{expression.nodes.empty() ? std::vector<CoreId>{} : std::vector<CoreId>{expression.root}};
    while (!left.empty()) {
        const CoreId id = left.back();
        left.pop_back();
        const std::vector<CoreId> parts = constant_number(expression, id) ? std::vector<CoreId>{} : parts_alike(expression, expression[id]);
        if (parts.empty()) {
            bare(expression, id, diagnostics);
        }
        left.insert(left.end(), parts.rbegin(), parts.rend());
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

void warn_of_bare_rates(const Incentive& incentive, const std::vector<RulePart>& parts, Diagnostics& diagnostics) {
    const SourceId own = incentive.declared.source;
    BareNumbers numbers(incentive, diagnostics);
    for (const RulePart& part : parts) {
        for (const CheckedExpression* expression : part.declared.source == own ? part.expressions : std::vector<const CheckedExpression*>{}) {
            numbers.look_at(*expression);
        }
    }
    for (const Definition& definition : incentive.definitions) {
        if (definition.declared.source == own && in_percent(definition.entry)) {
            warn_of_bare_rate(definition.expression, diagnostics);
        }
    }
    for (const std::vector<AwardStep>* steps : lists_of_steps(incentive)) {
        numbers.look_at(*steps, own);
        for (const AwardStep& step : *steps) {
            if (step.declared.source == own) {
                look_at_step(step, diagnostics);
            }
        }
        warn_of_great_factor(incentive, *steps, diagnostics);
    }
    warn_of_missing_signs(incentive, parts, diagnostics);
}

}  // namespace huiqi
