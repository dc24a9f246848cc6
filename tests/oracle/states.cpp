#include "tests/oracle/states.h"

#include <algorithm>
#include <utility>

namespace huiqi::oracle {
namespace {

void collect(const Value& value, const Type& type, Names& names) {
    if (value.state() == State::unknown) {
        names.insert(value.waits_for().begin(), value.waits_for().end());
    }
    if (!value.known()) {
        return;
    }
    if (type.is(TypeKind::list)) {
        for (const Value& element : value.elements()) {
            collect(element, type.element(), names);
        }
    } else if (type.is(TypeKind::record)) {
        for (std::size_t field = 0; field < type.fields().size(); ++field) {
            collect(value.elements()[field], type.fields()[field].type, names);
        }
    } else if (type.is(TypeKind::interval)) {
        for (const std::optional<Value>& end : {value.interval_value().low, value.interval_value().high}) {
            collect(end.value_or(Value::absent()), type.element(), names);
        }
    }
}

[[nodiscard]] const Value* first_in(const std::vector<Value>& values, State state) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [state](const Value& value) { return value.state() == state; });
    return found == values.end() ? nullptr : &*found;
}

[[nodiscard]] Names own_names(const std::vector<Value>& values) {
    Names names;
    for (const Value& value : values) {
        names.insert(value.waits_for().begin(), value.waits_for().end());
    }
    return names;
}

/// Kleene's table: `decisive` wins over everything, unknown over error.
[[nodiscard]] Value kleene(const std::vector<Value>& operands, bool decisive) {
    const auto decides = [decisive](const Value& value) { return value.known() && value.boolean() == decisive; };
    if (std::any_of(operands.begin(), operands.end(), decides)) {
        return Value::of(decisive);
    }
    if (first_in(operands, State::unknown) != nullptr) {
        return waiting(own_names(operands));
    }
    return held_up(operands).value_or(Value::of(!decisive));
}

}  // namespace

Value waiting(const Names& names) { return Value::unknown({names.begin(), names.end()}); }

Names names_in(const Value& value, const Type& type) {
    Names names;
    collect(value, type, names);
    return names;
}

std::optional<Value> held_up(const std::vector<Value>& operands) {
    if (const Value* error = first_in(operands, State::error)) {
        return *error;
    }
    if (first_in(operands, State::unknown) != nullptr) {
        return waiting(own_names(operands));
    }
    if (first_in(operands, State::absent) != nullptr) {
        return Value::failed(RuntimeError::absent_value);
    }
    return std::nullopt;
}

Value conjunction(const std::vector<Value>& operands) { return kleene(operands, false); }

Value disjunction(const std::vector<Value>& operands) { return kleene(operands, true); }

Value contrary(const Value& value) {
    const auto stop = held_up({value});
    return stop ? *stop : Value::of(!value.boolean());
}

bool is_plain_record(const Type& type) { return type.is(TypeKind::record) && !type.optional(); }

Value everywhere(const Type& type, const Value& scalar) {
    if (!is_plain_record(type)) {
        return scalar;
    }
    Value::List fields;
    for (const RecordField& field : type.fields()) {
        fields.push_back(everywhere(field.type, scalar));
    }
    return Value::record(std::move(fields));
}

Value field_of(const Value& record, std::size_t index) {
    const auto stop = held_up({record});
    return stop ? *stop : record.elements()[index];
}

namespace {

/// Gives an unknown that waits for the condition and for what both branches wait for, field by field of a record.
[[nodiscard]] Value undecided(const Names& condition, const Type& type, const Value& then, const Value& otherwise) {
    if (is_plain_record(type)) {
        Value::List fields;
        for (std::size_t at = 0; at < type.fields().size(); ++at) {
            fields.push_back(undecided(condition, type.fields()[at].type, field_of(then, at), field_of(otherwise, at)));
        }
        return Value::record(std::move(fields));
    }
    Names names = condition;
    names.merge(names_in(then, type));
    names.merge(names_in(otherwise, type));
    return waiting(names);
}

}  // namespace

Value choice(const Value& condition, const Type& type, const std::function<Value()>& then,
             const std::function<Value()>& otherwise) {
    if (condition.known()) {
        return condition.boolean() ? then() : otherwise();
    }
    if (condition.state() == State::unknown) {
        return undecided(own_names({condition}), type, then(), otherwise());
    }
    return everywhere(type, *held_up({condition}));
}

}  // namespace huiqi::oracle
