#pragma once

#include <string_view>

#include "engine/language/checked.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives the name that a symbol of an expression of this incentive stands for; empty for what has none.
[[nodiscard]] std::string_view symbol_name(const Incentive& incentive, SymbolKind kind, std::uint32_t index) noexcept;

/// Tells whether two expressions compute the same by the names of their incentives, however they are spelled. What is
/// computed alike in another way counts as different.
[[nodiscard]] bool same_meaning(const CheckedExpression& left, const Incentive& left_rule, const CheckedExpression& right,
                                const Incentive& right_rule);

/// Makes an expression of one incentive one of another, name by name; false where that lacks a name, or has it with
/// another type.
[[nodiscard]] bool translate(CheckedExpression& expression, const Incentive& from, const Incentive& to);

/// Calls `visit` with each expression of a step, which may be const or not.
template <class AnyStep, class Visit>
void for_each_expression_of_step(AnyStep& step, const Visit& visit) {
    const auto some = [&visit](auto& expression) {
        if (expression) {
            visit(*expression);
        }
    };
    some(step.value);
    some(step.when);
    for (auto& band : step.bands) {
        some(band.upto);
        some(band.rate);
        some(band.amount);
    }
}

/// Calls `visit` with each expression of some steps.
template <class Steps, class Visit>
void for_each_expression_of_steps(Steps& steps, const Visit& visit) {
    for (auto& step : steps) {
        for_each_expression_of_step(step, visit);
    }
}

/// Calls `visit` with each expression of a sentence.
template <class AnySentence, class Visit>
void for_each_expression_of_sentence(AnySentence& sentence, const Visit& visit) {
    for (auto* pieces : {&sentence.zh, &sentence.en}) {
        for (auto& piece : *pieces) {
            if (piece.expression) {
                visit(*piece.expression);
            }
        }
    }
}

/// Calls `visit` with each expression of a condition, its alternatives and its reasons.
template <class AnyCondition, class Visit>
void for_each_expression_of_condition(AnyCondition& condition, const Visit& visit) {
    visit(condition.test);
    for_each_expression_of_sentence(condition.reason, visit);
    for (auto& one : condition.alternatives) {
        for_each_expression_of_condition(one, visit);
    }
}

/// Calls `visit` with each expression of a definition.
template <class AnyDefinition, class Visit>
void for_each_expression_of_definition(AnyDefinition& definition, const Visit& visit) {
    if (!definition.expression.nodes.empty()) {
        visit(definition.expression);
    }
    for_each_expression_of_steps(definition.steps, visit);
    if (!definition.fold) {
        return;
    }
    auto& fold = *definition.fold;
    visit(fold.source);
    for (auto& state : fold.states) {
        visit(state.initial);
        visit(state.next);
    }
    for (auto* one : {&fold.yields, &fold.result}) {
        if (*one) {
            visit(**one);
        }
    }
}

/// Calls `visit` with each expression of a row of a decision table.
template <class AnyRow, class Visit>
void for_each_expression_of_row(AnyRow& row, const Visit& visit) {
    for (auto& cell : row.cells) {
        if (cell) {
            visit(*cell);
        }
    }
    for (auto& output : row.outputs) {
        visit(output);
    }
}

/// Calls `visit` with each expression of a decision table.
template <class AnyTable, class Visit>
void for_each_expression_of_table(AnyTable& table, const Visit& visit) {
    for (auto& column : table.columns) {
        if (column.expression) {
            visit(*column.expression);
        }
    }
    for (auto& row : table.rows) {
        for_each_expression_of_row(row, visit);
    }
    for (auto& one : table.otherwise) {
        visit(one);
    }
}

}  // namespace huiqi
