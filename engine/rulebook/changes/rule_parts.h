#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One thing that a rulebook says and may cite a source for, with the expressions that it is made of.
struct RulePart {
    Bilingual what;                    ///< “条件“企业””, "the condition `x`"
    Span declared;
    const Provenance* provenance = nullptr;   ///< nothing: it cannot cite one
    std::vector<const CheckedExpression*> expressions;
    std::optional<Rational> step;      ///< of a rounding: its step in yuan
    bool points = false;               ///< of an uplift: its bare number counts percentage points
};

/// Gives the parts of an incentive: guards of inputs, definitions, tables, conditions, steps, anomalies and targets. Parameters
/// are not among them, since they hold values and no expressions.
[[nodiscard]] std::vector<RulePart> rule_parts(const Incentive& incentive);

/// A number or a date that stands in an expression as it is written.
struct WrittenNumber {
    Value value;
    Type type;
    Span span;
    std::string text;
};
/// Gives the numbers of an expression that state something: not 0 and 1, no place in a list or a text, no count of
/// decimals.
[[nodiscard]] std::vector<WrittenNumber> written_numbers(const CheckedExpression& expression);

}  // namespace huiqi
