#include "engine/plan/day_bounds.h"

#include <algorithm>

#include "engine/calendar/date.h"
#include "engine/numeric/rational.h"

namespace huiqi {
namespace {

[[nodiscard]] Bounds calendar() { return {Integer(kFirstDay), Integer(kLastDay)}; }

/// A day that leaves the calendar is an error, and its lane holds 0.
[[nodiscard]] Bounds inside_calendar(const Bounds& bounds) {
    const auto held = [](const Integer& day) {
        return std::clamp(day, Integer(kFirstDay), Integer(kLastDay));
    };
    return either({held(*bounds.low), held(*bounds.high)}, Bounds::exactly(0));
}

/// A month has 28 to 31 days, and the month's end may take the day three days back or one ahead.
[[nodiscard]] Bounds days_of_months(const Bounds& months) {
    const Bounds days{*months.low >= 0 ? Integer(*months.low * 28) : Integer(*months.low * 31),
                      *months.high >= 0 ? Integer(*months.high * 31) : Integer(*months.high * 28)};
    return days + Bounds{Integer(-4), Integer(4)};
}

}  // namespace

Bounds DayBounds::of_input(const Node& node) const {
    const FieldSchema* field = nullptr;
    const std::vector<FieldSchema>* fields = &plan_.schema.fields;
    for (const std::uint32_t at : plan_.columns[node.aux].path) {
        field = &(*fields)[at];
        fields = &field->fields;
    }
    if (field == nullptr || field->range.empty()) {
        return calendar();
    }
    std::optional<Bounds> all;
    for (const AllowedRange& range : field->range) {
        const Bounds one{range.low ? floor(*range.low) : Integer(kFirstDay),
                         range.high ? ceiling(*range.high) : Integer(kLastDay)};
        all = all ? either(*all, one) : one;
    }
    return inside_calendar(*all);
}

Bounds DayBounds::bounds(const Node& node) const {
    const auto operand = [&](std::size_t at) -> const Bounds& { return known_[node.operands[at]]; };
    switch (node.op) {
        case Op::input: return of_input(node);
        case Op::constant: {
            const Value& value = plan_.constants[node.aux];
            return Bounds::exactly(value.known() ? value.date().days() : 0);
        }
        case Op::minimum: return minimum(operand(0), operand(1));
        case Op::maximum: return maximum(operand(0), operand(1));
        case Op::select: return either(operand(1), operand(2));
        case Op::gather:
        case Op::present:
        case Op::guard:
        case Op::beside: return either(operand(0), Bounds::exactly(0));
        case Op::date_plus_days:
        case Op::date_plus_months: {
            const Bounds by = bounds_of(plan_.nodes[node.operands[1]]);
            if (!by.low || !by.high) {
                return calendar();
            }
            return inside_calendar(operand(0) + (node.op == Op::date_plus_days ? by : days_of_months(by)));
        }
        default: return calendar();
    }
}

const Bounds& DayBounds::operator[](NodeIndex node) {
    while (known_.size() <= node) {
        const Node& next = plan_.nodes[known_.size()];
        known_.push_back(next.kind == LaneKind::date ? bounds(next) : Bounds());
    }
    return known_[node];
}

}  // namespace huiqi
