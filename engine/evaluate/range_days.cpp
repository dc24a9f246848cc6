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

[[nodiscard]] Most lesser(const Most& left, const Most& right) {
    return !left ? right : !right ? left : Most(std::min(*left, *right));
}

[[nodiscard]] Most greater(const Most& left, const Most& right) {
    return left && right ? Most(std::max(*left, *right)) : std::nullopt;
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

}  // namespace

std::optional<Integer> RangeRun::most_days(NodeIndex from, NodeIndex to, std::size_t lane) const {
    const Node& node = plan_.nodes[to];
    const auto below = [&](std::size_t at) { return most_days(from, node.operands[at], lane); };
    const auto same = [&] { return bare(plan_, node.operands[0]) == bare(plan_, from); };
    const auto of = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    switch (node.op) {
        case Op::present:
        case Op::guard:
        case Op::beside: return below(0);
        case Op::minimum: return lesser(below(0), below(1));
        case Op::maximum: return greater(below(0), below(1));
        case Op::date_plus_days: return same() ? of(1).high : std::nullopt;
        case Op::date_plus_months:
            return same() ? days_of_months(of(0), of(1), static_cast<MonthEnd>(node.aux)) : std::nullopt;
        default: return std::nullopt;
    }
}

}  // namespace huiqi
