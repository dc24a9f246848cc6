#include <algorithm>
#include <array>

#include "engine/calendar/date.h"
#include "engine/calendar/month_column.h"
#include "engine/evaluate/lane_loops.h"
#include "engine/evaluate/machine.h"
#include "engine/plan/date_parts.h"

namespace huiqi {
namespace {

using Days = std::int32_t;

struct DaysFromTo {
    [[gnu::always_inline]] std::int64_t operator()(Days from, Days to) const { return std::int64_t{to} - from; }
};

struct DaysToFrom {
    [[gnu::always_inline]] std::int64_t operator()(Days to, Days from) const { return std::int64_t{to} - from; }
};

template <class Work>
void difference(Machine& machine, NodeIndex index, Work work) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, left.size);
    combine_lanes<Days>(left, right, out.lanes<std::int64_t>(), out.size, work);
    strict_states(machine, index, {&left, &right});
}

/// Runs a whole-number kernel over two columns of days.
template <class Work>
void between(Machine& machine, NodeIndex index, Work work) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, left.size);
    const Days* a = left.lanes<Days>();
    const Days* b = right.lanes<Days>();
    auto* to = out.lanes<std::int64_t>();
    for (std::size_t row = 0; row < out.size; ++row) {
        to[row] = work(a[row], b[row]);
    }
    strict_states(machine, index, {&left, &right});
}

void run_overlap(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, machine.operand(node, 0).size);
    std::array<const Days*, 4> day{};
    for (std::size_t at = 0; at < 4; ++at) {
        day[at] = machine.operand(node, at).lanes<Days>();
    }
    auto* to = out.lanes<std::int64_t>();
    for (std::size_t row = 0; row < out.size; ++row) {
        to[row] = overlap_days_of(day[0][row], day[1][row], day[2][row], day[3][row]);
    }
    strict_states(machine, index, {&machine.operand(node, 0), &machine.operand(node, 1), &machine.operand(node, 2),
                                   &machine.operand(node, 3)});
}

/// Keeps a day that exists, or marks the fault and puts a day that later kernels can bear.
[[nodiscard]] Days settle(std::int64_t day, std::uint8_t& fault) {
    if (is_day(day)) {
        return static_cast<Days>(day);
    }
    fault = day == kNoSuchDay ? 2 : 1;
    return 0;
}

void mark_dates(Machine& machine, NodeIndex index, const std::vector<std::uint8_t>& faults) {
    Register& out = machine.registers[index];
    for (std::size_t row = 0; row < out.size; ++row) {
        if (faults[row] != 0 && out.state(row) == kKnown) {
            const RuntimeError code = faults[row] == 2 ? RuntimeError::no_such_day : RuntimeError::date_range;
            out.need_states()[row] = machine.causes.error(code, index);
        }
    }
}

/// Adds so many months to every day, and tells whether a day left the calendar.
[[nodiscard]] bool add_months(const Days* from, Days months, Days* to, std::size_t rows) {
    std::uint32_t outside = 0;
    on_processor(
        [](const Days* day, Days by, Days* out, std::size_t count, std::uint32_t* any) __attribute__((always_inline)) {
            std::uint32_t faults = 0;
            for (std::size_t row = 0; row < count; ++row) {
                const Days sum = add_months_clipped(day[row], by);
                faults |= sum == kDayOutOfRange ? 1U : 0U;
                out[row] = sum;
            }
            *any = faults;
        },
        from, months, to, rows, &outside);
    return outside != 0;
}

/// Rows that share one number of months are added to many at a time; a day that leaves the calendar is left to the
/// rows one by one.
[[nodiscard]] bool plus_months_at_once(const Node& node, const Register& from, const Register& by, Register& out) {
    const bool alike = node.op == Op::date_plus_months && static_cast<MonthEnd>(node.aux) == MonthEnd::clip && by.uniform;
    if (!alike || out.size == 0) {
        return false;
    }
    constexpr std::int64_t kMost = std::int64_t{12} * 9'999;
    const std::int64_t months = by.lanes<std::int64_t>()[0];
    return months <= kMost && months >= -kMost &&
           !add_months(from.lanes<Days>(), static_cast<Days>(months), out.lanes<Days>(), out.size);
}

void run_plus(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    const Register& by = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::date, from.size);
    if (plus_months_at_once(node, from, by, out)) {
        strict_states(machine, index, {&from, &by});
        return;
    }
    const Days* day = from.lanes<Days>();
    const auto* amount = by.lanes<std::int64_t>();
    Days* to = out.lanes<Days>();
    std::vector<std::uint8_t> faults(out.size, 0);
    const auto rule = static_cast<MonthEnd>(node.aux);
    for (std::size_t row = 0; row < out.size; ++row) {
        const std::int64_t sum = node.op == Op::date_plus_days ? day[row] + amount[row]
                                                               : add_months_to(day[row], amount[row], rule);
        to[row] = settle(sum, faults[row]);
    }
    strict_states(machine, index, {&from, &by});
    mark_dates(machine, index, faults);
}

void run_make(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& year = machine.operand(node, 0);
    const Register& month = machine.operand(node, 1);
    const Register& day = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::date, year.size);
    std::vector<std::uint8_t> broken(out.size, 0);
    for (std::size_t row = 0; row < out.size; ++row) {
        const auto made = Date::from_civil(year.lanes<std::int64_t>()[row], month.lanes<std::int64_t>()[row],
                                           day.lanes<std::int64_t>()[row]);
        broken[row] = static_cast<std::uint8_t>(!made);
        out.lanes<Days>()[row] = made ? made->days() : 0;
    }
    strict_states(machine, index, {&year, &month, &day});
    mark_errors(machine, index, broken, RuntimeError::no_such_day);
}

[[nodiscard]] std::int32_t part_of(Days day, DatePart part) {
    switch (part) {
        case DatePart::year: return civil_from_days(day).year;
        case DatePart::month: return civil_from_days(day).month;
        case DatePart::day: return civil_from_days(day).day;
        case DatePart::weekday: return weekday_of(day);
        case DatePart::day_of_year: return day_of_year_of(day);
        case DatePart::iso_week: return iso_week_of(day);
        case DatePart::weekday_code: return weekday_of(day) - 1;
        case DatePart::month_code: return civil_from_days(day).month - 1;
        case DatePart::month_last_day: return last_day_of_month_of(day);
    }
    return 0;
}

void run_part(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    const Days* day = from.lanes<Days>();
    const auto part = static_cast<DatePart>(node.aux);
    for (std::size_t row = 0; row < out.size; ++row) {
        const std::int32_t value = part_of(day[row], part);
        if (node.kind == LaneKind::int64) {
            out.lanes<std::int64_t>()[row] = value;
        } else {
            out.lanes<Days>()[row] = value;
        }
    }
    strict_states(machine, index, {&from});
}

}  // namespace

bool run_dates(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    switch (node.op) {
        case Op::date_difference:
            if (node.aux == 0) {
                difference(machine, index, DaysToFrom());
            } else {
                difference(machine, index, DaysFromTo());
            }
            return true;
        case Op::whole_months:
            if (node.aux == 0) {
                between(machine, index, [](Days a, Days b) { return std::int64_t{months_from_to(a, b)}; });
            } else {
                between(machine, index, [](Days a, Days b) { return std::int64_t{years_from_to(a, b)}; });
            }
            return true;
        case Op::thirty_days:
            between(machine, index,
                    [](Days a, Days b) { return year_fraction_numerator(a, b, DayCount::thirty_360); });
            return true;
        case Op::actual_days:
            between(machine, index,
                    [](Days a, Days b) { return year_fraction_numerator(a, b, DayCount::actual_actual); });
            return true;
        case Op::overlap_days: run_overlap(machine, index); return true;
        case Op::date_plus_days:
        case Op::date_plus_months: run_plus(machine, index); return true;
        case Op::make_date: run_make(machine, index); return true;
        case Op::date_part: run_part(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
