#include <algorithm>
#include <array>

#include "engine/evaluate/former.h"
#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

[[nodiscard]] bool too_wide(const Wide& value, std::size_t bits) {
    return value.long_bits() > bits;
}

/// Tells whether a value is more than a loop may carry; whole numbers have proven bounds.
[[nodiscard]] bool too_large(const Register& from, std::size_t row, const PlanLimits& limits) {
    switch (from.kind) {
        case LaneKind::ratio:
            return too_wide(from.ratios.numerators[row], limits.state_bits) ||
                   too_wide(from.ratios.denominators[row], limits.state_bits);
        case LaneKind::text: return from.lanes<std::string_view>()[row].size() > limits.state_bytes;
        default: return false;
    }
}

/// Gives the bits of a fraction that is more than a few words long, else 0.
[[nodiscard]] std::size_t bits_of(const Register& from, std::size_t row) {
    return from.kind == LaneKind::ratio
               ? from.ratios.numerators[row].long_bits() + from.ratios.denominators[row].long_bits()
               : 0;
}

/// Counts the work on long fractions; false where a single application asks for more than it may.
[[nodiscard]] bool may_keep(Machine& machine, NodeIndex keeper, const Register& value, std::size_t row) {
    const std::size_t bits = bits_of(value, row);
    if (bits == 0 || machine.make(keeper, bits, machine.plan.limits.made_bits)) {
        return true;
    }
    machine.overfull = machine.rows[0] > 1;
    return machine.overfull;
}

void copy_lane(const Register& from, std::size_t row, Register& to, std::size_t place) {
    if (from.kind == LaneKind::ratio) {
        to.ratios.numerators[place] = from.ratios.numerators[row];
        to.ratios.denominators[place] = from.ratios.denominators[row];
    } else {
        with_lanes(from.kind, [&]<class T>() { lanes<T>(to)[place] = lanes<T>(from)[row]; });
    }
}

/// Puts something harmless into a lane whose value nobody looks at.
void clear_lane(Register& to, std::size_t place) {
    if (to.kind == LaneKind::ratio) {
        to.ratios.numerators[place] = Wide();
        to.ratios.denominators[place] = Wide(1);
    } else {
        with_lanes(to.kind, [&]<class T>() { lanes<T>(to)[place] = T{}; });
    }
}

void run_copy(Machine& machine, NodeIndex index, const Register& from) {
    Register& out = machine.registers[index];
    out.prepare(from.kind, machine.rows[machine.plan.nodes[index].table]);
    if (out.kind == LaneKind::ratio) {
        std::copy_n(from.ratios.numerators.begin(), out.size, out.ratios.numerators.begin());
        std::copy_n(from.ratios.denominators.begin(), out.size, out.ratios.denominators.begin());
    } else {
        with_lanes(out.kind, [&]<class T>() { std::copy_n(lanes<T>(from), out.size, lanes<T>(out)); });
    }
    if (out.size != 0 && !from.all_known()) {
        out.need_states() = from.states;
    }
}

void run_state(Machine& machine, NodeIndex index) {
    run_copy(machine, index, machine.operand(machine.plan.nodes[index], 0));
    Register& out = machine.registers[index];
    for (std::size_t row = 0; row < out.states.size(); ++row) {
        if (out.states[row] != kKnown) {
            clear_lane(out, row);
        }
    }
}

void run_element(Machine& machine, NodeIndex index) {
    const Register& list = machine.operand(machine.plan.nodes[index], 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::index, list.size);
    auto* to = out.lanes<std::uint32_t>();
    for (std::size_t row = 0; row < out.size; ++row) {
        // a list that is at its end names its last element again: what comes of it is not used
        const std::uint32_t length = list.state(row) == kKnown ? list.segments.lengths[row] : 0;
        to[row] = length == 0 ? 0 : list.segments.starts[row] + std::min(machine.round, length - 1);
    }
}

void run_collected(Machine& machine, NodeIndex index) {
    if (machine.round != 0) {
        return;   // begun in the first round, then filled
    }
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    out.prepare(node.kind, machine.rows[node.table]);
    for (std::size_t row = 0; row < out.size; ++row) {
        clear_lane(out, row);
    }
}

void collect(Machine& machine, const Register& value, const Register& list, const Register& active, NodeIndex index) {
    Register& column = machine.registers[index];
    for (std::size_t row = 0; row < active.size; ++row) {
        if (active.lanes<std::uint8_t>()[row] == 0) {
            continue;
        }
        const std::size_t place = list.segments.starts[row] + machine.round;
        Cause cause = value.state(row);
        if (cause == kKnown && !may_keep(machine, index, value, row)) {
            cause = machine.causes.error(RuntimeError::too_large, index);
        }
        if (cause == kKnown) {
            copy_lane(value, row, column, place);
        }
        set_state(column, place, cause);
    }
}

/// Takes the next values where the list goes on; what is not known leaves a lane that kernels can bear.
void advance(Machine& machine, NodeIndex index, const Register& next, const Register& active, NodeIndex carried) {
    Register& state = machine.registers[carried];
    const bool known = next.all_known() && state.all_known();
    for (std::size_t row = 0; row < active.size; ++row) {
        if (active.lanes<std::uint8_t>()[row] == 0) {
            continue;
        }
        Cause cause = next.state(row);
        const bool fits = cause != kKnown ||
                          (!too_large(next, row, machine.plan.limits) && may_keep(machine, carried, next, row));
        if (!fits) {
            cause = machine.causes.error(RuntimeError::too_large, index);
        }
        if (cause == kKnown) {
            copy_lane(next, row, state, row);
        } else {
            clear_lane(state, row);
        }
        if (!known || cause != kKnown) {
            state.need_states()[row] = cause;
        }
    }
    state.settle_states();
}

void run_step(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 1);
    Register& active = machine.registers[index];
    active.prepare(LaneKind::boolean, list.size);
    for (std::size_t row = 0; row < active.size; ++row) {
        active.lanes<std::uint8_t>()[row] =
            static_cast<std::uint8_t>(list.state(row) == kKnown && machine.round < list.segments.lengths[row]);
    }
    const std::size_t behind_states = 2 + 2 * static_cast<std::size_t>(node.aux);
    for (std::size_t at = 2; at < behind_states; at += 2) {
        advance(machine, index, machine.operand(node, at + 1), active, node.operands[at]);
    }
    for (std::size_t at = behind_states; at < node.operands.size(); at += 2) {
        collect(machine, machine.operand(node, at + 1), list, active, node.operands[at]);
    }
}

void run_result(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    run_copy(machine, index, machine.operand(node, 0));
    if (node.operands.size() < 3 || machine.operand(node, 2).all_known()) {
        return;
    }
    const Register& list = machine.operand(node, 2);
    Register& out = machine.registers[index];
    for (std::size_t row = 0; row < out.size; ++row) {
        const Cause open = list.state(row);
        if (open == kKnown) {
            continue;
        }
        // an open list also waits for what the first value waits for; that it is wrong may yet not matter
        const Cause first = out.state(row);
        const bool both = machine.causes.is_unknown(open) && machine.causes.is_unknown(first);
        out.need_states()[row] =
            both ? machine.causes.joined(open, first) : strict(machine.causes, std::span(&open, 1), index);
    }
}

}  // namespace

bool run_folds(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    switch (node.op) {
        case Op::fold_state: run_state(machine, index); return true;
        case Op::fold_next: run_copy(machine, index, machine.operand(node, 0)); return true;
        case Op::fold_element: run_element(machine, index); return true;
        case Op::fold_collected: run_collected(machine, index); return true;
        case Op::fold_step: run_step(machine, index); return true;
        case Op::fold_result: run_result(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
