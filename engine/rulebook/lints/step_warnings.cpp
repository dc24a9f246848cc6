#include "engine/rulebook/lints/step_warnings.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/language/cell_ranges.h"
#include "engine/rulebook/lints/amount_order.h"

namespace huiqi {

std::vector<Rational> known_amounts(const Incentive& incentive, const CheckedExpression& expression) {
    const CoreNode& root = expression[expression.root];
    std::vector<Rational> amounts;
    if (root.op == CoreOp::symbol && root.symbol_kind == SymbolKind::parameter) {
        for (const Parameter::Version& version : incentive.parameters[root.index].versions) {
            if (version.value.known() && root.type.is(TypeKind::number)) {
                amounts.push_back(version.value.number());
            }
        }
    } else if (const auto amount = constant_number(expression, expression.root)) {
        amounts.push_back(*amount);
    }
    return amounts;
}

namespace {

/// Tells whether an amount is rounded to a multiple of a step by its own making: a definition whose last step rounds so, or a
/// rounding function.
[[nodiscard]] bool is_rounded_to(const Incentive& incentive, const CheckedExpression& amount, const Rational& step) {
    const CoreNode& root = amount[amount.root];
    if (root.op == CoreOp::symbol && root.symbol_kind == SymbolKind::definition) {
        const Definition& definition = incentive.definitions[root.index];
        if (!definition.steps.empty()) {
            const AwardStep& last = definition.steps.back();
            return last.kind == AwardStep::Kind::round && is_integer(last.round_step / step);
        }
        return !definition.expression.nodes.empty() && is_rounded_to(incentive, definition.expression, step);
    }
    if (root.op != CoreOp::call || root.children.size() < 2) {
        return false;
    }
    const CoreNode& to = amount[root.children[1]];
    const bool known = to.op == CoreOp::constant && to.constant.known() && to.type.is(TypeKind::number) && !to.type.unit().plain();
    switch (root.builtin) {
        case BuiltinId::round_half_up:
        case BuiltinId::round_half_down:
        case BuiltinId::round_half_even:
        case BuiltinId::round_up:
        case BuiltinId::round_down:
        case BuiltinId::floor:
        case BuiltinId::ceiling: return known && is_integer(to.constant.number() / step);
        default: return false;
    }
}

/// Tells whether a rounding behind a cap that is computed can lift the amount above it: by more than the cent that every award
/// is rounded to, and with no equal cap behind it.
[[nodiscard]] bool lifts_above(const Incentive& incentive, const CheckedExpression& cap, const std::vector<AwardStep>& steps,
                               std::size_t rounding) {
    const AwardStep& step = steps[rounding];
    const bool downwards = step.rounding == Rounding::down || step.rounding == Rounding::floor;
    if (downwards || step.round_step <= Rational(1) / 100 || is_rounded_to(incentive, cap, step.round_step)) {
        return false;
    }
    return std::none_of(steps.begin() + static_cast<std::ptrdiff_t>(rounding), steps.end(), [&](const AwardStep& later) {
        return later.kind == AwardStep::Kind::cap && later.value && !later.when && is_at_most(incentive, *later.value, cap);
    });
}

void warn_of_lifting(const AwardStep& rounding, const AwardStep& cap, Diagnostics& diagnostics) {
    auto& late = diagnostics.warning(
        "W506", rounding.declared,
        {"上限是算出来的，写在它后面的取整会把金额抬到上限以上",
         "the cap is computed, and the rounding behind it can lift the amount above the cap"},
        {"先取整，再封顶，最后“取整: 截尾到分”；或者封顶以后只截尾",
         "round first, then cap, and end with `round: down to 0.01 yuan`; or round down behind the cap"});
    late.related.push_back({cap.declared, {"上限在这里", "the cap is here"}});
}

/// 取整 behind 上限: harmless when the cap is a multiple of the step, else the amount may end between two steps, or above a cap
/// that nobody knows beforehand.
void warn_late_rounding(const Incentive& incentive, const std::vector<AwardStep>& steps, Diagnostics& diagnostics) {
    const AwardStep* cap = nullptr;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const AwardStep& step = steps[at];
        if (step.kind == AwardStep::Kind::cap) {
            cap = &step;
        }
        if (step.kind != AwardStep::Kind::round || cap == nullptr || !cap->value) {
            continue;
        }
        const std::vector<Rational> amounts = known_amounts(incentive, *cap->value);
        if (amounts.empty() && lifts_above(incentive, *cap->value, steps, at)) {
            warn_of_lifting(step, *cap, diagnostics);
        } else if (std::any_of(amounts.begin(), amounts.end(),
                               [&](const Rational& amount) { return !is_integer(amount / step.round_step); })) {
            auto& late = diagnostics.warning(
                "W506", step.declared,
                {"取整写在上限之后，而上限不是步长的倍数",
                 "rounding comes after a cap that is no multiple of its step"},
                {"先取整再封顶，或者检查上限", "round first and cap then, or check the cap"});
            late.related.push_back({cap->declared, {"上限在这里", "the cap is here"}});
        }
    }
}

/// 上限 behind 取整: the award is cut to a number that the rounding would not have given.
void warn_cap_off_step(const Incentive& incentive, const std::vector<AwardStep>& steps, Diagnostics& diagnostics) {
    const AwardStep* rounding = nullptr;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const AwardStep& step = steps[at];
        if (step.kind == AwardStep::Kind::round) {
            rounding = &step;
        }
        const bool limits = step.kind == AwardStep::Kind::cap || step.kind == AwardStep::Kind::floor;
        const bool rounded_later = std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end(), [](const AwardStep& later) {
            return later.kind == AwardStep::Kind::round;
        });
        if (!limits || rounding == nullptr || rounded_later || !step.value) {
            continue;
        }
        for (const Rational& amount : known_amounts(incentive, *step.value)) {
            if (is_integer(amount / rounding->round_step)) {
                continue;
            }
            auto& off = diagnostics.warning(
                "W546", step.declared,
                {"前面取整到一个步长，这个上限（下限）却不是步长的倍数",
                 "the amount was rounded to a step before, and this limit is no multiple of it"},
                {"检查上限和取整的步长；文件就是这样写的，用“忽略提醒”说明理由",
                 "look at the limit and at the step; where the document says so, give the reason under `suppress`"});
            off.related.push_back({rounding->declared, {"取整在这里", "the rounding is here"}});
            break;
        }
    }
}

/// Roundings that go to the nearer side, whose errors add up when one follows the other.
[[nodiscard]] bool goes_to_the_nearer(Rounding rounding) {
    return rounding == Rounding::half_up || rounding == Rounding::half_down || rounding == Rounding::half_even;
}

/// Tells whether a step makes digits behind those that were rounded away.
[[nodiscard]] bool makes_digits(const AwardStep& step) {
    return step.kind == AwardStep::Kind::times || step.kind == AwardStep::Kind::bands || step.kind == AwardStep::Kind::uplift;
}

/// Finds the rounding that a later one repeats: what it cut off is multiplied since, or the later one has the greater step.
[[nodiscard]] const AwardStep* repeated(const std::vector<AwardStep>& steps, std::size_t later) {
    bool multiplied = false;
    for (std::size_t at = later; at-- > 0;) {
        const AwardStep& step = steps[at];
        multiplied = multiplied || makes_digits(step);
        if (step.kind == AwardStep::Kind::round && step.when && steps[later].when) {
            continue;   // two that have a condition each are ways to choose from
        }
        if (step.kind == AwardStep::Kind::round) {
            const bool coarser = steps[later].round_step > step.round_step && goes_to_the_nearer(step.rounding) &&
                                 goes_to_the_nearer(steps[later].rounding);
            return multiplied || coarser || (step.rounding != steps[later].rounding && steps[later].round_step > step.round_step) ? &step
                                                                                                                          : nullptr;
        }
    }
    return nullptr;
}

/// Finds a rounding function in an expression.
[[nodiscard]] std::optional<Span> rounding_call(const CheckedExpression& expression) {
    for (CoreId at = 0; at < expression.nodes.size(); ++at) {
        const CoreNode& node = expression.nodes[at];
        if (node.op != CoreOp::call) {
            continue;
        }
        switch (node.builtin) {
            case BuiltinId::round_half_up:
            case BuiltinId::round_half_down:
            case BuiltinId::round_half_even: return expression.span(at);
            default: break;
        }
    }
    return std::nullopt;
}

/// Finds the rounding inside what a step takes up: a function, or the steps of a definition that is named.
[[nodiscard]] std::optional<Span> rounding_inside(const Incentive& incentive, const CheckedExpression& value) {
    if (const auto call = rounding_call(value)) {
        return call;
    }
    for (const CoreNode& node : value.nodes) {
        if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::definition) {
            continue;
        }
        const Definition& definition = incentive.definitions[node.index];
        for (const AwardStep& step : definition.steps) {
            if (step.kind == AwardStep::Kind::round && goes_to_the_nearer(step.rounding)) {
                return step.declared;
            }
        }
        if (const auto call = definition.expression.nodes.empty() ? std::nullopt : rounding_call(definition.expression)) {
            return call;
        }
    }
    return std::nullopt;
}

/// Finds what was rounded before a rounding, in the steps before it or inside what they take up.
[[nodiscard]] std::optional<Span> rounded_before(const Incentive& incentive, const std::vector<AwardStep>& steps, std::size_t later) {
    if (const AwardStep* earlier = repeated(steps, later)) {
        return earlier->declared;
    }
    if (!goes_to_the_nearer(steps[later].rounding)) {
        return std::nullopt;
    }
    bool multiplied = false;
    for (std::size_t at = later; at-- > 0;) {
        const AwardStep& step = steps[at];
        const bool takes_up = step.kind == AwardStep::Kind::base || step.kind == AwardStep::Kind::plus || step.kind == AwardStep::Kind::minus;
        if (step.value && (takes_up ? multiplied : step.kind == AwardStep::Kind::times)) {
            if (const auto inside = rounding_inside(incentive, *step.value)) {
                return inside;
            }
        }
        multiplied = multiplied || makes_digits(step) || steps[later].round_step > Rational(1) / 100;
    }
    return std::nullopt;
}

/// 取整 of what is rounded already: a tie can be carried twice, and an error of a cent is multiplied.
void warn_rounded_twice(const Incentive& incentive, const std::vector<AwardStep>& steps, Diagnostics& diagnostics) {
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const AwardStep& step = steps[at];
        if (step.kind != AwardStep::Kind::round || step.declared.source != incentive.declared.source) {
            continue;
        }
        if (const auto earlier = rounded_before(incentive, steps, at)) {
            auto& twice = diagnostics.warning(
                "W545", step.declared, {"取整了两次：前面已经取整过", "rounded twice: what it is made of was rounded before"},
                {"只在最后取整一次；文件要求中间也取整的，用“忽略提醒”说明理由",
                 "round once, at the end; where the document asks for both, give the reason under `suppress`"});
            twice.related.push_back({*earlier, {"先在这里取整", "first rounded here"}});
        }
    }
}

void look(const Incentive& incentive, const std::vector<AwardStep>& steps, Diagnostics& diagnostics) {
    warn_late_rounding(incentive, steps, diagnostics);
    warn_cap_off_step(incentive, steps, diagnostics);
    warn_rounded_twice(incentive, steps, diagnostics);
}

}  // namespace

void warn_of_roundings(const Incentive& incentive, Diagnostics& diagnostics) {
    look(incentive, incentive.award, diagnostics);
    for (const Definition& definition : incentive.definitions) {
        look(incentive, definition.steps, diagnostics);
    }
    for (const ExtraAmount& extra : incentive.extras) {
        look(incentive, extra.steps, diagnostics);
    }
}

}  // namespace huiqi
