#include "engine/rulebook/changes/part_comparison.h"

#include <algorithm>

#include "engine/rulebook/changes/rule_changes.h"
#include "engine/rulebook/expression_meaning.h"

namespace huiqi {
namespace {

[[nodiscard]] bool same_range(const AllowedRange& left, const AllowedRange& right) {
    return left.low == right.low && left.high == right.high && left.low_included == right.low_included && left.high_included == right.high_included;
}

[[nodiscard]] bool same_field(const FieldSchema& left, const FieldSchema& right) {
    return left.name == right.name && same_values(left.type, right.type) && left.kind == right.kind && left.entry.text == right.entry.text &&
           left.decimals == right.decimals && left.step == right.step && left.least == right.least && left.most == right.most &&
           left.aliases == right.aliases && left.of_applicant == right.of_applicant && left.of_payments == right.of_payments &&
           std::equal(left.range.begin(), left.range.end(), right.range.begin(), right.range.end(), same_range) &&
           std::equal(left.fields.begin(), left.fields.end(), right.fields.begin(), right.fields.end(), same_field);
}

[[nodiscard]] bool same_feed(const std::optional<Feed>& left, const std::optional<Feed>& right) {
    if (!left || !right) {
        return left.has_value() == right.has_value();
    }
    return left->kind == right->kind && left->incentive == right->incentive && left->part == right->part && left->of_payments == right->of_payments;
}

}  // namespace

bool same_values(const Type& left, const Type& right) {
    if (left.kind() != right.kind() || left.optional() != right.optional()) {
        return false;
    }
    switch (left.kind()) {
        case TypeKind::enumeration: return left.values()->values == right.values()->values && left.values()->ordered == right.values()->ordered;
        case TypeKind::number: return left.unit() == right.unit();
        case TypeKind::list:
        case TypeKind::interval: return same_values(left.element(), right.element());
        case TypeKind::record:
            return std::equal(left.fields().begin(), left.fields().end(), right.fields().begin(), right.fields().end(),
                              [](const RecordField& one, const RecordField& other) { return one.name == other.name && same_values(one.type, other.type); });
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::boolean:
        case TypeKind::text:
        case TypeKind::date: break;
    }
    return true;
}

bool same_data(const Input& left, const Input& right) {
    return same_field(left.field, right.field) && left.may_be_absent == right.may_be_absent && left.from_batch == right.from_batch;
}

bool PartComparison::same(const CheckedExpression& left, const CheckedExpression& right) const { return same_meaning(left, before_, right, after_); }

bool PartComparison::same(const std::optional<CheckedExpression>& left, const std::optional<CheckedExpression>& right) const {
    return left && right ? same(*left, *right) : left.has_value() == right.has_value();
}

bool PartComparison::same(const std::vector<CheckedExpression>& left, const std::vector<CheckedExpression>& right) const {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const auto& one, const auto& other) { return same(one, other); });
}

bool PartComparison::same(const std::optional<Effective>& left, const std::optional<Effective>& right) const {
    return left && right ? left->from == right->from && left->to == right->to && left->by == right->by : left.has_value() == right.has_value();
}

bool PartComparison::same(const Input& left, const Input& right) const {
    return same_data(left, right) && same(left.when, right.when) && same_feed(left.feed, right.feed);
}

bool PartComparison::same(const std::vector<Population>& left, const std::vector<Population>& right) const {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const Population& one, const Population& other) {
        const bool ranks = std::equal(one.ranks.begin(), one.ranks.end(), other.ranks.begin(), other.ranks.end(), [&](const auto& a, const auto& b) {
            return a.descending == b.descending && same(a.by, b.by);
        });
        return before_.inputs[one.input].field.name == after_.inputs[other.input].field.name && one.kind == other.kind && ranks &&
               same(one.per, other.per) && same(one.when, other.when) && same(one.value, other.value) && one.ties_refused == other.ties_refused &&
               one.rounding == other.rounding && one.round_step == other.round_step;
    });
}

bool PartComparison::same(const AwardStep& left, const AwardStep& right) const {
    const bool bands = std::equal(left.bands.begin(), left.bands.end(), right.bands.begin(), right.bands.end(), [&](const auto& one, const auto& other) {
        return same(one.upto, other.upto) && one.edge_included == other.edge_included && same(one.rate, other.rate) && same(one.amount, other.amount);
    });
    const bool rounds = left.kind != AwardStep::Kind::round || (left.rounding == right.rounding && left.round_step == right.round_step);
    return left.kind == right.kind && same(left.value, right.value) && left.uplift == right.uplift && left.method == right.method && bands && rounds &&
           same(left.when, right.when);
}

bool PartComparison::same(const std::vector<AwardStep>& left, const std::vector<AwardStep>& right) const {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const auto& one, const auto& other) { return same(one, other); });
}

bool PartComparison::same(const std::optional<Fold>& left, const std::optional<Fold>& right) const {
    if (!left || !right) {
        return left.has_value() == right.has_value();
    }
    return same(left->source, right->source) && same(left->yields, right->yields) && same(left->result, right->result) &&
           std::equal(left->states.begin(), left->states.end(), right->states.begin(), right->states.end(), [&](const auto& one, const auto& other) {
               return one.name == other.name && same(one.initial, other.initial) && same(one.next, other.next);
           });
}

bool PartComparison::same(const Definition& left, const Definition& right) const {
    return same(left.expression, right.expression) && same(left.steps, right.steps) && same(left.fold, right.fold);
}

bool PartComparison::same(const DecisionTable::Row& left, const DecisionTable::Row& right) const {
    return std::equal(left.cells.begin(), left.cells.end(), right.cells.begin(), right.cells.end(), [&](const auto& one, const auto& other) { return same(one, other); }) &&
           same(left.outputs, right.outputs);
}

bool PartComparison::same(const Condition& left, const Condition& right) const {
    return same(left.test, right.test) && std::equal(left.alternatives.begin(), left.alternatives.end(), right.alternatives.begin(), right.alternatives.end(),
                                                     [&](const Condition& one, const Condition& other) { return same(one, other); });
}

bool PartComparison::same(const std::vector<SentencePiece>& left, const std::vector<SentencePiece>& right) const {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const SentencePiece& one, const SentencePiece& other) {
        return one.literal == other.literal && same(one.expression, other.expression) && one.unit.text == other.unit.text;
    });
}

bool PartComparison::same(const Sentence& left, const Sentence& right) const { return same(left.zh, right.zh) && same(left.en, right.en); }

bool PartComparison::same(const Share& left, const Share& right) const { return left.rest == right.rest && same(left.steps, right.steps); }

bool PartComparison::same(const std::optional<Schedule>& left, const std::optional<Schedule>& right) const {
    if (!left || !right) {
        return left.has_value() == right.has_value();
    }
    return left->stops == right->stops && std::equal(left->parts.begin(), left->parts.end(), right->parts.begin(), right->parts.end(), [&](const auto& one, const auto& other) {
               return one.share.name == other.share.name && same(one.share, other.share) && same(one.date, other.date) && same(one.test, other.test);
           });
}

bool PartComparison::same(const std::optional<Recovery>& left, const std::optional<Recovery>& right) const {
    return left && right ? same(left->steps, right->steps) && same(left->when, right->when) : left.has_value() == right.has_value();
}

bool PartComparison::same(const Anomaly& left, const Anomaly& right) const {
    return left.level == right.level && left.severity == right.severity && same(left.test, right.test);
}

bool PartComparison::same(const Target& left, const Target& right) const {
    const bool bounds = std::equal(left.bounds.begin(), left.bounds.end(), right.bounds.begin(), right.bounds.end(), [](const auto& one, const auto& other) {
        return one.relation == other.relation && one.number == other.number && one.year == other.year;
    });
    const bool period = left.period && right.period ? left.period->first == right.period->first && left.period->last == right.period->last
                                                    : left.period.has_value() == right.period.has_value();
    const bool base = left.base && right.base ? left.base->year == right.base->year && left.base->value == right.base->value
                                              : left.base.has_value() == right.base.has_value();
    return left.of == right.of && left.mode == right.mode && bounds && period && base && same_values(left.type, right.type) && same(left.value, right.value) && same(left.over, right.over) &&
           same(left.distinct, right.distinct) && same(left.when, right.when) && same(left.year, right.year);
}

bool PartComparison::same_declaration(const Parameter& left, const Parameter& right) const {
    return same_values(left.type, right.type);
}

bool PartComparison::same_shape(const DecisionTable& left, const DecisionTable& right) const {
    return left.hit == right.hit && left.output_names == right.output_names && same_values(left.output, right.output) && left.priorities == right.priorities &&
           same(left.otherwise, right.otherwise) &&
           std::equal(left.columns.begin(), left.columns.end(), right.columns.begin(), right.columns.end(), [&](const auto& one, const auto& other) {
               return one.name == other.name && same_values(one.type, other.type) && same(one.expression, other.expression);
           });
}

}  // namespace huiqi
