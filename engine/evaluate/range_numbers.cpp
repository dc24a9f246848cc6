#include <algorithm>

#include "engine/calendar/civil.h"
#include "engine/calendar/date.h"
#include "engine/evaluate/range_run.h"
#include "engine/language/ast.h"
#include "engine/numeric/rounding.h"
#include "engine/plan/date_parts.h"

namespace huiqi {
namespace {

const Integer kFirst(kFirstDay);
const Integer kLast(kLastDay);

[[nodiscard]] Bounds times(const Bounds& left, const Bounds& right) {
    const auto zero = [](const Bounds& one) {
        return one.low && one.high && *one.low == 0 && *one.high == 0;
    };
    if (zero(left) || zero(right)) {
        return Bounds::exactly(0);
    }
    const auto one_sign = [](const Bounds& value, const Integer& factor) {
        const auto end = [&](const std::optional<Integer>& at) {
            return at ? std::optional<Integer>(*at * factor) : std::nullopt;
        };
        return factor > 0 ? Bounds{end(value.low), end(value.high)} : Bounds{end(value.high), end(value.low)};
    };
    if (left.low && left.high && *left.low == *left.high) {
        return one_sign(right, *left.low);
    }
    if (right.low && right.high && *right.low == *right.high) {
        return one_sign(left, *right.low);
    }
    return left * right;
}

/// Whether the least (or greatest) of two is always `one`: the other is a value for sure and never less (more), so nobody waits for it.
[[nodiscard]] bool always_taken(const Possible& one, const Possible& other, bool least) {
    if (!other.value || other.error || other.absent) {
        return false;
    }
    const std::optional<Integer>& mine = least ? one.bounds.high : one.bounds.low;
    const std::optional<Integer>& its = least ? other.bounds.low : other.bounds.high;
    return mine && its && (least ? *mine <= *its : *mine >= *its);
}

/// A quotient by a positive divisor, rounded: every mode keeps the order.
[[nodiscard]] Bounds divided(const Bounds& top, Bounds below, Rounding low_mode, Rounding high_mode) {
    if (!below.low || *below.low < 1) {
        below.low = Integer(1);
    }
    Bounds out;
    if (top.low) {
        const bool by_high = *top.low >= 0;
        out.low = by_high
                      ? (below.high ? divide_rounded(*top.low, std::max(*below.high, *below.low), low_mode)
                                    : Integer(0))
                      : divide_rounded(*top.low, *below.low, low_mode);
    }
    if (top.high) {
        const bool by_low = *top.high >= 0;
        // a tiny negative quotient may round to 0, never above
        out.high = by_low
                       ? divide_rounded(*top.high, *below.low, high_mode)
                       : (below.high ? divide_rounded(*top.high, std::max(*below.high, *below.low), high_mode)
                                     : Integer(0));
    }
    return out;
}

/// Bounds narrowed by those of a quotient by `divisor`, rounded: every mode keeps the order.
[[nodiscard]] Bounds within(Bounds bounds, const QuotientBounds& quotient, const Integer& divisor, Rounding low_mode,
                            Rounding high_mode) {
    const auto rounded = [&divisor](const Rational& end, Rounding mode) {
        return divide_rounded(numerator(end), Integer(denominator(end) * divisor), mode);
    };
    if (quotient.low) {
        const Integer low = rounded(*quotient.low, low_mode);
        bounds.low = bounds.low ? std::max(*bounds.low, low) : low;
    }
    if (quotient.high) {
        const Integer high = rounded(*quotient.high, high_mode);
        bounds.high = bounds.high ? std::min(*bounds.high, high) : high;
    }
    return bounds;
}

[[nodiscard]] Bounds without_zero(Bounds bounds) {
    if (bounds.low && *bounds.low == 0) {
        bounds.low = Integer(1);
    }
    if (bounds.high && *bounds.high == 0) {
        bounds.high = Integer(-1);
    }
    return bounds;
}

[[nodiscard]] std::int32_t day_of(const std::optional<Integer>& end, std::int32_t otherwise) {
    if (!end) {
        return otherwise;
    }
    const Integer within = std::clamp(*end, kFirst, kLast);
    return static_cast<std::int32_t>(to_int64(within));
}

/// The calendar cuts what lies outside.
[[nodiscard]] bool cut_to_calendar(Bounds& days) {
    const bool inside = days.low && days.high && *days.low >= kFirst && *days.high <= kLast;
    if (days.low) {
        days.low = std::clamp(*days.low, kFirst, kLast);
    }
    if (days.high) {
        days.high = std::clamp(*days.high, kFirst, kLast);
    }
    return inside;
}

[[nodiscard]] Bounds plus_months(const Bounds& days, const Bounds& months, MonthEnd rule, bool& inside) {
    constexpr std::int64_t kMost = std::int64_t{12} * 9'999;
    inside = false;
    if (!days.low || !days.high || !months.low || !months.high || *months.low < -kMost ||
        *months.high > kMost) {
        return {};
    }
    // under every rule a later day, or more months, never come out earlier; what is refused would have been clipped
    const MonthEnd taken = rule == MonthEnd::reject ? MonthEnd::clip : rule;
    const std::int32_t low = add_months_to(day_of(days.low, kFirstDay), to_int64(*months.low), taken);
    const std::int32_t high = add_months_to(day_of(days.high, kLastDay), to_int64(*months.high), taken);
    if (!is_day(low) || !is_day(high)) {
        return {};
    }
    inside = rule != MonthEnd::reject;
    return {Integer(low), Integer(high)};
}

/// A count between two days that grows with the second and falls with the first.
[[nodiscard]] Bounds between(const Bounds& from, const Bounds& to, std::int64_t (*count)(std::int32_t, std::int32_t)) {
    Bounds out;
    if (from.high && to.low) {
        out.low = Integer(count(day_of(from.high, kLastDay), day_of(to.low, kFirstDay)));
    }
    if (from.low && to.high) {
        out.high = Integer(count(day_of(from.low, kFirstDay), day_of(to.high, kLastDay)));
    }
    return out;
}

/// What an operation counts from its first day to its second.
[[nodiscard]] std::int64_t (*measure_of(const Node& node))(std::int32_t, std::int32_t) {
    switch (node.op) {
        case Op::thirty_days:
            return [](std::int32_t from, std::int32_t to) { return year_fraction_numerator(from, to, DayCount::thirty_360); };
        case Op::actual_days:
            return [](std::int32_t from, std::int32_t to) { return year_fraction_numerator(from, to, DayCount::actual_actual); };
        default: break;
    }
    if (node.aux != 0) {
        return [](std::int32_t from, std::int32_t to) { return std::int64_t{years_from_to(from, to)}; };
    }
    return [](std::int32_t from, std::int32_t to) { return std::int64_t{months_from_to(from, to)}; };
}

[[nodiscard]] Bounds part_bounds(const Bounds& day, DatePart part) {
    const bool single = day.low && day.high && *day.low == *day.high;
    const auto civil = [](const std::optional<Integer>& end) {
        return civil_from_days(day_of(end, kFirstDay));
    };
    switch (part) {
        case DatePart::year:
            return {day.low ? civil(day.low).year : 1, day.high ? civil(day.high).year : 9999};
        case DatePart::month:
            return single ? Bounds::exactly(civil(day.low).month) : Bounds{Integer(1), Integer(12)};
        case DatePart::day:
            return single ? Bounds::exactly(civil(day.low).day) : Bounds{Integer(1), Integer(31)};
        case DatePart::weekday: return {Integer(1), Integer(7)};
        case DatePart::day_of_year: return {Integer(1), Integer(366)};
        case DatePart::iso_week: return {Integer(1), Integer(53)};
        case DatePart::weekday_code: return {Integer(0), Integer(6)};
        case DatePart::month_code:
            return single ? Bounds::exactly(civil(day.low).month - 1) : Bounds{Integer(0), Integer(11)};
        case DatePart::month_last_day:
            return single ? Bounds::exactly(last_day_of_month_of(day_of(day.low, kFirstDay))) : Bounds{};
    }
    return {};
}

}  // namespace

bool RangeRun::numbers(const Node& node, std::size_t lane, Possible& out) {
    const auto of = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    switch (node.op) {
        case Op::widen:
        case Op::narrow:
            out = strict(node, lane, true);
            out.bounds = of(0);
            return true;
        case Op::scale_by:
            out = strict(node, lane, true);
            out.bounds = times(of(0), Bounds::exactly(node.immediate));
            return true;
        case Op::add:
            out = strict(node, lane);
            out.bounds = of(0) + of(1);
            return true;
        case Op::subtract:
            out = strict(node, lane);
            out.bounds = of(0) - of(1);
            return true;
        case Op::multiply:
            out = strict(node, lane);
            out.bounds = times(of(0), of(1));
            return true;
        case Op::negate:
            out = strict(node, lane);
            out.bounds = huiqi::negated(of(0));
            return true;
        case Op::absolute:
            out = strict(node, lane);
            out.bounds = huiqi::absolute(of(0));
            return true;
        case Op::minimum:
        case Op::maximum: {
            out = strict(node, lane);
            const bool least = node.op == Op::minimum;
            out.bounds = least ? huiqi::minimum(of(0), of(1)) : huiqi::maximum(of(0), of(1));
            const Possible& left = operand(node, 0, lane);
            const Possible& right = operand(node, 1, lane);
            out.waits = always_taken(left, right, least) ? left.waits : always_taken(right, left, least) ? right.waits : out.waits;
            return true;
        }
        case Op::present:
            out = strict(node, lane);
            out.bounds = of(0);
            return true;
        case Op::beside:
            out = strict(node, lane);
            out.bounds = of(0);
            return true;
        case Op::guard: {
            out = strict(node, lane);
            const Possible& test = operand(node, 1, lane);
            out.bounds = of(0);
            if (const Node& asked =
                    plan_.nodes[node.operands[1]];  // what the test keeps out is an error, not a value
                asked.op == Op::compare_constant && asked.operands[0] == node.operands[0] &&
                static_cast<Relation>(asked.aux) == Relation::greater_equal) {
                out.bounds = huiqi::maximum(out.bounds, Bounds::exactly(asked.immediate));
            }
            out.value = out.value && test.may_be_true();
            out.error = out.error || test.may_be_false();
            return true;
        }
        default: return false;
    }
}

bool RangeRun::divisions(const Node& node, std::size_t lane, Possible& out) {
    const auto of = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    switch (node.op) {
        case Op::divisor: {
            out = strict(node, lane);
            const bool may_be_zero = (!of(0).low || *of(0).low <= 0) && (!of(0).high || *of(0).high >= 0);
            const bool zero = of(0).low && of(0).high && *of(0).low == 0 && *of(0).high == 0;
            out.error = out.error || may_be_zero;
            out.value = out.value && !zero;
            out.bounds = without_zero(of(0));
            return true;
        }
        case Op::stateless: {
            const Possible& from = operand(node, 0, lane);
            out.bounds = !from.value                 ? Bounds::exactly(1)
                         : from.absent || from.error ? huiqi::either(from.bounds, Bounds::exactly(1))
                                                     : from.bounds;
            out.bounds = huiqi::maximum(out.bounds, Bounds::exactly(1));   // where it is divided by, it is positive
            out.waits = from.waits;
            return true;
        }
        case Op::divide_round:
            out = strict(node, lane);
            out.bounds = within(divided(of(0), of(1), node.rounding, node.rounding),
                                quotient(node.operands[0], node.operands[1], lane), 1, node.rounding, node.rounding);
            return true;
        case Op::divide_round_constant:
            out = strict(node, lane);
            out.bounds = divided(of(0), Bounds::exactly(node.immediate), node.rounding, node.rounding);
            return true;
        case Op::whole: {
            out = strict(node, lane);
            const Bounds below = node.operands.size() > 1 ? times(of(1), Bounds::exactly(node.immediate))
                                                          : Bounds::exactly(node.immediate);
            out.bounds = divided(of(0), below, Rounding::floor, Rounding::ceiling);
            if (node.operands.size() > 1) {
                out.bounds = within(out.bounds, quotient(node.operands[0], node.operands[1], lane), node.immediate, Rounding::floor,
                                    Rounding::ceiling);
            }
            out.error = true;
            const bool point =
                node.operands.size() == 1 && of(0).low && of(0).high && *of(0).low == *of(0).high;
            if (node.immediate == 1 && node.operands.size() == 1) {
                out.error = strict(node, lane).error;
            } else if (point && *of(0).low % node.immediate == 0) {
                out.error = strict(node, lane).error;
            }
            return true;
        }
        default: return false;
    }
}

bool RangeRun::dates(const Node& node, std::size_t lane, Possible& out) {
    const auto of = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    switch (node.op) {
        case Op::date_plus_days:
            out = strict(node, lane);
            out.bounds = of(0) + of(1);
            out.error = !cut_to_calendar(out.bounds) || out.error;
            return true;
        case Op::date_plus_months: {
            out = strict(node, lane);
            bool inside = false;
            out.bounds = plus_months(of(0), of(1), static_cast<MonthEnd>(node.aux), inside);
            out.error = !inside || out.error;
            return true;
        }
        case Op::date_difference: {
            out = strict(node, lane);
            out.bounds = node.aux == 0 ? of(0) - of(1) : of(1) - of(0);
            const NodeIndex from = node.operands[node.aux == 0 ? 1 : 0];
            const NodeIndex to = node.operands[node.aux == 0 ? 0 : 1];
            limit(out.bounds, most_days(from, to, lane));
            if (is_behind_whole_months(from, to)) {  // less than a month is left, forwards or back
                constexpr int kLeft = 30;
                limit(out.bounds, Integer(kLeft));
                out.bounds.low = !out.bounds.low || *out.bounds.low < -kLeft ? Integer(-kLeft) : *out.bounds.low;
            }
            return true;
        }
        case Op::date_part:
            out = strict(node, lane);
            out.bounds = part_bounds(of(0), static_cast<DatePart>(node.aux));
            return true;
        case Op::whole_months:
        case Op::thirty_days:
        case Op::actual_days:
            out = strict(node, lane);
            out.bounds = between(of(0), of(1), measure_of(node));
            limit(out.bounds, most_between(node.operands[0], node.operands[1], lane, measure_of(node)));
            return true;
        case Op::overlap_days: {
            out = strict(node, lane);
            const auto day = [](const std::optional<Integer>& end, const Integer& otherwise) {
                return end ? *end : otherwise;
            };
            const auto shared = [](const Integer& a, const Integer& b, const Integer& c, const Integer& d) {
                const Integer days = std::min(b, d) - std::max(a, c);
                return days < 0 ? Integer(0) : days;
            };
            out.bounds = {shared(day(of(0).high, kLast), day(of(1).low, kFirst), day(of(2).high, kLast),
                                 day(of(3).low, kFirst)),
                          shared(day(of(0).low, kFirst), day(of(1).high, kLast), day(of(2).low, kFirst),
                                 day(of(3).high, kLast))};
            return true;
        }
        default: return false;
    }
}

}  // namespace huiqi
