#include <algorithm>
#include <array>
#include <functional>

#include "engine/evaluate/lane_loops.h"
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

struct And {
    [[gnu::always_inline]] std::uint8_t operator()(std::uint8_t x, std::uint8_t y) const {
        return static_cast<std::uint8_t>(x & y);
    }
};

struct Or {
    [[gnu::always_inline]] std::uint8_t operator()(std::uint8_t x, std::uint8_t y) const {
        return static_cast<std::uint8_t>(x | y);
    }
};

struct Not {
    [[gnu::always_inline]] std::uint8_t operator()(std::uint8_t x, std::uint8_t /*none*/) const {
        return static_cast<std::uint8_t>(x ^ 1U);
    }
};

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
        combine_lanes<std::uint8_t>(left, right, to, rows, Or());
    } else {
        combine_lanes<std::uint8_t>(left, right, to, rows, And());
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
    change_lanes(from.lanes<std::uint8_t>(), std::uint8_t{1}, out.lanes<std::uint8_t>(), from.size, Not());
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

/// Makes a lane of a comparison.
template <class Compare>
struct Holds {
    template <class T>
    [[gnu::always_inline]] std::uint8_t operator()(const T& x, const T& y) const {
        return static_cast<std::uint8_t>(Compare()(x, y));
    }
};

/// Calls `work` with the comparison that a relation stands for.
template <class Work>
void with_relation(Relation relation, Work&& work) {
    switch (relation) {
        case Relation::equal: work(Holds<std::equal_to<>>()); return;
        case Relation::not_equal: work(Holds<std::not_equal_to<>>()); return;
        case Relation::less: work(Holds<std::less<>>()); return;
        case Relation::less_equal: work(Holds<std::less_equal<>>()); return;
        case Relation::greater: work(Holds<std::greater<>>()); return;
        case Relation::greater_equal: work(Holds<std::greater_equal<>>()); return;
    }
}

void run_compare(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, left.size);
    const auto relation = static_cast<Relation>(node.aux);
    auto* const to = out.lanes<std::uint8_t>();
    with_lanes(left.kind, [&]<class T>() {
        with_relation(relation, [&](auto holds) {
            if (node.op == Op::compare) {
                combine_lanes<T>(left, machine.operand(node, 1), to, left.size, holds);
            } else {
                change_lanes(lanes<T>(left), whole_constant<T>(node.immediate), to, left.size, holds);
            }
        });
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

/// Takes `a` where the test is 1 and `b` where it is 0, by masks: a choice of lanes wider than its test is slow otherwise.
template <class T>
void select_lanes(const std::uint8_t* test, const Register& then, const Register& otherwise, T* to, std::size_t rows) {
    const T* const a = lanes<T>(then);
    const T* const b = lanes<T>(otherwise);
    if constexpr (!kVectorLanes<T>) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = test[row] != 0 ? a[row] : b[row];
        }
    } else if (rows != 0 && otherwise.uniform) {
        on_processor(
            [](const std::uint8_t* chosen, const T* x, T y, T* out, std::size_t count) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = static_cast<T>(y ^ ((x[row] ^ y) & static_cast<T>(-static_cast<T>(chosen[row]))));
                }
            },
            test, a, b[0], to, rows);
    } else {
        on_processor(
            [](const std::uint8_t* chosen, const T* x, const T* y, T* out, std::size_t count)
                __attribute__((always_inline)) {
                    for (std::size_t row = 0; row < count; ++row) {
                        const T mask = static_cast<T>(-static_cast<T>(chosen[row]));
                        out[row] = static_cast<T>(y[row] ^ ((x[row] ^ y[row]) & mask));
                    }
                },
            test, a, b, to, rows);
    }
}

void run_select(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& condition = machine.operand(node, 0);
    const Register& then = machine.operand(node, 1);
    const Register& otherwise = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(node.kind, condition.size);
    const auto* test = condition.lanes<std::uint8_t>();
    with_lanes(node.kind, [&]<class T>() { select_lanes<T>(test, then, otherwise, lanes<T>(out), out.size); });
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
