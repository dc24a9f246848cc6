#include <array>
#include <string_view>
#include <utility>

#include "engine/calendar/date.h"
#include "engine/diagnostic/expect.h"
#include "engine/plan/calls.h"
#include "engine/plan/date_parts.h"

namespace huiqi {
namespace {

const Bounds kDays{Integer(-4'000'000), Integer(4'000'000)};

[[nodiscard]] std::optional<std::string> constant_text(const PlanValue& value) {
    return value.constant && value.constant->known() ? std::optional(value.constant->text()) : std::nullopt;
}

}  // namespace

PlanValue Calls::year_fraction(const Arguments& arguments, const Type& type) {
    const auto name = constant_text(arguments[2]);
    const auto basis = name ? find_day_count(*name) : std::nullopt;
    if (!basis) {
        return values_.failed(RuntimeError::day_count_basis, type);
    }
    const NodeIndex from = values_.node(arguments[0]);
    const NodeIndex to = values_.node(arguments[1]);
    NodeIndex parts = kNoNode;
    switch (*basis) {
        case DayCount::actual_365:
        case DayCount::actual_360: parts = strict(Op::date_difference, LaneKind::int64, {from, to}, kDays, 1); break;
        case DayCount::thirty_360: parts = strict(Op::thirty_days, LaneKind::int64, {from, to}, kDays); break;
        case DayCount::actual_actual:
            parts = strict(Op::actual_days, LaneKind::int64, {from, to}, kDays * Bounds::exactly(366));
            break;
    }
    // years counted in months, since 年 is 12 months: 12 parts of a year over the basis
    return numbers_.of_node(parts, type, ratio(12, year_fraction_denominator(*basis)));
}

PlanValue Calls::months_touched(const PlanValue& from, const PlanValue& to, const Type& type) {
    const auto month_number = [&](const PlanValue& day) {
        const PlanValue years = date_part(BuiltinId::year, day, Type::number());
        const NodeIndex whole_years = build_.scaled(years.node, 12);
        return build_.sum(whole_years, date_part(BuiltinId::month, day, Type::number()).node);
    };
    const NodeIndex last = month_number(to);
    const PlanValue apart = numbers_.of_node(build_.difference(last, month_number(from)), type);
    const PlanValue touched = numbers_.add(apart, numbers_.constant(1, type), type);
    const NodeIndex some_day = values_.compare(from, to, Relation::less_equal);
    return numbers_.select(some_day, numbers_.maximum(touched, numbers_.constant(0, type)), numbers_.constant(0, type));
}

PlanValue Calls::date_part(BuiltinId id, const PlanValue& date, const Type& type) {
    const NodeIndex day = values_.node(date);
    const auto number = [&](DatePart part, int low, int high) {
        return numbers_.of_node(strict(Op::date_part, LaneKind::int64, {day}, {Integer(low), Integer(high)},
                                       static_cast<std::uint32_t>(part)),
                                type);
    };
    const auto name = [&](DatePart part, std::vector<std::string> names) {
        const NodeIndex code = strict(Op::date_part, LaneKind::code, {day}, {}, static_cast<std::uint32_t>(part));
        build_.plan().names.push_back(std::move(names));
        const auto index = static_cast<std::uint32_t>(build_.plan().names.size() - 1);
        return values_.of_node(strict(Op::text_of_code, LaneKind::text, {code}, {}, index), type);
    };
    switch (id) {
        case BuiltinId::year: return number(DatePart::year, 1, 9999);
        case BuiltinId::month: return number(DatePart::month, 1, 12);
        case BuiltinId::day: return number(DatePart::day, 1, 31);
        case BuiltinId::weekday: return number(DatePart::weekday, 1, 7);
        case BuiltinId::day_of_year: return number(DatePart::day_of_year, 1, 366);
        case BuiltinId::week_of_year: return number(DatePart::iso_week, 1, 53);
        case BuiltinId::day_of_week:
            return name(DatePart::weekday_code, {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"});
        default:
            return name(DatePart::month_code, {"January", "February", "March", "April", "May", "June", "July",
                                               "August", "September", "October", "November", "December"});
    }
}

PlanValue Calls::date(BuiltinId id, const Arguments& arguments, const Type& type) {
    const auto node = [&](std::size_t at) { return values_.node(arguments[at]); };
    switch (id) {
        case BuiltinId::date:
            return values_.of_node(strict(Op::make_date, LaneKind::date,
                                          {whole64(arguments[0]), whole64(arguments[1]), whole64(arguments[2])}),
                                   type);
        case BuiltinId::days_between:
            return numbers_.of_node(strict(Op::date_difference, LaneKind::int64, {node(0), node(1)}, kDays, 1), type);
        case BuiltinId::months_between:
        case BuiltinId::years_and_months_duration:
            return numbers_.of_node(strict(Op::whole_months, LaneKind::int64, {node(0), node(1)}, kDays, 0), type);
        case BuiltinId::years_between:
            return numbers_.of_node(strict(Op::whole_months, LaneKind::int64, {node(0), node(1)}, kDays, 1), type);
        case BuiltinId::overlap_days:
            return numbers_.of_node(strict(Op::overlap_days, LaneKind::int64, {node(0), node(1), node(2), node(3)},
                                           {Integer(0), Integer(4'000'000)}),
                                    type);
        case BuiltinId::months_touched: return months_touched(arguments[0], arguments[1], type);
        case BuiltinId::year_fraction: return year_fraction(arguments, type);
        case BuiltinId::last_day_of_month:
            return values_.of_node(strict(Op::date_part, LaneKind::date, {node(0)}, {},
                                          static_cast<std::uint32_t>(DatePart::month_last_day)),
                                   type);
        case BuiltinId::add_months: {
            const auto text = arguments.size() > 2 ? constant_text(arguments[2]) : std::optional<std::string>("clip");
            const auto rule = text ? find_month_end(*text) : std::nullopt;
            if (!rule) {
                return values_.failed(RuntimeError::no_such_day, type);
            }
            return values_.of_node(strict(Op::date_plus_months, LaneKind::date, {node(0), whole64(arguments[1])}, {},
                                          static_cast<std::uint32_t>(*rule)),
                                   type);
        }
        case BuiltinId::duration: break;   // of a constant text only: the checker has read it
        default: return date_part(id, arguments[0], type);
    }
    expect(false, "a duration of text is a constant");
    return {};
}

PlanValue Calls::text_of(const PlanValue& value) {
    switch (value.type.kind()) {
        case TypeKind::boolean:
            return values_.of_node(strict(Op::text_of_boolean, LaneKind::text, {values_.node(value)}), Type::text());
        case TypeKind::date:
            return values_.of_node(strict(Op::text_of_date, LaneKind::text, {values_.node(value)}), Type::text());
        case TypeKind::enumeration: {
            build_.plan().names.push_back(value.type.values()->values);
            const auto index = static_cast<std::uint32_t>(build_.plan().names.size() - 1);
            return values_.of_node(strict(Op::text_of_code, LaneKind::text, {values_.node(value)}, {}, index), Type::text());
        }
        case TypeKind::number: {
            const PlanValue number = numbers_.materialised(value, 0);
            std::vector<NodeIndex> operands{build_.in_lanes(number.node, LaneKind::wide)};
            if (number.denominator != kNoNode) {
                operands.push_back(build_.in_lanes(number.denominator, LaneKind::wide));
            }
            build_.plan().scales.push_back(number.scale);
            const auto index = static_cast<std::uint32_t>(build_.plan().scales.size() - 1);
            return values_.of_node(strict(Op::text_of_number, LaneKind::text, std::move(operands), {}, index), Type::text());
        }
        default: return value;
    }
}

PlanValue Calls::text(BuiltinId id, const Arguments& arguments, const Type& type) {
    const auto node = [&](std::size_t at) { return values_.node(arguments[at]); };
    const auto test = [&](Op op) { return values_.of_node(strict(op, LaneKind::boolean, {node(0), node(1)}), type); };
    switch (id) {
        case BuiltinId::string: return text_of(arguments[0]);
        case BuiltinId::string_length:
            return numbers_.of_node(strict(Op::text_length, LaneKind::int64, {node(0)}, {Integer(0), Integer(1) << 40U}), type);
        case BuiltinId::contains: return test(Op::text_contains);
        case BuiltinId::starts_with: return test(Op::text_starts);
        case BuiltinId::ends_with: return test(Op::text_ends);
        case BuiltinId::upper_case: return values_.of_node(strict(Op::text_upper, LaneKind::text, {node(0)}), type);
        case BuiltinId::lower_case: return values_.of_node(strict(Op::text_lower, LaneKind::text, {node(0)}), type);
        case BuiltinId::valid_uscc: return values_.of_node(strict(Op::text_valid_uscc, LaneKind::boolean, {node(0)}), type);
        case BuiltinId::substring: {
            std::vector<NodeIndex> operands{node(0), whole64(arguments[1])};
            if (arguments.size() > 2) {
                operands.push_back(whole64(arguments[2]));
            }
            return values_.of_node(strict(Op::text_part, LaneKind::text, std::move(operands)), type);
        }
        default: break;
    }
    const PlanValue list = values_.ready(arguments[0], 0);
    if (list.type.element().is(TypeKind::nothing)) {
        return values_.of_value(Value::of(std::string()), type);
    }
    const PlanValue delimiter = arguments.size() > 1 ? arguments[1] : values_.of_value(Value::of(std::string()), Type::text());
    const NodeIndex texts = build_.in_table(values_.node(list.parts[0], list.element_table), list.element_table);
    const TableIndex table = build_.deeper(build_[list.node].table, values_.table_of(delimiter));
    return values_.of_node(build_.add(Op::reduce_join, LaneKind::text, table,
                                      {texts, build_.in_table(list.node, table),
                                       build_.in_table(values_.node(delimiter, table), table)}),
                           type);
}

}  // namespace huiqi
