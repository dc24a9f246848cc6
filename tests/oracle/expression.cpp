#include "tests/oracle/expression.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "tests/oracle/calls.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

/// The most elements that a list may have.
constexpr std::int64_t kMostElements = 1'000'000;

/// Gives xs[i]: from 1, negative from the end. Of records field by field, since a record has no state of its own.
[[nodiscard]] Value element_at(const Value& list, const Value& position, const Type& type) {
    const Type& element = type.element();
    if (is_plain_record(element)) {
        Value::List fields;
        for (std::size_t at = 0; at < element.fields().size(); ++at) {
            Value column = list;
            if (list.known()) {
                Value::List values;
                for (const Value& record : list.elements()) {
                    values.push_back(field_of(record, at));
                }
                column = Value::list(std::move(values));
            }
            fields.push_back(element_at(column, position, Type::list(element.fields()[at].type)));
        }
        return Value::record(std::move(fields));
    }
    const Value place = whole(position);
    if (const auto stop = held_up({list, place})) {
        // "an index that is unknown also waits for every unknown element of its list"
        Names names = names_in(list, type);
        names.insert(place.waits_for().begin(), place.waits_for().end());
        return stop->state() == State::unknown ? waiting(names) : *stop;
    }
    const auto size = static_cast<std::int64_t>(list.elements().size());
    const std::int64_t at = clamped(place);
    if (at == 0 || at > size || at < -size) {
        return Value::failed(RuntimeError::index_range);
    }
    return list.elements()[static_cast<std::size_t>(at > 0 ? at - 1 : size + at)];
}

/// Gives a..b, also downwards.
[[nodiscard]] Value counted(const Value& from, const Value& to) {
    const Value first = whole(from);
    const Value last = whole(to);
    if (const auto stop = held_up({first, last})) {
        return *stop;
    }
    const Integer begin = numerator(first.number());
    const Integer end = numerator(last.number());
    const Integer size = abs(Integer(end - begin)) + 1;
    if (size > kMostElements) {
        return Value::failed(RuntimeError::too_large);
    }
    Value::List numbers;
    for (Integer at = 0; at < size; ++at) {
        numbers.push_back(Value::of(Rational(begin <= end ? Integer(begin + at) : Integer(begin - at))));
    }
    return Value::list(std::move(numbers));
}

class Walk {
public:
    Walk(const CheckedExpression& expression, Meanings& meanings, const std::vector<Value>& bound)
        : expression_(expression), meanings_(meanings), variables_(bound) {
        variables_.resize(std::max<std::size_t>(expression.variables, bound.size()));
    }

    [[nodiscard]] Value value(CoreId id) {
        const CoreNode& node = expression_[id];
        switch (node.op) {
            case CoreOp::constant: return node.constant;
            case CoreOp::symbol: return narrowed(node, meanings_.symbol(node.symbol_kind, node.index));
            case CoreOp::variable: return narrowed(node, variables_[node.index]);
            case CoreOp::field: return narrowed(node, field_of(child(node, 0), node.index));
            case CoreOp::and_: return conjunction(children(node));
            case CoreOp::or_: return disjunction(children(node));
            case CoreOp::not_: return contrary(child(node, 0));
            case CoreOp::if_: {
                const auto branch = [this, &node](std::size_t at) { return [this, &node, at] { return child(node, at); }; };
                return choice(child(node, 0), node.type, branch(1), branch(2));
            }
            case CoreOp::call: return called(node);
            case CoreOp::parameter_on: return meanings_.parameter_on(node.index, child(node, 0));
            case CoreOp::table: return meanings_.table(node.index, children(node));
            case CoreOp::is_absent:
            case CoreOp::equal:
            case CoreOp::not_equal:
            case CoreOp::less:
            case CoreOp::less_equal:
            case CoreOp::greater:
            case CoreOp::greater_equal:
            case CoreOp::in_interval: return comparison(node);
            case CoreOp::list:
            case CoreOp::interval:
            case CoreOp::list_field:
            case CoreOp::index:
            case CoreOp::range: return list_operation(node);
            case CoreOp::filter:
            case CoreOp::for_:
            case CoreOp::some:
            case CoreOp::every: return over_elements(node);
            case CoreOp::sort: return sorted(node);
            case CoreOp::negate:
            case CoreOp::add:
            case CoreOp::subtract:
            case CoreOp::multiply:
            case CoreOp::divide:
            case CoreOp::power:
            case CoreOp::date_plus_days:
            case CoreOp::date_plus_months:
            case CoreOp::date_difference:
            case CoreOp::concatenate_text: return compute(node.op, children(node));
        }
        expect(false, "every operation of a checked expression has a meaning");
        return {};
    }

private:
    [[nodiscard]] Value child(const CoreNode& node, std::size_t at) { return value(node.children[at]); }

    [[nodiscard]] const Type& type_of(const CoreNode& node, std::size_t at) const {
        return expression_[node.children[at]].type;
    }

    [[nodiscard]] std::vector<Value> children(const CoreNode& node) {
        std::vector<Value> values;
        for (const CoreId id : node.children) {
            values.push_back(value(id));
        }
        return values;
    }

    /// "A narrowed operand that is absent yields an error, which the guarding and/or/if absorbs."
    [[nodiscard]] static Value narrowed(const CoreNode& node, const Value& value) {
        const bool may_lack = node.type.optional() || node.type.is(TypeKind::null);
        const bool guarded = value.state() == State::absent && !may_lack;
        return guarded ? Value::failed(RuntimeError::absent_value) : value;
    }

    [[nodiscard]] Value called(const CoreNode& node) {
        Arguments arguments{.values = children(node), .types = {}};
        for (std::size_t at = 0; at < node.children.size(); ++at) {
            arguments.types.push_back(type_of(node, at));
        }
        return call(node.builtin, arguments, node.type);
    }

    [[nodiscard]] Value comparison(const CoreNode& node) {
        const Value first = child(node, 0);
        const Type& type = type_of(node, 0);
        if (node.op == CoreOp::is_absent) {
            const bool settled = first.known() || first.state() == State::absent;
            return settled ? Value::of(!first.known()) : *held_up({first});
        }
        const Value second = child(node, 1);
        switch (node.op) {
            case CoreOp::equal: return equals(first, second, common_type(type, type_of(node, 1)).value_or(type));
            case CoreOp::not_equal:
                return contrary(equals(first, second, common_type(type, type_of(node, 1)).value_or(type)));
            case CoreOp::in_interval: return lies_in(first, second, type);
            default: return compares(node.op, first, second, type);
        }
    }

    [[nodiscard]] Value list_operation(const CoreNode& node) {
        const std::vector<Value> values = children(node);
        switch (node.op) {
            case CoreOp::list: return Value::list(values);
            case CoreOp::interval:
                return Value::interval({.low = values[0],
                                        .high = values[1],
                                        .low_included = node.low_included,
                                        .high_included = node.high_included});
            case CoreOp::index: return element_at(values[0], values[1], type_of(node, 0));
            case CoreOp::range: return counted(values[0], values[1]);
            default: break;
        }
        if (const auto stop = held_up({values[0]})) {
            return *stop;
        }
        Value::List fields;
        for (const Value& record : values[0].elements()) {
            fields.push_back(field_of(record, node.index));
        }
        return Value::list(std::move(fields));
    }

    [[nodiscard]] Value over_elements(const CoreNode& node) {
        const Value list = child(node, 0);
        if (const auto stop = held_up({list})) {
            return *stop;
        }
        std::vector<Value> bodies;
        for (const Value& element : list.elements()) {
            variables_[node.index] = element;
            bodies.push_back(child(node, 1));
        }
        switch (node.op) {
            case CoreOp::filter: return filtered(list, bodies, type_of(node, 0));
            case CoreOp::for_: return Value::list(std::move(bodies));
            case CoreOp::some: return disjunction(bodies);
            default: return conjunction(bodies);
        }
    }

    /// "Sorts by the first key, then the next; equal ones keep their order; strict in every key."
    [[nodiscard]] Value sorted(const CoreNode& node) {
        const Value list = child(node, 0);
        if (const auto stop = held_up({list})) {
            return *stop;
        }
        struct Keyed {
            Value element;
            std::vector<Value> keys;
        };
        std::vector<Keyed> rows;
        std::vector<Value> all_keys;
        for (const Value& element : list.elements()) {
            variables_[node.index] = element;
            Keyed row{.element = element, .keys = {}};
            for (std::size_t key = 1; key < node.children.size(); ++key) {
                row.keys.push_back(child(node, key));
                all_keys.push_back(row.keys.back());
            }
            rows.push_back(std::move(row));
        }
        if (const auto stop = held_up(all_keys)) {
            return *stop;
        }
        const int wanted = node.builtin == BuiltinId::sort ? -1 : 1;
        std::stable_sort(rows.begin(), rows.end(), [&](const Keyed& left, const Keyed& right) {
            for (std::size_t key = 0; key < left.keys.size(); ++key) {
                const int sign = order(left.keys[key], right.keys[key], type_of(node, key + 1));
                if (sign != 0) {
                    return sign == wanted;
                }
            }
            return false;
        });
        Value::List elements;
        for (Keyed& row : rows) {
            elements.push_back(std::move(row.element));
        }
        return Value::list(std::move(elements));
    }

    const CheckedExpression& expression_;
    Meanings& meanings_;
    std::vector<Value> variables_;
};

}  // namespace

Value filtered(const Value& list, const std::vector<Value>& tests, const Type& type) {
    Names doubts;
    for (const Value& test : tests) {
        doubts.insert(test.waits_for().begin(), test.waits_for().end());
    }
    const auto unknown = [](const Value& test) { return test.state() == State::unknown; };
    if (std::any_of(tests.begin(), tests.end(), unknown)) {
        doubts.merge(names_in(list, type));
        return waiting(doubts);
    }
    if (const auto stop = held_up(tests)) {
        return *stop;
    }
    Value::List kept;
    for (std::size_t at = 0; at < tests.size(); ++at) {
        if (tests[at].boolean()) {
            kept.push_back(list.elements()[at]);
        }
    }
    return Value::list(std::move(kept));
}

Value evaluate(const CheckedExpression& expression, Meanings& meanings, const std::vector<Value>& bound) {
    return Walk(expression, meanings, bound).value(expression.root);
}

}  // namespace huiqi::oracle
