#include "engine/plan/expressions.h"

#include <optional>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/plan/calls.h"
#include "engine/plan/table_uses.h"
#include "engine/plan/watches.h"

namespace huiqi {
namespace {

/// Tells whether a function counts days or months, or parts of a year, between days.
[[nodiscard]] bool counts_days(BuiltinId id) {
    switch (id) {
        case BuiltinId::days_between:
        case BuiltinId::months_between:
        case BuiltinId::years_between:
        case BuiltinId::year_fraction:
        case BuiltinId::overlap_days:
        case BuiltinId::months_touched: return true;
        default: return false;
    }
}

/// Notes a count with the days that it is between.
void trace_count(TableUses& traces, const CheckedExpression& expression, CoreId id, const PlanValue& result,
                 std::vector<PlanValue> operands) {
    const CoreNode& node = expression[id];
    IncentivePlan::Trace trace{.place = expression.span(id), .parameter = {}, .builtin = node.builtin, .basis = {}, .seen = {}};
    if (node.builtin == BuiltinId::year_fraction) {
        const std::optional<Value>& basis = operands.back().constant;
        trace.basis = basis && basis->known() ? basis->text() : "";
        operands.pop_back();
    }
    operands.push_back(result);
    traces.add(std::move(trace), operands);
}

}  // namespace

struct Expressions::Frame {
    const CheckedExpression& expression;
    std::vector<PlanValue> variables;
    std::vector<std::optional<PlanValue>> done;
    TableIndex table = 0;   ///< row space of the loops around the node at hand
};

PlanValue Expressions::lower(const CheckedExpression& expression, const std::vector<PlanValue>& bound) {
    Frame frame{.expression = expression, .variables = bound, .done = {}, .table = 0};
    frame.variables.resize(std::max<std::size_t>(expression.variables, bound.size()));
    frame.done.resize(expression.nodes.size());
    const Span before = build_.origin();
    PlanValue result = lower_node(frame, expression.root);
    build_.set_origin(before);
    return result;
}

PlanValue Expressions::lower_cell(const CheckedExpression& cell, const std::vector<PlanValue>& columns) {
    const bool before = watches_ != nullptr && watches_->in_cell(true);
    PlanValue result = lower(cell, columns);
    if (watches_ != nullptr) {
        static_cast<void>(watches_->in_cell(before));
    }
    return result;
}

PlanValue Expressions::lower_node(Frame& frame, CoreId id) {
    if (!frame.done[id]) {
        const Span before = build_.origin();
        build_.set_origin(frame.expression.span(id));
        frame.done[id] = lower_fresh(frame, id);
        tell(frame, id);
        build_.set_origin(before);
    }
    return *frame.done[id];
}

void Expressions::tell(const Frame& frame, CoreId id) const {
    const CoreNode& node = frame.expression[id];
    const bool counts = traces_ != nullptr && node.op == CoreOp::call && counts_days(node.builtin);
    if (watches_ == nullptr && !counts) {
        return;
    }
    std::vector<PlanValue> operands;
    for (const CoreId child : frame.expression[id].children) {
        if (!frame.done[child]) {
            return;
        }
        operands.push_back(*frame.done[child]);
    }
    if (watches_ != nullptr) {
        watches_->see(frame.expression, id, *frame.done[id], operands);
    }
    if (counts) {
        trace_count(*traces_, frame.expression, id, *frame.done[id], std::move(operands));
    }
}

PlanValue Expressions::lower_fresh(Frame& frame, CoreId id) {
    const CoreNode& node = frame.expression[id];
    const auto narrowed = [&](PlanValue value) {
        const bool null = value.constant && value.constant->state() == State::absent;
        if ((!value.type.optional() && !null) || node.type.optional() || node.type.is(TypeKind::null)) {
            return value;
        }
        value.type = node.type.as_optional();
        return values_.present(value);
    };
    switch (node.op) {
        case CoreOp::constant: return values_.of_value(node.constant, node.type);
        case CoreOp::symbol: return narrowed(symbols_.symbol(node.symbol_kind, node.index));
        case CoreOp::variable: return narrowed(frame.variables[node.index]);
        case CoreOp::field: return narrowed(lower_node(frame, node.children[0]).parts[node.index]);
        case CoreOp::negate:
        case CoreOp::add:
        case CoreOp::subtract:
        case CoreOp::multiply:
        case CoreOp::divide:
        case CoreOp::power: return lower_arithmetic(frame, node);
        case CoreOp::date_plus_days:
        case CoreOp::date_plus_months:
        case CoreOp::date_difference:
        case CoreOp::concatenate_text: return lower_dates(frame, node);
        case CoreOp::equal:
        case CoreOp::not_equal:
        case CoreOp::less:
        case CoreOp::less_equal:
        case CoreOp::greater:
        case CoreOp::greater_equal:
        case CoreOp::and_:
        case CoreOp::or_:
        case CoreOp::not_:
        case CoreOp::is_absent:
        case CoreOp::if_:
        case CoreOp::in_interval: return lower_logic(frame, node);
        case CoreOp::list_field:
        case CoreOp::list:
        case CoreOp::interval:
        case CoreOp::index:
        case CoreOp::range: return lower_list(frame, node);
        case CoreOp::filter:
        case CoreOp::for_:
        case CoreOp::some:
        case CoreOp::every:
        case CoreOp::sort: return lower_over(frame, node);
        case CoreOp::call:
        case CoreOp::table: return lower_call(frame, node);
        case CoreOp::parameter_on:
            return symbols_.parameter_on(node.index, lower_node(frame, node.children[0]));
    }
    expect(false, "every operation has a lowering");
    return {};
}

PlanValue Expressions::lower_call(Frame& frame, const CoreNode& node) {
    if (auto value = lower_few(frame, node)) {
        return *value;
    }
    std::vector<PlanValue> arguments;
    for (const CoreId child : node.children) {
        arguments.push_back(lower_node(frame, child));
    }
    return node.op == CoreOp::table ? symbols_.table(node.index, arguments)
                                    : Calls(build_, numbers_, values_).lower(node.builtin, arguments, node.type);
}

std::optional<PlanValue> Expressions::lower_few(Frame& frame, const CoreNode& node) {
    constexpr std::size_t kFew = 16;
    if (!in_loop_ || node.op != CoreOp::call || !Calls::takes_few(node.builtin)) {
        return std::nullopt;
    }
    const CoreNode& list = frame.expression[node.children[0]];
    if (list.op != CoreOp::list || list.children.empty() || list.children.size() > kFew) {
        return std::nullopt;
    }
    std::vector<PlanValue> values;
    bool quotients = false;
    for (const CoreId child : list.children) {
        values.push_back(operand(frame, child));
        quotients = quotients || values.back().denominator != kNoNode;
    }
    // a sum over the least common denominator is the list's; a chain would multiply them all
    return quotients && node.builtin == BuiltinId::sum
               ? std::nullopt
               : std::optional(Calls(build_, numbers_, values_).few(node.builtin, values, node.type));
}

PlanValue Expressions::operand(Frame& frame, CoreId id) {
    PlanValue value = lower_node(frame, id);
    const bool null = value.constant && value.constant->state() == State::absent;
    return null ? values_.failed(RuntimeError::absent_value, frame.expression[id].type.without_optional()) : value;
}

PlanValue Expressions::lower_arithmetic(Frame& frame, const CoreNode& node) {
    const PlanValue left = operand(frame, node.children[0]);
    if (node.op == CoreOp::negate) {
        return numbers_.negate(left);
    }
    const PlanValue right = operand(frame, node.children[1]);
    switch (node.op) {
        case CoreOp::add: return numbers_.add(left, right, node.type);
        case CoreOp::subtract: return numbers_.subtract(left, right, node.type);
        case CoreOp::multiply: return numbers_.multiply(left, right, node.type);
        case CoreOp::divide: return numbers_.divide(left, right, node.type);
        default: return numbers_.power(left, right, node.type);
    }
}

PlanValue Expressions::lower_dates(Frame& frame, const CoreNode& node) {
    const PlanValue left = operand(frame, node.children[0]);
    const PlanValue right = operand(frame, node.children[1]);
    const auto binary = [&](Op op, LaneKind kind, NodeIndex first, NodeIndex second) {
        const TableIndex table = build_.deeper(build_[first].table, build_[second].table);
        Node made;
        made.op = op;
        made.kind = kind;
        made.table = table;
        made.operands = {build_.in_table(first, table), build_.in_table(second, table)};
        if (kind == LaneKind::int64) {
            made.low = -4'000'000;
            made.high = 4'000'000;
        }
        return build_.add(std::move(made));
    };
    if (node.op == CoreOp::date_difference) {
        const NodeIndex from = values_.node(left);
        const NodeIndex days = binary(Op::date_difference, LaneKind::int64, from, values_.node(right));
        return numbers_.of_node(days, node.type);
    }
    if (node.op == CoreOp::concatenate_text) {
        const NodeIndex front = values_.node(left);
        return values_.of_node(binary(Op::text_join_two, LaneKind::text, front, values_.node(right)), node.type);
    }
    const NodeIndex given = numbers_.whole(right);
    const NodeIndex least = build_.integer(-1'000'000'000, 0);
    const NodeIndex raised = build_.maximum(given, least);
    const NodeIndex most = build_.integer(1'000'000'000, 0);
    const NodeIndex amount = build_.in_lanes(build_.minimum(raised, most), LaneKind::int64);
    const Op op = node.op == CoreOp::date_plus_days ? Op::date_plus_days : Op::date_plus_months;
    return values_.of_node(binary(op, LaneKind::date, values_.node(left), amount), node.type);
}

PlanValue Expressions::lower_logic(Frame& frame, const CoreNode& node) {
    const PlanValue first = lower_node(frame, node.children[0]);
    switch (node.op) {
        case CoreOp::not_: return boolean(build_.negation(values_.node(first)));
        case CoreOp::is_absent: return boolean(values_.is_absent(first));
        case CoreOp::and_:
        case CoreOp::or_: {
            NodeIndex all = values_.node(first);
            for (std::size_t at = 1; at < node.children.size(); ++at) {
                const NodeIndex next = values_.node(lower_node(frame, node.children[at]));
                all = node.op == CoreOp::and_ ? build_.both(all, next) : build_.either(all, next);
            }
            return boolean(all);
        }
        default: break;
    }
    if (node.op == CoreOp::equal || node.op == CoreOp::not_equal) {
        const NodeIndex same = values_.equal(first, lower_node(frame, node.children[1]));
        return boolean(node.op == CoreOp::equal ? same : build_.negation(same));
    }
    if (node.op != CoreOp::if_) {
        const PlanValue left = operand(frame, node.children[0]);
        return lower_comparison(node, left, operand(frame, node.children[1]));
    }
    return lower_if(frame, node, first);
}

PlanValue Expressions::lower_if(Frame& frame, const CoreNode& node, const PlanValue& condition) {
    const NodeIndex test = values_.node(condition);
    const std::size_t before = traces_ == nullptr ? 0 : traces_->count();
    const PlanValue then = lower_node(frame, node.children[1]);
    if (traces_ != nullptr && traces_->traced_since(before)) {
        traces_->guard(before, boolean(test));
    }
    const std::size_t between = traces_ == nullptr ? 0 : traces_->count();
    const PlanValue otherwise = lower_node(frame, node.children[2]);
    if (traces_ != nullptr && traces_->traced_since(between)) {
        traces_->guard(between, boolean(build_.negation(test)));
    }
    PlanValue chosen = values_.select(test, then, otherwise);
    chosen.type = node.type;
    return chosen;
}

PlanValue Expressions::lower_comparison(const CoreNode& node, const PlanValue& first, const PlanValue& second) {
    switch (node.op) {
        case CoreOp::less: return boolean(values_.compare(first, second, Relation::less));
        case CoreOp::less_equal: return boolean(values_.compare(first, second, Relation::less_equal));
        case CoreOp::greater: return boolean(values_.compare(first, second, Relation::greater));
        case CoreOp::greater_equal: return boolean(values_.compare(first, second, Relation::greater_equal));
        default: return boolean(values_.in_interval(first, second));
    }
}

PlanValue Expressions::lower_list(Frame& frame, const CoreNode& node) {
    if (node.op == CoreOp::list || node.op == CoreOp::interval) {
        std::vector<PlanValue> parts;
        for (const CoreId child : node.children) {
            parts.push_back(lower_node(frame, child));
        }
        if (node.op == CoreOp::list) {
            return values_.list(parts, node.type, 0);
        }
        PlanValue result;
        result.type = node.type;
        result.parts = std::move(parts);
        result.parts.push_back(values_.of_value(Value::of(node.low_included), Type::boolean()));
        result.parts.push_back(values_.of_value(Value::of(node.high_included), Type::boolean()));
        return result;
    }
    const PlanValue first = lower_node(frame, node.children[0]);
    if (node.op == CoreOp::list_field) {
        PlanValue result = values_.ready(first, 0);
        const PlanValue field = result.parts[0].parts[node.index];
        result.parts = {field};
        result.type = node.type;
        return result;
    }
    const PlanValue second = lower_node(frame, node.children[1]);
    if (node.op == CoreOp::range) {
        return values_.range(first, second, node.type);
    }
    const PlanValue list = values_.ready(first, 0);
    PlanValue element = values_.element_at(list, numbers_.whole(second));
    element.type = node.type;
    return element;
}

PlanValue Expressions::lower_over(Frame& frame, const CoreNode& node) {
    // a list of an outer row space is laid out anew for each row of the loops around, so that elements stay apart
    const PlanValue source = values_.ready(lower_node(frame, node.children[0]), 0);
    const PlanValue list = values_.own(values_.in_table(source, build_.deeper(frame.table, values_.table_of(source))));
    const TableIndex around = std::exchange(frame.table, list.element_table);
    PlanValue element = values_.in_table(values_.ready(list.parts[0], list.element_table), list.element_table);
    frame.variables[node.index] = element;
    std::vector<PlanValue> bodies;
    for (std::size_t at = 1; at < node.children.size(); ++at) {
        bodies.push_back(lower_node(frame, node.children[at]));
    }
    const PlanValue& body = bodies.front();
    frame.table = around;
    switch (node.op) {
        case CoreOp::filter: {
            PlanValue kept = values_.filtered(list, values_.node(body));
            kept.type = node.type;
            return kept;
        }
        case CoreOp::for_: return values_.with_elements(list, body, node.type);
        case CoreOp::sort: {
            PlanValue ordered = values_.sorted(list, bodies, node.builtin == BuiltinId::sort_descending);
            ordered.type = node.type;
            return ordered;
        }
        default: break;
    }
    const NodeIndex mask = build_.in_table(values_.node(body), list.element_table);
    const Op op = node.op == CoreOp::some ? Op::reduce_any : Op::reduce_all;
    return boolean(build_.add(op, LaneKind::boolean, build_[list.node].table, {mask, list.node}));
}

}  // namespace huiqi
