#include <algorithm>
#include <array>
#include <functional>

#include "engine/evaluate/machine.h"
#include "engine/language/ast.h"

namespace huiqi {
namespace {

/// Kleene: a lane that equals `decides` settles the outcome beside anything; else an unknown, else an error counts.
[[nodiscard]] Cause kleene(Machine& machine, NodeIndex node, Cause left, Cause right) {
    const auto unknown = [&](Cause state) { return machine.causes.is_unknown(state); };
    if (unknown(left) && unknown(right)) {
        return machine.causes.joined(left, right);
    }
    if (unknown(left)) {
        return left;
    }
    if (unknown(right)) {
        return right;
    }
    const std::array<Cause, 2> states{left, right};
    return strict(machine.causes, states, node);
}

void run_kleene(Machine& machine, NodeIndex index, bool decides) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    const std::size_t rows = machine.rows[node.table];
    out.prepare(LaneKind::boolean, rows);
    const auto* a = left.lanes<std::uint8_t>();
    const auto* b = right.lanes<std::uint8_t>();
    auto* to = out.lanes<std::uint8_t>();
    if (decides) {
        std::transform(a, a + rows, b, to, std::bit_or<std::uint8_t>());
    } else {
        std::transform(a, a + rows, b, to, std::bit_and<std::uint8_t>());
    }
    if (left.all_known() && right.all_known()) {
        return;
    }
    std::vector<Cause>& states = out.need_states();
    for (std::size_t row = 0; row < rows; ++row) {
        const bool settled = (left.state(row) == kKnown && (a[row] != 0) == decides) ||
                             (right.state(row) == kKnown && (b[row] != 0) == decides);
        states[row] = settled ? kKnown : kleene(machine, index, left.state(row), right.state(row));
        to[row] = settled ? static_cast<std::uint8_t>(decides) : static_cast<std::uint8_t>(to[row] & (states[row] == kKnown));
    }
    out.settle_states();
}

void run_negation(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, from.size);
    const auto* value = from.lanes<std::uint8_t>();
    std::transform(value, value + from.size, out.lanes<std::uint8_t>(),
                   [](std::uint8_t one) { return static_cast<std::uint8_t>(one ^ 1U); });
    strict_states(machine, index, {&from});
}

void run_is_absent(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, from.size);
    auto* to = out.lanes<std::uint8_t>();
    std::fill_n(to, from.size, std::uint8_t{0});
    if (from.all_known()) {
        return;
    }
    for (std::size_t row = 0; row < from.size; ++row) {
        if (from.states[row] == kAbsent) {
            to[row] = 1;
        } else if (from.states[row] != kKnown) {
            out.need_states()[row] = from.states[row];
        }
    }
}

template <class T, class Compare>
void compare_loop(const T* left, const T* right, std::uint8_t* to, std::size_t rows, Compare compare) {
    for (std::size_t row = 0; row < rows; ++row) {
        to[row] = static_cast<std::uint8_t>(compare(left[row], right[row]));
    }
}

template <class T>
void compare_by(Relation relation, const T* left, const T* right, std::uint8_t* to, std::size_t rows) {
    switch (relation) {
        case Relation::equal: compare_loop(left, right, to, rows, std::equal_to<T>()); return;
        case Relation::not_equal: compare_loop(left, right, to, rows, std::not_equal_to<T>()); return;
        case Relation::less: compare_loop(left, right, to, rows, std::less<T>()); return;
        case Relation::less_equal: compare_loop(left, right, to, rows, std::less_equal<T>()); return;
        case Relation::greater: compare_loop(left, right, to, rows, std::greater<T>()); return;
        case Relation::greater_equal: compare_loop(left, right, to, rows, std::greater_equal<T>()); return;
    }
}

template <class T, class Compare>
void constant_loop(const T* left, const T& right, std::uint8_t* to, std::size_t rows, Compare compare) {
    for (std::size_t row = 0; row < rows; ++row) {
        to[row] = static_cast<std::uint8_t>(compare(left[row], right));
    }
}

template <class T>
void compare_constant_by(Relation relation, const T* left, const T& right, std::uint8_t* to, std::size_t rows) {
    switch (relation) {
        case Relation::equal: constant_loop(left, right, to, rows, std::equal_to<T>()); return;
        case Relation::not_equal: constant_loop(left, right, to, rows, std::not_equal_to<T>()); return;
        case Relation::less: constant_loop(left, right, to, rows, std::less<T>()); return;
        case Relation::less_equal: constant_loop(left, right, to, rows, std::less_equal<T>()); return;
        case Relation::greater: constant_loop(left, right, to, rows, std::greater<T>()); return;
        case Relation::greater_equal: constant_loop(left, right, to, rows, std::greater_equal<T>()); return;
    }
}

template <class T>
[[nodiscard]] T whole_constant(const Integer& value) {
    if constexpr (std::is_same_v<T, Wide>) {
        return Wide(value);
    } else if constexpr (std::is_same_v<T, Int128>) {
        return to_int128(value);
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return {};
    } else {
        return static_cast<T>(to_int64(value));
    }
}

void run_compare(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, left.size);
    const auto relation = static_cast<Relation>(node.aux);
    with_lanes(left.kind, [&]<class T>() {
        if (node.op == Op::compare) {
            compare_by(relation, lanes<T>(left), lanes<T>(machine.operand(node, 1)), out.lanes<std::uint8_t>(), left.size);
        } else {
            compare_constant_by(relation, lanes<T>(left), whole_constant<T>(node.immediate), out.lanes<std::uint8_t>(), left.size);
        }
    });
    if (node.op == Op::compare) {
        strict_states(machine, index, {&left, &machine.operand(node, 1)});
    } else {
        strict_states(machine, index, {&left});
    }
}

/// An unknown condition waits for itself and for what either branch waits for.
[[nodiscard]] Cause chosen_state(Machine& machine, NodeIndex index, Cause condition, bool value, Cause then, Cause otherwise) {
    if (condition == kKnown) {
        return value ? then : otherwise;
    }
    if (!machine.causes.is_unknown(condition)) {
        return strict(machine.causes, std::span(&condition, 1), index);
    }
    for (const Cause branch : {then, otherwise}) {
        if (machine.causes.is_unknown(branch)) {
            condition = machine.causes.joined(condition, branch);
        }
    }
    return condition;
}

void run_select(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& condition = machine.operand(node, 0);
    const Register& then = machine.operand(node, 1);
    const Register& otherwise = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(node.kind, condition.size);
    const auto* test = condition.lanes<std::uint8_t>();
    with_lanes(node.kind, [&]<class T>() {
        const T* a = lanes<T>(then);
        const T* b = lanes<T>(otherwise);
        T* to = lanes<T>(out);
        for (std::size_t row = 0; row < out.size; ++row) {
            to[row] = test[row] != 0 ? a[row] : b[row];
        }
    });
    if (condition.all_known() && then.all_known() && otherwise.all_known()) {
        return;
    }
    std::vector<Cause>& states = out.need_states();
    for (std::size_t row = 0; row < out.size; ++row) {
        states[row] = chosen_state(machine, index, condition.state(row), test[row] != 0, then.state(row), otherwise.state(row));
    }
    out.settle_states();
}

}  // namespace

bool run_logic(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::both: run_kleene(machine, index, false); return true;
        case Op::either: run_kleene(machine, index, true); return true;
        case Op::negation: run_negation(machine, index); return true;
        case Op::is_absent: run_is_absent(machine, index); return true;
        case Op::compare:
        case Op::compare_constant: run_compare(machine, index); return true;
        case Op::select: run_select(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
