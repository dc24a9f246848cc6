#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/calendar/civil.h"
#include "engine/calendar/date.h"
#include "engine/calendar/months.h"
#include "engine/evaluate/range_run.h"

// A day that stands on both sides of a difference is one day: from `start` to min(end, start + 2 years) there are never
// more days than two years have, wherever start and end may lie.

namespace huiqi {
namespace {

using Most = std::optional<Integer>;

/// What passes a day on as it is.
[[nodiscard]] NodeIndex bare(const Plan& plan, NodeIndex node) {
    const auto passes = [&](Op op) { return op == Op::present || op == Op::guard || op == Op::beside; };
    while (passes(plan.nodes[node].op)) {
        node = plan.nodes[node].operands[0];
    }
    return node;
}

/// What a number of months is before it was put into lanes and kept within any calendar.
[[nodiscard]] NodeIndex counted_months(const Plan& plan, NodeIndex node) {
    constexpr int kAnyCalendar = 1'000'000;
    while (true) {
        const Node& of = plan.nodes[node];
        const bool moved = of.op == Op::present || of.op == Op::guard || of.op == Op::beside || of.op == Op::widen || of.op == Op::narrow;
        const bool kept = (of.op == Op::minimum || of.op == Op::maximum) && plan.nodes[of.operands[1]].op == Op::constant;
        const bool as_is = of.op == Op::whole && of.operands.size() == 1 && of.immediate == 1;
        if (kept) {
            const Value& limit = plan.constants[plan.nodes[of.operands[1]].aux];
            if (!limit.known() || (limit.number() < kAnyCalendar && limit.number() > -kAnyCalendar)) {
                return node;
            }
        }
        if (!moved && !kept && !as_is) {
            return node;
        }
        node = of.operands[0];
    }
}

[[nodiscard]] Most lesser(const Most& left, const Most& right) {
    return !left ? right : !right ? left : Most(std::min(*left, *right));
}

[[nodiscard]] Most greater(const Most& left, const Most& right) {
    return left && right ? Most(std::max(*left, *right)) : std::nullopt;
}

[[nodiscard]] Most greater_of(const Most& most, std::int64_t count) {
    return !most || *most < count ? Most(Integer(count)) : most;
}

/// The days from a first of a month to the one so many months later.
[[nodiscard]] std::int64_t days_from_first(std::int32_t first, std::int64_t months) {
    return std::int64_t{add_months_to(first, months, MonthEnd::clip)} - first;
}

/// The most days that so many months have, from any day of a range on. Within a month the earliest day has the most: later
/// ones are clipped at the month's end or have as many.
[[nodiscard]] Most days_of_months(const Bounds& start, const Bounds& months, MonthEnd rule) {
    constexpr std::int64_t kCycle = 48;               // months after which leap years come again
    constexpr std::int64_t kMost = std::int64_t{12} * 190;  // from 1901 on all fourth years to 2099 are leap years
    constexpr std::int32_t kFirst1901 = days_from_civil(1901, 1, 1);
    if (!start.low || !start.high || !months.high || *months.high < 0 || *months.high > kMost ||
        *start.low < kFirstDay || *start.high > kLastDay || *start.low > *start.high) {
        return std::nullopt;
    }
    const std::int64_t count = to_int64(*months.high);
    if (*start.high + 31 * (count + 1) > kLastDay) {
        return std::nullopt;  // some days would leave the calendar
    }
    const auto low = static_cast<std::int32_t>(to_int64(*start.low));
    const auto high = static_cast<std::int32_t>(to_int64(*start.high));
    const bool long_range = high - low > 31 * kCycle;
    // a century without its leap day only takes days away, so that the cycle from 1901 on bounds any other
    std::int32_t first = long_range ? kFirst1901 : low;
    std::int64_t most = long_range ? 0 : std::int64_t{add_months_to(low, count, MonthEnd::clip)} - low;
    if (!long_range) {
        first = add_months_to(low - (civil_from_days(low).day - 1), 1, MonthEnd::clip);
    }
    for (std::int64_t month = 0; month < kCycle + 4 && (long_range || first <= high); ++month) {
        most = std::max(most, days_from_first(first, count));
        first = add_months_to(first, 1, MonthEnd::clip);
    }
    return Integer(most + (rule == MonthEnd::clip ? 0 : 3));
}

std::int64_t plain_days(std::int32_t from, std::int32_t to) {
    return std::int64_t{to} - from;
}

/// The most by a measure from any day of a range to the day so much after it, by looking at each: at all of them, or at
/// those of four years, after which the calendar of 1901 to 2099 comes again.
template <class Later>
[[nodiscard]] Most most_from_each(const Bounds& start, Later later, std::int64_t (*measure)(std::int32_t, std::int32_t)) {
    constexpr std::int32_t kFourYears = 1461;
    constexpr std::int32_t kFirst = days_from_civil(1901, 1, 1);
    constexpr std::int32_t kLast = days_from_civil(2099, 12, 31);
    if (!start.low || !start.high || *start.low > *start.high || *start.low < kFirstDay || *start.high > kLastDay) {
        return std::nullopt;
    }
    const auto low = static_cast<std::int32_t>(to_int64(*start.low));
    const auto high = static_cast<std::int32_t>(to_int64(*start.high));
    const bool periodic = low >= kFirst && high <= kLast && is_day(later(high)) && later(high) <= kLast;
    if (!periodic && high - low > kFourYears) {
        return std::nullopt;
    }
    Most most;
    for (std::int32_t day = low; day <= std::min(high, low + kFourYears); ++day) {
        const std::int32_t to = later(day);
        if (is_day(to)) {
            most = greater_of(most, measure(day, to));
        }
    }
    return most;
}

}  // namespace

std::optional<Integer> RangeRun::most_between(NodeIndex from, NodeIndex to, std::size_t lane, DayMeasure measure) const {
    const Node& node = plan_.nodes[to];
    const auto below = [&](std::size_t at) { return most_between(from, node.operands[at], lane, measure); };
    const auto same = [&] { return bare(plan_, node.operands[0]) == bare(plan_, from); };
    const auto of = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    const auto count = [&]() -> std::optional<std::int64_t> {
        constexpr std::int64_t kMost = std::int64_t{366} * 200;
        const std::optional<Integer>& high = of(1).high;
        return high && *high >= 0 && *high <= kMost ? std::optional(to_int64(*high)) : std::nullopt;
    };
    switch (node.op) {
        case Op::present:
        case Op::guard:
        case Op::beside: return below(0);
        case Op::minimum: return lesser(below(0), below(1));
        case Op::maximum: return greater(below(0), below(1));
        case Op::date_plus_days:
            if (!same() || measure == plain_days) {
                return same() ? of(1).high : std::nullopt;
            }
            return !count() ? std::nullopt
                            : most_from_each(of(0), [&](std::int32_t day) { return static_cast<std::int32_t>(day + *count()); }, measure);
        case Op::date_plus_months:
            if (!same() || measure == plain_days) {
                return same() ? days_of_months(of(0), of(1), static_cast<MonthEnd>(node.aux)) : std::nullopt;
            }
            return !count() ? std::nullopt
                            : most_from_each(of(0), [&](std::int32_t day) { return add_months_to(day, *count(), static_cast<MonthEnd>(node.aux)); }, measure);
        default: return std::nullopt;
    }
}

std::optional<Integer> RangeRun::most_days(NodeIndex from, NodeIndex to, std::size_t lane) const {
    return most_between(from, to, lane, plain_days);
}

bool RangeRun::is_behind_whole_months(NodeIndex day, NodeIndex to) const {
    const Node& counted = plan_.nodes[bare(plan_, day)];
    if (counted.op != Op::date_plus_months || static_cast<MonthEnd>(counted.aux) != MonthEnd::clip) {
        return false;
    }
    const Node& between = plan_.nodes[counted_months(plan_, counted.operands[1])];
    return between.op == Op::whole_months && between.aux == 0 && bare(plan_, between.operands[0]) == bare(plan_, counted.operands[0]) &&
           bare(plan_, between.operands[1]) == bare(plan_, to);
}

void RangeRun::limit(Bounds& bounds, const std::optional<Integer>& most) {
    if (most && (!bounds.high || *most < *bounds.high)) {
        bounds.high = most;
        bounds.low = bounds.low ? std::optional(std::min(*bounds.low, *most)) : std::nullopt;
    }
}

}  // namespace huiqi
