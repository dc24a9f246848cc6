#include "engine/evaluate/solved_values.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/evaluate/case_candidates.h"
#include "engine/rulebook/changes/rule_parts.h"

namespace huiqi {
namespace {

constexpr std::size_t kDeepest = 64;      // of expressions and definitions within one another
constexpr std::size_t kMostValues = 24;   // of one input: more comparisons than a person would look at

/// A quotient of two numbers that are linear in what is looked for: (a + b x) / (c + d x), with d = 0 but at the top.
struct Line {
    Rational fixed = 0;
    Rational slope = 0;
};
struct Fraction {
    Line above;
    Line below{.fixed = 1, .slope = 0};
};

[[nodiscard]] bool is_constant(const Line& line) { return line.slope == 0; }

/// The product of two lines; nothing when it bends.
[[nodiscard]] std::optional<Line> product(const Line& left, const Line& right) {
    if (!is_constant(left) && !is_constant(right)) {
        return std::nullopt;
    }
    return Line{.fixed = left.fixed * right.fixed, .slope = left.fixed * right.slope + left.slope * right.fixed};
}

[[nodiscard]] Line sum(const Line& left, const Line& right, int sign) {
    return {.fixed = left.fixed + right.fixed * sign, .slope = left.slope + right.slope * sign};
}

/// Follows expressions of one application in which one number is open.
class Solver {
public:
    Solver(const Incentive& incentive, std::size_t input, const std::vector<Value>& given) : incentive_(incentive), input_(input), given_(given) {}

    /// Gives where both sides of a comparison are equal; nothing where that is nowhere, everywhere, or not told.
    [[nodiscard]] std::optional<Rational> equal(const CheckedExpression& expression, const CoreNode& node) {
        const auto left = follow(expression, node.children[0], 0);
        const auto right = follow(expression, node.children[1], 0);
        const auto one = left && right ? product(left->above, right->below) : std::nullopt;
        const auto other = left && right ? product(right->above, left->below) : std::nullopt;
        if (!one || !other) {
            return std::nullopt;
        }
        const Line gap = sum(*one, *other, -1);
        return is_constant(gap) ? std::nullopt : std::optional(Rational(-gap.fixed / gap.slope));
    }

private:
    [[nodiscard]] std::optional<Fraction> follow(const CheckedExpression& expression, CoreId id, std::size_t depth) {
        const CoreNode& node = expression[id];
        if (depth > kDeepest || !node.type.without_optional().is(TypeKind::number)) {
            return std::nullopt;
        }
        switch (node.op) {
            case CoreOp::constant: return known(node.constant);
            case CoreOp::symbol: return symbol(node, depth);
            case CoreOp::negate: {
                auto inner = follow(expression, node.children[0], depth + 1);
                return inner ? std::optional(Fraction{.above = sum({}, inner->above, -1), .below = inner->below}) : std::nullopt;
            }
            case CoreOp::add:
            case CoreOp::subtract:
            case CoreOp::multiply:
            case CoreOp::divide: {
                const auto left = follow(expression, node.children[0], depth + 1);
                const auto right = follow(expression, node.children[1], depth + 1);
                return left && right ? joined(node.op, *left, *right) : std::nullopt;
            }
            default: return std::nullopt;
        }
    }

    [[nodiscard]] static std::optional<Fraction> joined(CoreOp op, const Fraction& left, const Fraction& right) {
        if (op == CoreOp::multiply || op == CoreOp::divide) {
            const bool turned = op == CoreOp::divide;
            const auto above = product(left.above, turned ? right.below : right.above);
            const auto below = product(left.below, turned ? right.above : right.below);
            return above && below ? std::optional(Fraction{.above = *above, .below = *below}) : std::nullopt;
        }
        const auto one = product(left.above, right.below);
        const auto other = product(right.above, left.below);
        const auto below = product(left.below, right.below);
        return one && other && below ? std::optional(Fraction{.above = sum(*one, *other, op == CoreOp::add ? 1 : -1), .below = *below}) : std::nullopt;
    }

    [[nodiscard]] static std::optional<Fraction> known(const Value& value) {
        return value.known() ? std::optional(Fraction{.above = {.fixed = value.number(), .slope = 0}}) : std::nullopt;
    }

    [[nodiscard]] std::optional<Fraction> symbol(const CoreNode& node, std::size_t depth) {
        switch (node.symbol_kind) {
            case SymbolKind::input:
                if (node.index == input_) {
                    return Fraction{.above = {.fixed = 0, .slope = 1}};
                }
                return node.index < given_.size() ? known(given_[node.index]) : std::nullopt;
            case SymbolKind::parameter: {
                const Parameter& parameter = incentive_.parameters[node.index];
                return parameter.versions.size() == 1 ? known(parameter.versions.front().value) : std::nullopt;
            }
            case SymbolKind::definition: {
                const Definition& definition = incentive_.definitions[node.index];
                const bool plain = definition.steps.empty() && !definition.fold && !definition.expression.nodes.empty();
                return plain ? follow(definition.expression, definition.expression.root, depth + 1) : std::nullopt;
            }
            default: return std::nullopt;
        }
    }

    const Incentive& incentive_;
    std::size_t input_;
    const std::vector<Value>& given_;
};

[[nodiscard]] bool compares(CoreOp op) {
    return op == CoreOp::less || op == CoreOp::less_equal || op == CoreOp::greater || op == CoreOp::greater_equal || op == CoreOp::equal ||
           op == CoreOp::not_equal;
}

}  // namespace

SolvedValues::SolvedValues(const Incentive& incentive) : incentive_(incentive) {
    for (const RulePart& part : rule_parts(incentive)) {
        for (const CheckedExpression* expression : part.expressions) {
            for (CoreId id = 0; id < expression->nodes.size(); ++id) {
                const CoreNode& node = (*expression)[id];
                if (compares(node.op) && (*expression)[node.children[0]].type.without_optional().is(TypeKind::number)) {
                    comparisons_.emplace_back(expression, id);
                }
            }
        }
    }
}

std::vector<Value> SolvedValues::of(std::size_t input, const std::vector<Value>& given) const {
    std::vector<Value> values;
    const FieldSchema& field = incentive_.inputs[input].field;
    if (!field.type.without_optional().is(TypeKind::number)) {
        return values;
    }
    Solver solver(incentive_, input, given);
    for (const auto& [expression, id] : comparisons_) {
        const auto root = solver.equal(*expression, (*expression)[id]);
        if (!root || values.size() >= kMostValues) {
            continue;
        }
        const Rational near = Rational(floor(Rational(*root / field.step))) * field.step;
        for (const int steps : {0, 1, -1}) {
            Value value = CaseCandidates::at(field, near + field.step * steps);
            if (CaseCandidates::takes(field, value) && std::find(values.begin(), values.end(), value) == values.end()) {
                values.push_back(std::move(value));
            }
        }
    }
    return values;
}

}  // namespace huiqi
