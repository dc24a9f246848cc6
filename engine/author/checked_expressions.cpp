#include "engine/author/checked_expressions.h"

#include <optional>

#include "engine/rulebook/changes/rule_parts.h"

namespace huiqi {
namespace {

using Expressions = std::vector<const CheckedExpression*>;

void add(Expressions& all, const std::optional<CheckedExpression>& one) {
    if (one) {
        all.push_back(&*one);
    }
}

void add(Expressions& all, const Sentence& sentence) {
    for (const auto* pieces : {&sentence.zh, &sentence.en}) {
        for (const SentencePiece& piece : *pieces) {
            add(all, piece.expression);
        }
    }
}

}  // namespace

std::vector<const CheckedExpression*> checked_expressions(const Incentive& incentive) {
    Expressions all;
    for (const RulePart& part : rule_parts(incentive)) {
        all.insert(all.end(), part.expressions.begin(), part.expressions.end());
    }
    for (const Population& population : incentive.populations) {
        const Expressions own = population.expressions();
        all.insert(all.end(), own.begin(), own.end());
    }
    for (const Condition& condition : incentive.conditions) {
        add(all, condition.reason);
    }
    for (const Anomaly& anomaly : incentive.anomalies) {
        add(all, anomaly.description);
    }
    return all;
}

}  // namespace huiqi
