#include "engine/rulebook/lints/stated_numbers.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "engine/language/cell_ranges.h"
#include "engine/numeric/rounding.h"
#include "engine/rulebook/expression_meaning.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;

/// Tests inside tests are looked at so far.
constexpr unsigned kDeepestTest = 64;

/// Gives the least, the greatest, or the middle of numbers, as the function says; nothing for another one.
[[nodiscard]] std::optional<Rational> chosen(BuiltinId function, const std::vector<Rational>& of) {
    if (of.empty()) {
        return std::nullopt;
    }
    switch (function) {
        case BuiltinId::min: return *std::min_element(of.begin(), of.end());
        case BuiltinId::max: return *std::max_element(of.begin(), of.end());
        case BuiltinId::clamp:
            return of.size() == 3 && of[1] <= of[2] ? std::optional(std::clamp(of[0], of[1], of[2])) : std::nullopt;
        default: return std::nullopt;
    }
}

}  // namespace

std::vector<Date> StatedNumbers::days() const {
    const std::optional<Date> begin = incentive_.effective ? incentive_.effective->from : std::nullopt;
    const std::optional<Date> end = incentive_.effective ? incentive_.effective->to : std::nullopt;
    std::set<Date> changes;
    if (begin) {
        changes.insert(*begin);
    }
    for (const Parameter& parameter : incentive_.parameters) {
        for (const Parameter::Version& version : parameter.versions) {
            if (version.from && !(begin && *version.from < *begin) && !(end && *end < *version.from)) {
                changes.insert(*version.from);
            }
        }
    }
    if (changes.empty()) {
        changes.insert(end.value_or(Date()));
    }
    return {changes.begin(), changes.end()};
}

void StatedNumbers::go_to(Date day) {
    day_ = day;
    definitions_.clear();
}

std::optional<Rational> StatedNumbers::value(const CheckedExpression& expression) {
    return expression.nodes.empty() ? std::nullopt : value(expression, expression.root);
}

std::optional<Rational> StatedNumbers::value(const CheckedExpression& expression, CoreId part) {
    return known_number(expression, part, [&](CoreId id) { return leaf(expression, id); });
}

std::optional<Rational> StatedNumbers::leaf(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::symbol) {
        return symbol(node);
    }
    if (node.op == CoreOp::if_) {
        const auto choice = truth(expression, node.children[0], kDeepestTest);
        return choice ? value(expression, node.children[*choice ? 1 : 2]) : std::nullopt;
    }
    if (node.op != CoreOp::call || !node.type.is(TypeKind::number)) {
        return std::nullopt;
    }
    const bool gathered = node.children.size() == 1 && expression[node.children[0]].op == CoreOp::list;
    std::vector<Rational> arguments;
    for (const CoreId child : gathered ? expression[node.children[0]].children : node.children) {
        const auto one = value(expression, child);
        if (!one) {
            return std::nullopt;
        }
        arguments.push_back(*one);
    }
    return chosen(node.builtin, arguments);
}

std::optional<Rational> StatedNumbers::symbol(const CoreNode& node) {
    if (node.symbol_kind == SymbolKind::parameter) {
        const Value* value = stated(node);
        const bool number = value != nullptr && value->known() && node.type.without_optional().is(TypeKind::number);
        return number ? std::optional(value->number()) : std::nullopt;
    }
    if (node.symbol_kind != SymbolKind::definition) {
        return std::nullopt;
    }
    compute_definitions();
    return node.index < definitions_.size() ? definitions_[node.index] : std::nullopt;
}

void StatedNumbers::compute_definitions() {
    if (computing_ || !definitions_.empty()) {
        return;
    }
    computing_ = true;   // each stands behind those that it uses: nothing is asked for before it is there
    for (const Definition& definition : incentive_.definitions) {
        definitions_.push_back(definition.steps.empty() ? value(definition.expression) : value(definition.steps));
    }
    computing_ = false;
}

std::optional<bool> StatedNumbers::truth(const CheckedExpression& condition) {
    return condition.nodes.empty() ? std::nullopt : truth(condition, condition.root, kDeepestTest);
}

std::optional<bool> StatedNumbers::truth(const CheckedExpression& condition, CoreId id, unsigned depth) {
    const CoreNode& node = condition[id];
    if (depth == 0) {
        return std::nullopt;
    }
    if (node.op == CoreOp::and_ || node.op == CoreOp::or_) {
        const bool deciding = node.op == CoreOp::or_;
        std::optional<bool> all = !deciding;
        for (const CoreId child : node.children) {
            const auto one = truth(condition, child, depth - 1);
            if (one && *one == deciding) {
                return deciding;
            }
            all = one ? all : std::nullopt;
        }
        return all;
    }
    if (node.op == CoreOp::not_) {
        const auto inner = truth(condition, node.children[0], depth - 1);
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (node.children.size() == 2) {
        return compared(condition, node);
    }
    const Value* value = stated(node);
    return value != nullptr && value->known() && node.type.is(TypeKind::boolean) ? std::optional(value->boolean()) : std::nullopt;
}

std::optional<bool> StatedNumbers::compared(const CheckedExpression& condition, const CoreNode& node) {
    const Value* left = stated(condition[node.children[0]]);
    const Value* right = stated(condition[node.children[1]]);
    const bool equality = node.op == CoreOp::equal || node.op == CoreOp::not_equal;
    if (equality && left != nullptr && right != nullptr) {
        return (*left == *right) == (node.op == CoreOp::equal);
    }
    const auto low = value(condition, node.children[0]);
    const auto high = value(condition, node.children[1]);
    if (!low || !high) {
        return std::nullopt;
    }
    switch (node.op) {
        case CoreOp::equal: return *low == *high;
        case CoreOp::not_equal: return *low != *high;
        case CoreOp::less: return *low < *high;
        case CoreOp::less_equal: return *low <= *high;
        case CoreOp::greater: return *low > *high;
        case CoreOp::greater_equal: return *low >= *high;
        default: return std::nullopt;
    }
}

const Value* StatedNumbers::stated(const CoreNode& node) const {
    if (node.op == CoreOp::constant) {
        return &node.constant;
    }
    if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::parameter) {
        return nullptr;
    }
    const auto period = parameter_on(incentive_.parameters[node.index], day_);
    return period ? &period->version->value : nullptr;
}

std::optional<Rational> StatedNumbers::value(const std::vector<AwardStep>& steps, std::optional<Rational> amount) {
    for (const AwardStep& step : steps) {
        amount = after(step, amount);
        if (!amount) {
            return std::nullopt;
        }
    }
    return steps.empty() ? std::nullopt : amount;
}

std::optional<Rational> StatedNumbers::after(const AwardStep& step, const std::optional<Rational>& amount) {
    const auto applies = step.when ? truth(*step.when) : std::optional(true);
    if (!applies || (!amount && step.kind != Kind::base)) {
        return std::nullopt;
    }
    if (!*applies) {
        return amount;
    }
    if (step.kind == Kind::round) {
        return round_to_step(*amount, step.round_step, step.rounding);
    }
    const auto number = step.value ? value(*step.value) : std::nullopt;
    if (!number) {
        return std::nullopt;
    }
    switch (step.kind) {
        case Kind::base: return number;
        case Kind::times: return Rational(*amount * *number);
        case Kind::plus: return Rational(*amount + *number);
        case Kind::minus: return std::max(Rational(0), Rational(*amount - *number));
        case Kind::cap: return std::min(*amount, *number);
        case Kind::floor: return std::max(*amount, *number);
        case Kind::none_below: return *amount >= *number ? *amount : Rational(0);
        default: return std::nullopt;   // an uplift and bands: what they were made from is not kept
    }
}

std::vector<const Parameter::Version*> StatedNumbers::taken(const CheckedExpression& expression) const {
    std::vector<bool> seen(incentive_.definitions.size());
    std::vector<const Parameter::Version*> found;
    std::vector<const CheckedExpression*> left{&expression};
    while (!left.empty()) {
        const CheckedExpression* next = left.back();
        left.pop_back();
        for (const CoreNode& node : next->nodes) {
            if (node.op != CoreOp::symbol) {
                continue;
            }
            if (node.symbol_kind == SymbolKind::parameter) {
                const auto period = parameter_on(incentive_.parameters[node.index], day_);
                if (period) {
                    found.push_back(period->version);
                }
            } else if (node.symbol_kind == SymbolKind::definition && !seen[node.index]) {
                seen[node.index] = true;
                for_each_expression_of_definition(incentive_.definitions[node.index],
                                                  [&](const CheckedExpression& inner) { left.push_back(&inner); });
            }
        }
    }
    return found;
}

}  // namespace huiqi
