#include <algorithm>
#include <array>
#include <string>

#include "engine/evaluate/machine.h"
#include "engine/evaluate/segment_states.h"

namespace huiqi {

Cause segment_state(Machine& machine, NodeIndex node, const Register& column, const Register& list, std::size_t row) {
    if (list.state(row) != kKnown) {
        const Cause state = list.state(row);
        return strict(machine.causes, std::span(&state, 1), node);
    }
    if (column.all_known()) {
        return kKnown;
    }
    const std::span<const Cause> states(column.states);
    return strict(machine.causes, states.subspan(list.segments.starts[row], list.segments.lengths[row]), node);
}

namespace {

void set_state(Register& out, std::size_t row, Cause state) {
    if (state != kKnown) {
        out.need_states()[row] = state;
    }
}

void run_length(Machine& machine, NodeIndex index) {
    const Register& list = machine.operand(machine.plan.nodes[index], 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, list.size);
    std::copy(list.segments.lengths.begin(), list.segments.lengths.end(), out.lanes<std::int64_t>());
    strict_states(machine, index, {&list});
}

template <class T>
[[nodiscard]] T folded(Op op, const T* values, std::uint32_t count) {
    T result = op == Op::reduce_sum || count == 0 ? T{} : values[0];
    const std::uint32_t first = op == Op::reduce_sum ? 0 : 1;
    for (std::uint32_t at = first; at < count; ++at) {
        if constexpr (!std::is_same_v<T, std::string_view>) {
            switch (op) {
                case Op::reduce_sum: result = static_cast<T>(result + values[at]); break;
                case Op::reduce_minimum: result = values[at] < result ? values[at] : result; break;
                default: result = result < values[at] ? values[at] : result; break;
            }
        }
    }
    return result;
}

void run_fold(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& column = machine.operand(node, 0);
    const Register& list = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(node.kind, list.size);
    with_lanes(node.kind, [&]<class T>() {
        for (std::size_t row = 0; row < out.size; ++row) {
            const std::uint32_t length = list.state(row) == kKnown ? list.segments.lengths[row] : 0;
            lanes<T>(out)[row] = folded(node.op, lanes<T>(column) + (length == 0 ? 0 : list.segments.starts[row]), length);
        }
    });
    for (std::size_t row = 0; row < out.size; ++row) {
        Cause state = segment_state(machine, index, column, list, row);
        if (state == kKnown && node.op != Op::reduce_sum && list.segments.lengths[row] == 0) {
            state = machine.causes.error(RuntimeError::empty_list, index);
        }
        set_state(out, row, state);
    }
}

/// Kleene over a list: an element that decides settles it; else an unknown, else an error counts.
void run_truth(Machine& machine, NodeIndex index, bool decides) {
    const Node& node = machine.plan.nodes[index];
    const Register& column = machine.operand(node, 0);
    const Register& list = machine.operand(node, 1);
    const auto* value = column.lanes<std::uint8_t>();
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, list.size);
    auto* to = out.lanes<std::uint8_t>();
    for (std::size_t row = 0; row < out.size; ++row) {
        to[row] = static_cast<std::uint8_t>(!decides);
        Cause open = list.state(row);
        Cause unknown = kKnown;
        bool settled = false;
        for (std::uint32_t at = 0; open == kKnown && at < list.segments.lengths[row]; ++at) {
            const std::uint32_t element = list.segments.starts[row] + at;
            const Cause state = column.state(element);
            settled = settled || (state == kKnown && (value[element] != 0) == decides);
            if (machine.causes.is_unknown(state)) {
                unknown = unknown == kKnown ? state : machine.causes.joined(unknown, state);
            }
        }
        if (settled) {
            to[row] = static_cast<std::uint8_t>(decides);
            continue;
        }
        open = unknown != kKnown ? unknown : segment_state(machine, index, column, list, row);
        set_state(out, row, open);
    }
}

void run_running(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& column = machine.operand(node, 0);
    const Register& list = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(node.kind, column.size);
    with_numbers(node.kind, [&]<class T>() {
        const T* value = lanes<T>(column);
        T* to = lanes<T>(out);
        for (std::size_t row = 0; row < list.size; ++row) {
            T sum{};
            for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
                const std::uint32_t element = list.segments.starts[row] + at;
                sum = static_cast<T>(sum + value[element]);
                to[element] = sum;
            }
        }
    });
    if (column.all_known()) {
        return;
    }
    for (std::size_t row = 0; row < list.size; ++row) {
        Cause state = kKnown;
        for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
            const std::uint32_t element = list.segments.starts[row] + at;
            const std::array<Cause, 2> both{state, column.state(element)};
            state = strict(machine.causes, both, index);
            set_state(out, element, state);
        }
    }
}

void run_join(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& column = machine.operand(node, 0);
    const Register& list = machine.operand(node, 1);
    const Register& delimiter = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::text, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        const std::array<Cause, 3> states{list.state(row), delimiter.state(row),
                                          segment_state(machine, index, column, list, row)};
        const Cause state = strict(machine.causes, states, index);
        std::string text;
        for (std::uint32_t at = 0; state == kKnown && at < list.segments.lengths[row]; ++at) {
            text += at == 0 ? std::string_view() : delimiter.lanes<std::string_view>()[row];
            text += column.lanes<std::string_view>()[list.segments.starts[row] + at];
        }
        out.lanes<std::string_view>()[row] = machine.keep(text);
        set_state(out, row, state);
    }
}

}  // namespace

bool run_reductions(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::length: run_length(machine, index); return true;
        case Op::reduce_sum:
        case Op::reduce_minimum:
        case Op::reduce_maximum: run_fold(machine, index); return true;
        case Op::reduce_all: run_truth(machine, index, false); return true;
        case Op::reduce_any: run_truth(machine, index, true); return true;
        case Op::running_sum: run_running(machine, index); return true;
        case Op::reduce_join: run_join(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
