#include "engine/plan/feeds.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// The ranges that a datum of this field must lie in; none allows everything.
[[nodiscard]] std::vector<AllowedRange> ranges_of(const FieldSchema& field) {
    if (!field.range.empty() || !field.type.is(TypeKind::number)) {
        return field.range;
    }
    return {{.low = field.least, .high = field.most}};
}

}  // namespace

PlanValue Feeds::taken(const Input& input, const IncentivePlan& source) {
    switch (input.feed->kind) {
        case Feed::Kind::amount: return fitted(source.award, input.field);
        case Feed::Kind::eligible: return source.eligible;
        case Feed::Kind::part: break;
        case Feed::Kind::history: expect(false, "the history is data"); break;
    }
    const auto part = std::find_if(source.parts.begin(), source.parts.end(),
                                   [&](const IncentivePlan::Named& one) { return one.name == input.feed->part; });
    expect(part != source.parts.end(), "the loader looked for the part");
    return fitted(part->value, input.field);
}

PlanValue Feeds::fitted(const PlanValue& value, const FieldSchema& field) {
    const std::vector<AllowedRange> ranges = ranges_of(field);
    PlanValue result = value;
    const bool all = ranges.empty() || std::any_of(ranges.begin(), ranges.end(), [&](const AllowedRange& range) {
                         return always_inside(value, range);
                     });
    if (!all) {
        result = guarded(result, inside(value, ranges));
    }
    if (value.type.is(TypeKind::number) && !Numbers::on_step(value, field.step)) {
        const PlanValue whole = numbers_.rounded(value, field.step, Rounding::floor);
        result = guarded(result, numbers_.compare(value, whole, Relation::equal));
    }
    return result;
}

bool Feeds::always_inside(const PlanValue& value, const AllowedRange& range) const {
    if (!value.type.is(TypeKind::number)) {
        return !range.low && !range.high;
    }
    const auto [least, most] = numbers_.range(value);
    const bool above = !range.low || (least && (*least > *range.low || (*least == *range.low && range.low_included)));
    const bool below = !range.high || (most && (*most < *range.high || (*most == *range.high && range.high_included)));
    return above && below;
}

PlanValue Feeds::end(const Rational& at, const Type& type) {
    if (type.is(TypeKind::number)) {
        return numbers_.constant(at, type.without_optional());
    }
    return values_.of_value(Value::of(Date::from_days(static_cast<std::int32_t>(to_int64(numerator(at))))), Type::date());
}

NodeIndex Feeds::inside(const PlanValue& value, const AllowedRange& range) {
    NodeIndex test = build_.boolean(true, 0);
    if (range.low) {
        test = build_.both(test, values_.compare(value, end(*range.low, value.type),
                                                 range.low_included ? Relation::greater_equal : Relation::greater));
    }
    if (range.high) {
        test = build_.both(test, values_.compare(value, end(*range.high, value.type),
                                                 range.high_included ? Relation::less_equal : Relation::less));
    }
    return test;
}

NodeIndex Feeds::inside(const PlanValue& value, const std::vector<AllowedRange>& ranges) {
    NodeIndex test = build_.boolean(false, 0);
    for (const AllowedRange& range : ranges) {
        test = build_.either(test, inside(value, range));
    }
    return test;
}

PlanValue Feeds::guarded(const PlanValue& value, NodeIndex test) {
    PlanValue result = values_.ready(value, 0);
    result.node = build_.guarded(result.node, test, RuntimeError::feed_range);
    // what is absent is no datum that could be wrong
    return value.type.optional() ? values_.select(values_.is_absent(value), value, result) : result;
}

}  // namespace huiqi
