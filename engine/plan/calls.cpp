#include "engine/plan/calls.h"

#include <utility>

#include "engine/calendar/date.h"
#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

[[nodiscard]] Rounding rounding_of(BuiltinId id) {
    switch (id) {
        case BuiltinId::round_half_down: return Rounding::half_down;
        case BuiltinId::round_half_even: return Rounding::half_even;
        case BuiltinId::round_up: return Rounding::up;
        case BuiltinId::round_down: return Rounding::down;
        case BuiltinId::floor: return Rounding::floor;
        case BuiltinId::ceiling: return Rounding::ceiling;
        default: return Rounding::half_up;
    }
}

}  // namespace

PlanValue Calls::lower(BuiltinId id, const Arguments& given, const Type& type) {
    Arguments arguments = given;
    if (id != BuiltinId::default_) {  // all others are strict: a null is the error R08
        for (PlanValue& argument : arguments) {
            if (argument.constant && argument.constant->state() == State::absent) {
                argument = values_.failed(RuntimeError::absent_value, argument.type.without_optional());
            }
        }
    }
    using Id = BuiltinId;
    // clang-format off
    switch (id) {
        case Id::round_half_up: case Id::round_half_down: case Id::round_half_even: case Id::round_up:
        case Id::round_down: case Id::floor: case Id::ceiling:
            return rounding(id, arguments, type);
        case Id::clamp: return clamped(arguments, type);
        case Id::not_: return values_.of_node(build_.negation(values_.node(arguments[0])), type);
        case Id::abs: case Id::modulo: case Id::odd: case Id::even: case Id::slice: case Id::full_steps:
        case Id::default_:
            return number(id, arguments, type);
        case Id::min: case Id::max: case Id::sum: case Id::count: case Id::mean: case Id::median:
        case Id::product: case Id::all: case Id::any:
            return aggregate(id, arguments, type);
        case Id::running_sum: case Id::list_contains: case Id::distinct_values: case Id::concatenate:
        case Id::append: case Id::reverse: case Id::first: case Id::last: case Id::sublist: case Id::present:
            return list(id, arguments, type);
        case Id::date: case Id::year: case Id::month: case Id::day: case Id::weekday: case Id::days_between:
        case Id::months_between: case Id::years_between: case Id::add_months: case Id::year_fraction:
        case Id::overlap_days: case Id::months_touched: case Id::last_day_of_month: case Id::day_of_week:
        case Id::day_of_year: case Id::week_of_year: case Id::month_of_year: case Id::duration:
        case Id::years_and_months_duration:
            return date(id, arguments, type);
        case Id::string_length: case Id::substring: case Id::contains: case Id::starts_with:
        case Id::ends_with: case Id::upper_case: case Id::lower_case: case Id::string_join: case Id::string:
        case Id::valid_uscc:
            return text(id, arguments, type);
        case Id::sort: case Id::sort_descending: break;
    }
    // clang-format on
    expect(false, "every built-in has a lowering; a sort is no call");
    return {};
}

bool Calls::takes_few(BuiltinId id) noexcept {
    return id == BuiltinId::min || id == BuiltinId::max || id == BuiltinId::sum || id == BuiltinId::all ||
           id == BuiltinId::any;
}

PlanValue Calls::few(BuiltinId id, const Arguments& values, const Type& type) {
    if (id == BuiltinId::min || id == BuiltinId::max) {
        return extreme(id == BuiltinId::min, values, type);
    }
    PlanValue result = values.front();
    for (std::size_t at = 1; at < values.size(); ++at) {
        if (id == BuiltinId::sum) {
            result = numbers_.add(result, values[at], type);
            continue;
        }
        const NodeIndex left = values_.node(result);
        const NodeIndex right = values_.node(values[at]);
        result = values_.of_node(id == BuiltinId::all ? build_.both(left, right) : build_.either(left, right), type);
    }
    result.type = type;
    return result;
}

NodeIndex Calls::strict(Op op, LaneKind kind, std::vector<NodeIndex> operands, const Bounds& bounds, std::uint32_t aux) {
    TableIndex table = 0;
    for (const NodeIndex operand : operands) {
        table = build_.deeper(table, build_[operand].table);
    }
    for (NodeIndex& operand : operands) {
        operand = build_.in_table(operand, table);
    }
    Node made;
    made.op = op;
    made.kind = kind;
    made.table = table;
    made.operands = std::move(operands);
    made.aux = aux;
    made.low = bounds.low;
    made.high = bounds.high;
    return build_.add(std::move(made));
}

NodeIndex Calls::whole64(const PlanValue& value) {
    // what lies further out than this is out of range for every date, text and power, so the cut changes
    // nothing
    const NodeIndex least = build_.integer(-4'000'000'000, 0);
    const NodeIndex most = build_.integer(4'000'000'000, 0);
    return build_.in_lanes(build_.minimum(build_.maximum(numbers_.whole(value), least), most),
                           LaneKind::int64);
}

PlanValue Calls::rounding(BuiltinId id, const Arguments& arguments, const Type& type) {
    const Rounding mode = rounding_of(id);
    const PlanValue& value = arguments[0];
    PlanValue step = numbers_.constant(1, Type::number());
    if (arguments.size() > 1) {
        step = arguments[1];
        if (step.type.unit().plain()) {  // a number of decimals, a fraction of one cut off
            const PlanValue places = numbers_.rounded(step, 1, Rounding::down);
            step = numbers_.power(numbers_.constant(10, Type::number()), numbers_.negate(places),
                                  Type::number());
        }
    }
    if (step.constant && step.constant->number() > 0) {
        PlanValue result = numbers_.rounded(value, step.constant->number(), mode);
        result.type = type;
        return result;
    }
    // a step below 0 has the same multiples, but a division by it would turn the direction round
    const PlanValue size = numbers_.absolute(step);
    const PlanValue times = numbers_.rounded(numbers_.divide(value, size, Type::number()), 1, mode);
    return numbers_.multiply(times, size, type);
}

PlanValue Calls::number(BuiltinId id, const Arguments& arguments, const Type& type) {
    const PlanValue& value = arguments[0];
    switch (id) {
        case BuiltinId::abs: return numbers_.absolute(value);
        case BuiltinId::modulo: {
            const PlanValue times =
                numbers_.rounded(numbers_.divide(value, arguments[1], Type::number()), 1, Rounding::floor);
            return numbers_.subtract(value, numbers_.multiply(arguments[1], times, type), type);
        }
        case BuiltinId::odd:
        case BuiltinId::even: {
            const NodeIndex number = numbers_.whole(value);
            const NodeIndex half = build_.divided_constant(number, 2, Rounding::floor);
            const NodeIndex rest = build_.difference(number, build_.scaled(half, 2));
            return values_.of_node(
                build_.compared_constant(rest, id == BuiltinId::odd ? 1 : 0, Relation::equal), type);
        }
        case BuiltinId::slice: {
            const PlanValue upper = arguments.size() > 2 ? numbers_.minimum(value, arguments[2]) : value;
            return numbers_.maximum(numbers_.constant(0, type), numbers_.subtract(upper, arguments[1], type));
        }
        case BuiltinId::full_steps: {
            PlanValue steps =
                numbers_.rounded(numbers_.divide(value, arguments[1], Type::number()), 1, Rounding::floor);
            steps.type = type;
            return steps;
        }
        default: break;
    }
    const NodeIndex absent = values_.is_absent(value);
    PlanValue filled = values_.select(absent, arguments[1], values_.present(value));
    filled.type = type;
    return filled;
}

PlanValue Calls::clamped(const Arguments& arguments, const Type& type) {
    const PlanValue& low = arguments[1];
    const PlanValue& high = arguments[2];
    PlanValue result =
        values_.ready(extreme(true, {extreme(false, {arguments[0], low}, type), high}, type), 0);
    const NodeIndex fine = values_.compare(low, high, Relation::less_equal);
    const TableIndex table = build_.deeper(values_.table_of(result), build_[fine].table);
    result = values_.in_table(result, table);
    result.node = build_.guarded(result.node, fine, RuntimeError::argument_range);
    result.type = type;
    return result;
}

PlanValue Calls::as_list(const Arguments& arguments) {
    if (arguments.size() == 1 && arguments[0].type.is(TypeKind::list)) {
        return values_.ready(arguments[0], 0);
    }
    Type element = arguments[0].type;
    for (const PlanValue& argument : arguments) {
        element = common_type(element, argument.type).value_or(element);
    }
    return values_.list(arguments, Type::list(element), 0);
}

PlanValue Calls::reduced_quotients(Op op, const PlanValue& list, const Type& type) {
    PlanValue element =
        values_.in_table(values_.ready(list.parts[0], list.element_table), list.element_table);
    Rational scale = element.scale;
    NodeIndex above = element.node;
    NodeIndex below =
        element.denominator == kNoNode ? build_.integer(1, list.element_table) : element.denominator;
    if (op ==
        Op::ratio_product) {  // the power of the scale is not known when compiled: it goes into the lanes
        above = build_.scaled(above, numerator(scale));
        below = build_.scaled(below, denominator(scale));
        scale = 1;
    }
    // a sum takes lanes of any width, and is quickest in narrow ones
    const auto wide = [&](NodeIndex node) {
        const NodeIndex here = build_.in_table(node, list.element_table);
        return op == Op::ratio_sum ? here : build_.in_lanes(here, LaneKind::wide);
    };
    const bool running = op == Op::ratio_running_sum;
    const TableIndex table = running ? list.element_table : build_[list.node].table;
    const bool positive = bounds_of(build_[above]).never_negative();
    const NodeIndex ratio = build_.add(op, LaneKind::ratio, table, {wide(above), wide(below), list.node});
    const auto part = [&](Op which, const std::optional<Integer>& low) {
        Node made;
        made.op = which;
        made.kind = LaneKind::wide;
        made.table = table;
        made.operands = {ratio};
        made.low = low;
        return build_.add(std::move(made));
    };
    const NodeIndex top = part(Op::numerator, positive ? std::optional<Integer>(0) : std::nullopt);
    const NodeIndex bottom = part(Op::denominator, Integer(1));
    PlanValue result = numbers_.of_quotient(top, bottom, type, scale);
    if (op != Op::ratio_product) {
        const auto [least, most] = numbers_.range(element);
        const bool sums = op == Op::ratio_sum || running;
        const Integer times = sums ? build_.longest(list.node) : Integer(1);
        result.least = least ? std::optional(*least >= 0 ? (sums ? Rational(0) : *least) : Rational(*least * times)) : std::nullopt;
        result.most = most ? std::optional(*most <= 0 ? (sums ? Rational(0) : *most) : Rational(*most * times)) : std::nullopt;
    }
    return result;
}

PlanValue Calls::reduced(Op plain, Op quotient, const PlanValue& list, const Type& type) {
    const PlanValue element =
        values_.in_table(values_.ready(list.parts[0], list.element_table), list.element_table);
    if (element.denominator != kNoNode) {
        return reduced_quotients(quotient, list, type);
    }
    const bool sums = plain == Op::reduce_sum || plain == Op::running_sum;
    const Bounds one = bounds_of(build_[element.node]);
    const Bounds bounds = sums ? summed(one, build_.longest(list.node)) : one;
    const TableIndex table = plain == Op::running_sum ? list.element_table : build_[list.node].table;
    return numbers_.of_node(build_.add_number(plain, table, {element.node, list.node}, bounds), type,
                            element.scale);
}

PlanValue Calls::extreme(bool smallest, const Arguments& arguments, const Type& type) {
    if (arguments.size() == 1 && arguments[0].type.is(TypeKind::list)) {
        const PlanValue list = as_list(arguments);
        const Op op = smallest ? Op::reduce_minimum : Op::reduce_maximum;
        const PlanValue element =
            values_.in_table(values_.ready(list.parts[0], list.element_table), list.element_table);
        // Elements that are all absent have no type of their own, and may stand in lanes of numbers too.
        if (type.is(TypeKind::number) || (is_number(lanes_of(type)) && is_number(build_[element.node].kind))) {
            return reduced(op, smallest ? Op::ratio_minimum : Op::ratio_maximum, list, type);
        }
        return values_.of_node(
            build_.add(op, lanes_of(type), build_[list.node].table, {element.node, list.node}), type);
    }
    PlanValue result = arguments[0];
    for (std::size_t at = 1; at < arguments.size(); ++at) {
        if (type.is(TypeKind::number)) {
            result =
                smallest ? numbers_.minimum(result, arguments[at]) : numbers_.maximum(result, arguments[at]);
        } else {
            const NodeIndex first = values_.compare(
                result, arguments[at], smallest ? Relation::less_equal : Relation::greater_equal);
            result = values_.select(first, result, arguments[at]);
        }
    }
    result.type = type;
    return result;
}

PlanValue Calls::truth(bool all, const Arguments& arguments) {
    const PlanValue list = as_list(arguments);
    if (list.type.element().is(TypeKind::nothing)) {
        return values_.of_value(Value::of(all), Type::boolean());
    }
    const NodeIndex element =
        build_.in_table(values_.node(list.parts[0], list.element_table), list.element_table);
    const Op op = all ? Op::reduce_all : Op::reduce_any;
    return values_.of_node(build_.add(op, LaneKind::boolean, build_[list.node].table, {element, list.node}),
                           Type::boolean());
}

PlanValue Calls::aggregate(BuiltinId id, const Arguments& arguments, const Type& type) {
    switch (id) {
        case BuiltinId::min: return extreme(true, arguments, type);
        case BuiltinId::max: return extreme(false, arguments, type);
        case BuiltinId::all: return truth(true, arguments);
        case BuiltinId::any: return truth(false, arguments);
        case BuiltinId::count: return values_.count(as_list(arguments), type);
        default: break;
    }
    const PlanValue list = as_list(arguments);
    if (list.type.element().is(TypeKind::nothing)) {
        if (id == BuiltinId::sum || id == BuiltinId::product) {
            return numbers_.constant(id == BuiltinId::sum ? 0 : 1, type);
        }
        return values_.failed(RuntimeError::empty_list, type);
    }
    switch (id) {
        case BuiltinId::sum: return reduced(Op::reduce_sum, Op::ratio_sum, list, type);
        case BuiltinId::product: return reduced_quotients(Op::ratio_product, list, type);
        case BuiltinId::median: return reduced_quotients(Op::ratio_median, list, type);
        default: break;
    }
    const PlanValue total = reduced(Op::reduce_sum, Op::ratio_sum, list, type);
    const PlanValue number = values_.count(list, Type::number());
    const NodeIndex some = build_.compared_constant(number.node, 0, Relation::greater);
    const NodeIndex counted = build_.guarded(number.node, some, RuntimeError::empty_list);
    return numbers_.divide(total, numbers_.of_node(counted, Type::number()), type);
}

PlanValue Calls::list(BuiltinId id, const Arguments& arguments, const Type& type) {
    switch (id) {
        case BuiltinId::running_sum: {
            const PlanValue list = values_.own(values_.ready(arguments[0], 0));
            return values_.with_elements(
                list, reduced(Op::running_sum, Op::ratio_running_sum, list, type.element()), type);
        }
        case BuiltinId::list_contains: {
            const PlanValue source = values_.ready(arguments[0], 0);
            const TableIndex table = build_.deeper(values_.table_of(source), values_.table_of(arguments[1]));
            const PlanValue list = values_.own(values_.in_table(source, table));
            const PlanValue element =
                values_.in_table(values_.ready(list.parts[0], list.element_table), list.element_table);
            const NodeIndex mask = build_.in_table(values_.equal(element, arguments[1]), list.element_table);
            return values_.of_node(
                build_.add(Op::reduce_any, LaneKind::boolean, build_[list.node].table, {mask, list.node}),
                type);
        }
        case BuiltinId::distinct_values: return values_.distinct(values_.ready(arguments[0], 0));
        case BuiltinId::reverse: return values_.reversed(values_.ready(arguments[0], 0));
        case BuiltinId::first:
            return values_.part_of(values_.ready(arguments[0], 0), ListPart::first, {arguments[1]});
        case BuiltinId::last:
            return values_.part_of(values_.ready(arguments[0], 0), ListPart::last, {arguments[1]});
        case BuiltinId::sublist:
            return values_.part_of(values_.ready(arguments[0], 0),
                                   arguments.size() > 2 ? ListPart::from_with_length : ListPart::from,
                                   Arguments(arguments.begin() + 1, arguments.end()));
        case BuiltinId::present: return values_.present_elements(values_.ready(arguments[0], 0));
        case BuiltinId::append: {
            const Arguments added(arguments.begin() + 1, arguments.end());
            return values_.joined({values_.ready(arguments[0], 0), values_.list(added, type, 0)}, type);
        }
        default: break;
    }
    Arguments lists;
    for (const PlanValue& argument : arguments) {
        lists.push_back(values_.ready(argument, 0));
    }
    return values_.joined(lists, type);
}

}  // namespace huiqi
